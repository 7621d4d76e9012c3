import type {Config} from '../command-line/config.ts';
import {print, printCsv, printJson} from '../command-line/outputs.ts';
import {Problem} from '../words/problem.ts';
import {onPaper} from './on-paper.ts';
import {type OneShotName, oneShots} from './one-shots.ts';
import {createVoice} from './voice.ts';
import {csvOf} from '../tables/csv.ts';

/**
 * Runs a one-shot command and prints its result: text, one JSON document, or one table as CSV. Standard output carries nothing else;
 * what goes on is said on standard error.
 */
export async function printResult<Name extends OneShotName>(config: Config<Name>, signal: AbortSignal): Promise<void> {
	const voice = createVoice(config);
	const result = await oneShots[config.command](config, signal, voice);
	signal.throwIfAborted();
	if (config.json) {
		await printJson(named(result.json(), config), config, signal);
	} else if (config.csv) {
		await printCsv(csvOf(result.table!(), config), signal);
	} else {
		await print(onPaper(result.text(), config), signal);
	}

	if (result.hint !== undefined && !(await voice.say(result.hint))) {
		throw new Problem('Standard error cannot be written');
	}

	if (result.wrong !== undefined) {
		throw new Problem(result.wrong);
	}
}

/** A document that says which scenario it is of, behind its schema. */
function named(document: object, {scenario}: Pick<Config, 'scenario'>): object {
	const {schema, ...members} = document as {readonly schema: string};
	return {schema, scenario: scenario.name, ...members};
}

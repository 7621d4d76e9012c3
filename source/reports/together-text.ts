import {seenEachSecond, type TogetherPhase} from '../flows/measure-together.ts';
import {agreementSentence, jitterSentence, peakSentence} from '../flows/together-words.ts';
import {protectionPhrase} from '../lab/protections.ts';
import {togetherTable} from '../tables/together-table.ts';
import {formatCount} from '../words/count.ts';
import {formatDuration} from '../words/duration.ts';
import {wrapWords} from '../words/wrapping.ts';
import {backendLines} from './backend-lines.ts';
import {shownBackends} from './json-report.ts';
import {loadJson} from './lab-json.ts';
import {readersText, whySentences} from './load-text.ts';
import type {TogetherResult} from './run-together.ts';
import {sheetText} from './text-table.ts';

/** Columns of the narrowest screen the lesson is shown on. */
const columns = 80;

/** `stampede` over many keys as text: the queries second by second, and what jitter makes of them. */
export function togetherText(result: TogetherResult): string {
	const {scenario, first, withJitter, why, backends} = result;
	const phases = withJitter ? [first, withJitter] : [first];
	const {keys} = first.measured[0]!;
	return [
		...wrapWords(
			`Live: ${formatCount(keys)} keys, one for each ${scenario.question.abouts!.one}, filled in one instant with a TTL of ${formatDuration(first.load.policy.ttlSeconds)}, read by ${readersText(first.load)}${withJitter ? ', without jitter and then with it' : `, ${protectionPhrase(first.protection)}`}.`,
			columns,
		),
		...whySentences(first.load, why),
		'Time counts from when the first of them may end; until then every read is a hit.',
		'',
		...sheetText(togetherTable(result)),
		'',
		...phases.flatMap(phase => wrapWords(peakSentence(phase), columns)),
		...(withJitter ? wrapWords(jitterSentence(withJitter), columns) : []),
		...phases.flatMap(phase => agreementSentence(phase) ?? []),
		...phases.flatMap(({measured}) => {
			const shed = measured.reduce((sum, firing) => sum + firing.shed, 0);
			return shed === 0 ? [] : [`Shed ${formatCount(shed)} reads, more than could be under way; the prediction counts them.`];
		}),
		'',
		...backendLines(backends),
	].join('\n');
}

/** `shopstream.stampede-together/1`. What no formula is known for is null. */
export function togetherJson({first, withJitter, backends}: TogetherResult): object {
	return {
		schema: 'shopstream.stampede-together/1',
		...phaseJson(first),
		withJitter: withJitter ? phaseJson(withJitter) : null,
		backends: shownBackends(backends),
	};
}

function phaseJson(phase: TogetherPhase): object {
	const {load, protection, measured, predicted} = phase;
	return {
		load: {...loadJson(load, protection), jitterFraction: load.policy.jitterFraction},
		keys: measured[0]!.keys,
		measured: {queriesEachSecond: seenEachSecond(phase)},
		firings: measured.map(({queries, reads, shed}) => ({queriesEachSecond: queries, reads, shed})),
		predicted: predicted ? {queriesEachSecond: predicted} : null,
	};
}

import type {Scenario} from '../scenarios/scenario.ts';
import type {GcsArchive} from '../stores/gcs-archive.ts';
import type {History, Loaded, LoadOptions} from '../stores/history.ts';
import {Problem} from '../words/problem.ts';
import {readCatalogue} from './read-catalogue.ts';

/** What a load came to, and what is odd about the archive that it was made of. */
export type HistoryLoad = Loaded & {readonly oddities: readonly string[]};

/**
 * Brings what is archived into the warehouse: whole days, each as it counts.
 * @throws Problem when nothing is archived
 */
export async function loadHistory(
	{scenario, archive, history}: {readonly scenario: Scenario; readonly archive: GcsArchive; readonly history: History},
	options: LoadOptions = {},
): Promise<HistoryLoad> {
	const {days, oddities} = await readCatalogue(archive, scenario, options.signal);
	const whole = new Map([...days].filter(([, {isWhole, rows}]) => isWhole && rows > 0));
	if (whole.size === 0) {
		throw new NothingArchived(`${archive.backend.address} has no archived days of ${scenario.facts.many}: archive first`);
	}

	return {...(await history.load(whole, archive, options)), oddities};
}

/** There is no history to be had. */
export class NothingArchived extends Problem {}

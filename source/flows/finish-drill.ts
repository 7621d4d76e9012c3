import type {Scenario} from '../scenarios/scenario.ts';
import type {GcsArchive} from '../stores/gcs-archive.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';
import {Problem} from '../words/problem.ts';
import {readCatalogue} from './read-catalogue.ts';
import {restoreDay} from './restore-day.ts';

type Ends = {
	readonly scenario: Scenario;
	readonly archive: Pick<GcsArchive, 'listObjects' | 'readObject'>;
	readonly ledger: Pick<PostgresLedger, 'backend' | 'dropScratch' | 'lostDay' | 'restoring'>;
};

/**
 * Restores the day of a drill that was cut short, and drops a scratch schema that one left standing.
 * @returns the day, where there was one
 * @throws Problem when it cannot be restored
 */
export async function finishDrill({scenario, archive, ledger}: Ends, signal?: AbortSignal): Promise<string | undefined> {
	if (ledger.backend.kind === 'server') {
		await ledger.dropScratch();
		return undefined;
	}

	const day = await ledger.lostDay(signal);
	if (day === undefined) {
		return undefined;
	}

	const manifest = (await readCatalogue(archive, scenario, signal)).days.get(day);
	if (!manifest) {
		throw new Problem(`A drill lost ${day} and was cut short, and the archive does not list that day any more`);
	}

	await restoreDay({scenario, archive, ledger}, manifest, {signal, after: async restoring => restoring.found()});
	return day;
}

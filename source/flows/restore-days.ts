import type {Scenario} from '../scenarios/scenario.ts';
import type {GcsArchive} from '../stores/gcs-archive.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';
import type {StoreFailure} from '../stores/store-failure.ts';
import {formatCount} from '../words/count.ts';
import {plainText} from '../words/plain-text.ts';
import {CutShort, Problem, sayFailure} from '../words/problem.ts';
import {nothingArchived} from './nothing-archived.ts';
import {readCatalogue} from './read-catalogue.ts';
import {type Damage, DamagedPart} from './read-part.ts';
import {restoreDay, type RestoredDay, stateOf} from './restore-day.ts';

/** A day that was not restored, nothing of it: a part is not as its manifest says, or PostgreSQL does not take a fact. */
type NotRestored = {readonly day: string; readonly reason: string; readonly part?: string; readonly damage?: Damage};

export type RestoreResult = {
	/** The first and the last archived day of those that were wanted. */
	readonly from: string;
	readonly to: string;
	/** Of the archive's days; undefined where all are of archives that had days of UTC alone. */
	readonly timeZone: string | undefined;
	readonly days: readonly RestoredDay[];
	readonly notRestored: readonly NotRestored[];
	/** What was odd about the archive, in sentences. */
	readonly oddities: readonly string[];
	readonly tookMs: number;
};

type RestoreEnds = {
	readonly scenario: Scenario;
	readonly archive: Pick<GcsArchive, 'listObjects' | 'readObject'>;
	readonly ledger: Pick<PostgresLedger, 'prepare' | 'restoring'>;
};

export type RestoreProgress = {readonly rows: number; readonly wanted: number; readonly day: string};

/**
 * Brings archived days back into the ledger, each in one transaction: whole or not at all. May be repeated, cut short and gone on with: what
 * stands is let be, and so is what is newer in the ledger.
 * @param options.from the first day, `YYYY-MM-DD`, as the archive names it; `to` the last; without them as far as it goes
 * @throws Problem when nothing is archived of these days; CutShort when the signal fires or a store does not do it: which days stand
 */
export async function restoreDays(
	{scenario, archive, ledger}: RestoreEnds,
	{
		from,
		to,
		overwritesNewer = false,
		signal,
		progress,
	}: {
		readonly from?: string | undefined;
		readonly to?: string | undefined;
		readonly overwritesNewer?: boolean;
		readonly signal?: AbortSignal | undefined;
		readonly progress?: ((progress: RestoreProgress) => void) | undefined;
	},
): Promise<RestoreResult> {
	const startedAt = performance.now();
	const {days, oddities, timeZone} = await readCatalogue(archive, scenario, signal);
	const wanted = [...days.values()].filter(({day}) => (from === undefined || day >= from) && (to === undefined || day <= to));
	if (wanted.length === 0) {
		throw new Problem(sayNothing(scenario, [...days.keys()], from, to));
	}

	await ledger.prepare(signal);
	const total = wanted.reduce((sum, {rows}) => sum + rows, 0);
	const restored: RestoredDay[] = [];
	const notRestored: NotRestored[] = [];
	let before = 0;
	for (const manifest of wanted) {
		const {day, rows} = manifest;
		try {
			signal?.throwIfAborted();
			const told = (done: number) => progress?.({rows: before + done, wanted: total, day});
			restored.push(await restoreDay({scenario, archive, ledger}, manifest, {overwritesNewer, signal, told}));
		} catch (error) {
			const refused = signal?.aborted ? undefined : refusedDay(day, error);
			if (!refused) {
				throw cutShort(error, restored, wanted.length, signal?.aborted ?? false);
			}

			notRestored.push(refused);
		}

		before += rows;
		progress?.({rows: before, wanted: total, day});
	}

	return {from: wanted[0]!.day, to: wanted.at(-1)!.day, timeZone, days: restored, notRestored, oddities, tookMs: performance.now() - startedAt};
}

/** What is said of a day that is left out; undefined for what keeps the others too from being restored. */
function refusedDay(day: string, error: unknown): NotRestored | undefined {
	if (error instanceof DamagedPart) {
		return {day, part: error.part, damage: error.damage, reason: error.message};
	}

	// Others may have archived what the tables do not take: a negative quantity, a text with a NUL, an order twice.
	return /^2[123]/.test(stateOf(error)) ? {day, reason: `PostgreSQL does not take it: ${(error as StoreFailure).reason}`} : undefined;
}

function cutShort(error: unknown, {length, ...days}: readonly RestoredDay[], wanted: number, isCancelled: boolean): CutShort {
	const why = isCancelled ? 'Restore cancelled' : plainText(sayFailure(error)).replace(/\.$/, '');
	const stand = length === 0 ? 'no day of it stands' : `${formatCount(length)} of ${formatCount(wanted)} days stand, to ${days[length - 1]!.day}`;
	return new CutShort(`${why}; ${stand}; restore again to go on`, error);
}

function sayNothing(scenario: Scenario, archived: readonly string[], from: string | undefined, to: string | undefined): string {
	const range = from === to ? ` of ${from}` : `${from === undefined ? '' : ` from ${from}`}${to === undefined ? '' : ` to ${to}`}`;
	return archived.length === 0
		? nothingArchived(scenario)
		: `No ${scenario.facts.many}${range} are archived: the archive has days from ${archived[0]!} to ${archived.at(-1)!}`;
}

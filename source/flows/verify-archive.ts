import type {Scenario} from '../scenarios/scenario.ts';
import type {GcsArchive} from '../stores/gcs-archive.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';
import {formatCount} from '../words/count.ts';
import {localDay} from '../words/local-day.ts';
import {Problem} from '../words/problem.ts';
import {inLanes} from './in-lanes.ts';
import {type Catalogue, readCatalogue} from './read-catalogue.ts';
import {type Difference, verifyDay, type VerifiedDay} from './verify-day.ts';

/** What is of no object stands behind those that are. */
const last = '\u{10FFFF}';

/** Days that are read at a time: one part of each is in memory. */
const lanes = 4;

/** Differences that are told one by one; more are counted. */
const mostTold = 10_000;

export type VerifyResult = {
	/** Of the archive's days; undefined where all are of archives that had days of UTC alone. */
	readonly timeZone: string | undefined;
	readonly days: readonly VerifiedDay[];
	readonly rows: number;
	readonly worth: number;
	readonly parts: number;
	readonly bytes: number;
	/** In the order of the days. */
	readonly differences: readonly Difference[];
	/** How many more there are than these. */
	readonly untold: number;
	/** Whether what is archived was compared with the ledger too. */
	readonly isWithLedger: boolean;
	/** Facts that changed in the ledger since they were archived, and such that came since. */
	readonly changed: number;
	readonly came: number;
	/** Days of the ledger before the oldest archived one, or behind the newest: not archived yet. */
	readonly notYet: readonly string[];
	readonly tookMs: number;
};

export type VerifyProgress = {readonly rows: number; readonly wanted: number};

type Ends = {
	readonly scenario: Scenario;
	readonly archive: Pick<GcsArchive, 'listObjects' | 'readObject'>;
	/** Undefined: what is archived is compared with its manifests alone. */
	readonly ledger: PostgresLedger | undefined;
	/** Where days begin, for an archive that has no zone yet. */
	readonly timeZone: string;
};

/**
 * Reads back all that is archived, and compares it with its manifests and with the ledger.
 * @throws Problem when nothing is archived
 */
export async function verifyArchive(
	{scenario, archive, ledger, ...ends}: Ends,
	{signal, progress}: {readonly signal?: AbortSignal | undefined; readonly progress?: ((progress: VerifyProgress) => void) | undefined} = {},
): Promise<VerifyResult> {
	const startedAt = performance.now();
	const {many} = scenario.facts;
	const catalogue = await readCatalogue(archive, scenario, signal);
	const {days, oddities, timeZone} = catalogue;
	if (days.size === 0 && oddities.length === 0) {
		throw new Problem(`No ${many} are archived yet: run shopstream-tui archive first`);
	}

	const told: Difference[] = [];
	let untold = 0;
	const differs = (difference: Difference) => {
		if (told.length < mostTold) {
			told.push(difference);
		} else {
			untold++;
		}
	};

	for (const text of oddities) {
		const [, day] = /\/dt=(\d{4}-\d\d-\d\d)\//.exec(text) ?? [];
		differs({day, kind: 'oddity', text});
	}

	// Tables that nobody has made yet have lost nothing.
	const compared = ledger && (await ledger.identity(signal)) !== undefined ? ledger : undefined;
	const notYet = compared ? missingDays(catalogue, await daysOf(compared, timeZone ?? (days.size > 0 ? 'UTC' : ends.timeZone), signal), many, differs) : [];
	const wanted = [...days.values()].reduce((sum, {rows}) => sum + rows, 0);
	let rows = 0;
	const verified = await inLanes([...days.values()], lanes, async manifest => {
		signal?.throwIfAborted();
		return verifyDay({scenario, archive, ledger: compared}, manifest, {
			signal,
			differs,
			told(read) {
				rows += read;
				progress?.({rows, wanted});
			},
		});
	});
	const sum = (of: (day: VerifiedDay) => number) => verified.reduce((total, day) => total + of(day), 0);
	const parts = [...days.values()].flatMap(({parts}) => parts);
	return {
		timeZone,
		days: verified,
		rows: sum(day => day.rows),
		worth: sum(day => day.worth),
		parts: parts.length,
		bytes: parts.reduce((total, {sizeBytes}) => total + sizeBytes, 0),
		differences: told.sort(
			(a, b) =>
				compare(a.day ?? '', b.day ?? '') || compare(a.object ?? last, b.object ?? last) || (a.line ?? 0) - (b.line ?? 0) || compare(a.id ?? '', b.id ?? ''),
		),
		untold,
		isWithLedger: compared !== undefined,
		changed: sum(day => day.changed),
		came: sum(day => day.came),
		notYet,
		tookMs: performance.now() - startedAt,
	};
}

/** How many facts the ledger has of each day of a zone. */
async function daysOf(ledger: Pick<PostgresLedger, 'holdings' | 'counts'>, timeZone: string, signal?: AbortSignal): Promise<Map<string, number>> {
	const {oldestMs, newestMs} = await ledger.holdings(signal);
	if (oldestMs === undefined || newestMs === undefined) {
		return new Map();
	}

	const days = [localDay(oldestMs, timeZone)];
	while (days.at(-1)!.nextMs <= newestMs) {
		days.push(localDay(days.at(-1)!.nextMs, timeZone));
	}

	const counts = await ledger.counts([...days.map(({startMs}) => startMs), days.at(-1)!.nextMs], signal);
	return new Map(days.map(({day}, i) => [day, counts[i]!]));
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Days of the ledger without a manifest. Archives go over all days, so one between two archived days is missing; what lies before the oldest
 * archived day or behind the newest one was never archived yet.
 * @returns the latter
 */
function missingDays({days}: Catalogue, inLedger: ReadonlyMap<string, number>, many: string, differs: (difference: Difference) => void): string[] {
	const [oldest = '', newest = ''] = [[...days.keys()][0], [...days.keys()].at(-1)];
	const without = [...inLedger].filter(([day, rows]) => rows > 0 && !days.has(day)).sort(([a], [b]) => compare(a, b));
	const isBetween = (day: string) => day > oldest && day < newest;
	for (const [day, rows] of without.filter(([day]) => isBetween(day))) {
		differs({
			day,
			kind: 'missing-day',
			text: `PostgreSQL has ${formatCount(rows)} ${many} of this day, and the archive, which has days before and behind it, has none`,
		});
	}

	return without.filter(([day]) => !isBetween(day)).map(([day]) => day);
}

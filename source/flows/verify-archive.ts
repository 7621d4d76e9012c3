import type {Scenario} from '../scenarios/scenario.ts';
import type {DayManifest} from '../stores/archive-manifest.ts';
import {crc32cOf, type GcsArchive} from '../stores/gcs-archive.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';
import {Problem} from '../words/problem.ts';
import {ledgerSource} from './archive-source.ts';
import {inLanes} from './in-lanes.ts';
import {missingDays} from './missing-days.ts';
import {nothingArchived} from './nothing-archived.ts';
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
	const catalogue = await readCatalogue(archive, scenario, signal);
	const {days, oddities, timeZone} = catalogue;
	if (days.size === 0 && oddities.length === 0) {
		throw new Problem(nothingArchived(scenario));
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
	const inLedger = compared
		? await ledgerSource(compared).days(
				{asOfMs: Number.MAX_SAFE_INTEGER, timeZone: timeZone ?? (days.size > 0 ? 'UTC' : ends.timeZone), withFigures: false},
				signal,
			)
		: [];
	const notYet = missingDays(catalogue, inLedger, scenario, differs);
	const wanted = [...days.values()].reduce((sum, {rows}) => sum + rows, 0);
	let rows = 0;
	const verified = await inLanes([...days.values()], lanes, async manifest => {
		signal?.throwIfAborted();
		await checkManifest(archive, catalogue, manifest, differs, signal);
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

/** A day's manifest itself, byte for byte as the bucket has its checksum: the catalogue may know it from a run's. */
async function checkManifest(
	archive: Ends['archive'],
	{manifests, revisions}: Catalogue,
	{day, name}: DayManifest,
	differs: (difference: Difference) => void,
	signal?: AbortSignal,
): Promise<void> {
	// Archives of before have one manifest for all days, which the catalogue has read.
	const standing = revisions.has(day) ? manifests.get(name) : undefined;
	if (!standing) {
		return;
	}

	const theirs = crc32cOf(await archive.readObject(name, signal));
	if (theirs !== standing.crc32c) {
		differs({day, kind: 'manifest', object: name, text: `${name} has CRC32C ${theirs}, the bucket says ${standing.crc32c}`});
	}
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

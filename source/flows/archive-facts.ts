import {setMaxListeners} from 'node:events';
import type {LeftOut} from '../scenarios/left-out.ts';
import {LineBytes} from '../scenarios/line-bytes.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import type {ArchivedPart, DayManifest} from '../stores/archive-manifest.ts';
import type {GcsArchive} from '../stores/gcs-archive.ts';
import {StoreFailure} from '../stores/store-failure.ts';
import {type Pace, paceOf} from '../words/pace.ts';
import {abortWith} from './abort-with.ts';
import {ArchiveCutShort, type Stands} from './archive-cut-short.ts';
import {archiveDay, type DayOutcome, type DayWork, isUnchanged, requireZone} from './archive-day.ts';
import {archiveOddities} from './archive-oddities.ts';
import {pieceRoom} from './archive-part.ts';
import type {ArchiveSource} from './archive-source.ts';
import {byDay, dayGroups} from './day-groups.ts';
import {inBulk} from './in-bulk.ts';
import {inLanes} from './in-lanes.ts';
import {orAborted} from './or-aborted.ts';
import {formOf, readCatalogue} from './read-catalogue.ts';
import {type StoredRun, storeRun} from './store-run.ts';

/** Days, or groups of days that are read together, that are archived at a time: while one is compressed others are read and uploaded. */
const dayLanes = 6;

export type ArchiveResult = {
	readonly scenario: Scenario;
	readonly timeZone: string;
	/** What it was archived from. */
	readonly source: ArchiveSource['title'];
	readonly asOfMs: number;
	/** The days that were read: what became of each, oldest first. */
	readonly days: readonly DayOutcome[];
	/** Days that were left out as nothing changed. */
	readonly unchanged: number;
	/** The day that was not over, and so left out, where it may have facts. */
	readonly today: string | undefined;
	/** All that counts as archived now. */
	readonly archived: ReadonlyMap<string, DayManifest>;
	/** What that comes to. */
	readonly totals: {readonly days: number; readonly rows: number; readonly worth: number; readonly parts: number};
	/** Objects of facts that were created, and their bytes. */
	readonly created: number;
	readonly createdBytes: number;
	/** The manifest that lists all of it. */
	readonly run: StoredRun | undefined;
	/** Documents of the window that are no facts to archive, and why. */
	readonly leftOut: readonly LeftOut[];
	/** What is odd about this archive, in sentences. */
	readonly warnings: readonly string[];
	readonly tookMs: number;
};

export type ArchiveProgress = Pace & {
	/** Facts that were read, and how many there are to read; 0 while that is not known. */
	readonly rows: number;
	readonly wanted: number;
	/** Days that are done. */
	readonly days: number;
};

type Options = {
	readonly asOfMs: number;
	/** The day that is not over is archived too, and labelled so. */
	readonly withToday?: boolean;
	readonly signal?: AbortSignal | undefined;
	readonly progress?: (progress: ArchiveProgress) => void;
	readonly partTextLimit?: number;
	readonly dayLanes?: number;
};

export type ArchiveEnds = {
	readonly scenario: Scenario;
	readonly source: ArchiveSource;
	readonly archive: Pick<GcsArchive, 'bucket' | 'checkBucket' | 'createObject' | 'readObject' | 'listObjects'>;
	/** IANA name of the zone of its days. */
	readonly timeZone: string;
};

/** What a run has come to so far. */
type Run = {rowsRead: number; wanted: number | undefined; created: number; unanswered: number; readonly done: DayOutcome[]};

/**
 * Archives whole days: JSON Lines, gzip, `<collection>/dt=YYYY-MM-DD/part-NNNNN.jsonl.gz`, each object's CRC32C compared with the one the
 * bucket computed, and a manifest of each day written when its parts stand. A day of which the ledger says that nothing changed is left out
 * without reading it; one that changed gets a further revision. Nothing is overwritten or removed.
 * @throws ArchiveCutShort at once when `signal` fires, and when something fails after a day or an object stood: it says what stands;
 * Problem for a scenario whose facts are not archived, and for an archive of another zone (exit code 2)
 */
export async function archiveFacts(ends: ArchiveEnds, options: Options): Promise<ArchiveResult> {
	const run: Run = {rowsRead: 0, wanted: undefined, created: 0, unanswered: 0, done: []};
	const {signal} = options;
	// What fails ends the days that are under way too.
	const ending = signal ? abortWith(signal) : new AbortController();
	setMaxListeners(0, ending.signal);
	try {
		return await inBulk(async () => orAborted(async () => archiveAll(ends, run, {...options, signal: ending.signal}), signal));
	} catch (error) {
		ending.abort(error);
		const stands = standsOf(run, ends.scenario);
		if (signal?.aborted || stands.days + stands.objects > 0) {
			throw new ArchiveCutShort(stands, signal?.aborted ?? false, error);
		}

		throw error;
	}
}

async function archiveAll({scenario, source, archive, timeZone}: ArchiveEnds, run: Run, options: Options): Promise<ArchiveResult> {
	const {asOfMs, withToday = false, signal, progress} = options;
	const startedAt = performance.now();
	const form = formOf(scenario);
	await archive.checkBucket(signal);
	const catalogue = await readCatalogue(archive, scenario, signal);
	requireZone(catalogue.timeZone, timeZone, archive.bucket);
	const withFacts = await source.days({asOfMs, timeZone, withFigures: catalogue.days.size > 0}, signal);
	const found = withFacts.filter(({nextMs}) => withToday || nextMs <= asOfMs);
	const origin = await source.identity(signal);
	const work: DayWork = {
		archive: {...archive, createObject: answeredBy(archive, run)},
		scenario,
		source,
		form,
		timeZone,
		asOfMs,
		origin,
		catalogue,
		partTextLimit: options.partTextLimit,
		signal,
		read(rows) {
			run.rowsRead += rows;
			tell();
		},
		stored(_: ArchivedPart) {
			run.created++;
		},
	};
	const changed = found.filter(day => !isUnchanged(work, day));
	run.wanted = changed.some(({rows}) => rows === undefined) ? undefined : changed.reduce((sum, {rows = 0}) => sum + rows, 0);
	const tell = () =>
		progress?.({rows: run.rowsRead, wanted: run.wanted ?? 0, days: run.done.length, ...paceOf(run.rowsRead, run.wanted ?? 0, performance.now() - startedAt)});
	const groups = await inLanes(dayGroups(changed), options.dayLanes ?? dayLanes, async group => {
		const pages = source.pages(group, signal);
		const outcomes: DayOutcome[] = [];
		const lines = new LineBytes(pieceRoom);
		try {
			const ofDay = byDay(pages);
			for (const [i, day] of group.entries()) {
				signal?.throwIfAborted();
				const outcome = await archiveDay(work, day, ofDay(i), lines);
				outcomes.push(outcome);
				run.done.push(outcome);
				tell();
			}
		} finally {
			await pages.return();
		}

		return outcomes;
	});
	const days = groups.flat();

	const archived = new Map(catalogue.days);
	for (const {manifest} of days) {
		if (manifest) {
			archived.set(manifest.day, manifest);
		}
	}

	const inOrder = new Map([...archived].sort(([a], [b]) => (a < b ? -1 : 1)));
	return {
		scenario,
		timeZone,
		source: source.title,
		asOfMs,
		days,
		unchanged: found.length - changed.length,
		today: withFacts.length > found.length ? withFacts.at(-1)!.day : undefined,
		archived: inOrder,
		totals: totalsOf([...inOrder.values()]),
		created: days.reduce((sum, {created}) => sum + created, 0),
		createdBytes: days.reduce((sum, {createdBytes}) => sum + createdBytes, 0),
		run: await storeRun(archive, scenario, catalogue, inOrder, {asOfMs, timeZone, origin}, signal),
		leftOut: await source.leftOut(asOfMs, signal),
		warnings: [
			...catalogue.oddities,
			...archiveOddities(work, {found: withFacts, days, newestMs: await source.newestMs(signal), tookMs: performance.now() - startedAt}),
		],
		tookMs: performance.now() - startedAt,
	};
}

/** Counts the objects that the bucket has not answered. What it refuses does not stand. */
function answeredBy({createObject}: ArchiveEnds['archive'], run: Run): GcsArchive['createObject'] {
	return async (...given) => {
		run.unanswered++;
		try {
			const object = await createObject(...given);
			run.unanswered--;
			return object;
		} catch (error) {
			run.unanswered -= error instanceof StoreFailure && error.kind === 'refuses' ? 1 : 0;
			throw error;
		}
	};
}

function totalsOf(archived: readonly DayManifest[]): ArchiveResult['totals'] {
	const sum = (of: (day: DayManifest) => number) => archived.reduce((total, day) => total + of(day), 0);
	return {days: archived.length, rows: sum(({rows}) => rows), worth: sum(({worth}) => worth), parts: sum(({parts}) => parts.length)};
}

function standsOf({wanted, created, unanswered, done}: Run, {facts: {many}}: Scenario): Stands {
	const archived = done.filter(({state}) => state !== 'same');
	return {
		days: archived.length,
		facts: archived.reduce((sum, {manifest}) => sum + (manifest?.rows ?? 0), 0),
		many,
		wanted,
		objects: created,
		loose: created - done.reduce((sum, {created}) => sum + created, 0),
		unanswered,
	};
}

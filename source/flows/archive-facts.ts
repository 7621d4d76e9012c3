import type {ManifestForm} from '../stores/archive-manifest.ts';
import type {Answered, ArchiveFigures} from '../stores/earlier-manifest.ts';
import type {LeftOut} from '../scenarios/left-out.ts';
import type {Archiving, Facts, Scenario} from '../scenarios/scenario.ts';
import {capital} from '../words/capital.ts';
import {Problem} from '../words/problem.ts';
import type {GcsArchive} from '../stores/gcs-archive.ts';
import type {MongoWindow} from '../stores/mongo-window.ts';
import {ArchiveCutShort} from './archive-cut-short.ts';
import {storeDays} from './archive-days.ts';
import {type KeptDay, oddities, whatCounts} from './archive-listing.ts';
import {readEarlier, storeManifest} from './archive-manifests.ts';
import {type ArchivedObject, partLimitBytes} from './archive-part.ts';
import {type Run, settleAnew} from './archive-settle.ts';
import {orAborted} from './or-aborted.ts';

export type ArchiveResult = ArchiveFigures & {
	/** What was archived, and how. */
	readonly facts: Facts;
	readonly lines: Archiving;
	readonly asOfMs: number;
	/** All that the manifest lists, by day: what was archived now, and what is kept from earlier archives. */
	readonly objects: readonly ArchivedObject[];
	/** How many of the objects were written now; the others stood there already, byte for byte. */
	readonly created: number;
	readonly keptDays: readonly KeptDay[];
	/** The part that an answer covers: equal to its totals, to the cent. */
	readonly answered: Answered;
	/** Name of the manifest, written last: what it lists is complete. */
	readonly manifest: string;
	/** The manifest's number: of several the greatest counts. */
	readonly revision: number;
	/** Documents of the window that are no facts to archive, and why. */
	readonly leftOut: readonly LeftOut[];
	/** What is odd about this archive, in sentences. */
	readonly warnings: readonly string[];
};

export type ArchiveProgress = {readonly rows: number; readonly wanted: number; readonly objects: number};

type Options = {
	readonly asOfMs: number;
	readonly signal?: AbortSignal | undefined;
	readonly progress?: (progress: ArchiveProgress) => void;
	readonly partLimitBytes?: number;
};

type Ends = {readonly scenario: Scenario; readonly window: MongoWindow; readonly archive: GcsArchive};

/**
 * Streams the window's facts from MongoDB to the archive: JSON Lines, gzip, one object a UTC day under
 * `<collection>/dt=YYYY-MM-DD/`, each object's CRC32C compared with the one the bucket computed, and a manifest of the next
 * revision written last. A day keeps the facts that an earlier manifest gives it and the window lacks, beside those that are new:
 * the window moves on, the archive stays.
 * @throws ArchiveCutShort at once when `signal` fires, and when something fails after an object stood: it says what stands,
 * and no manifest names it; Problem for a scenario whose facts are not archived
 */
export async function archiveFacts(ends: Ends, options: Options): Promise<ArchiveResult> {
	const {facts, archive: lines} = ends.scenario;
	if (!lines) {
		throw new Problem(`${capital(facts.many)} are not archived`, 2);
	}

	const run: Run = {
		facts,
		lines,
		days: new Map(),
		objects: 0,
		rows: 0,
		storedRows: 0,
		wanted: undefined,
		origin: undefined,
		answered: {days: lines.answered.days, facts: 0, worth: 0},
		partLimitBytes: options.partLimitBytes ?? partLimitBytes,
		manifestSent: false,
	};
	const {signal} = options;
	try {
		return await orAborted(async () => archiveAll(ends, run, options), signal);
	} catch (error) {
		if (signal?.aborted || run.objects > 0) {
			const {objects, storedRows, wanted, manifestSent} = run;
			throw new ArchiveCutShort({objects, facts: storedRows, many: facts.many, wanted, manifestSent}, signal?.aborted ?? false, error);
		}

		throw error;
	}
}

async function archiveAll({window, archive}: Ends, run: Run, {asOfMs, signal, progress}: Options): Promise<ArchiveResult> {
	const startedAt = performance.now();
	const form = formOf(run);
	await archive.checkBucket(signal);
	const wanted = await window.count(signal);
	run.wanted = wanted;
	run.origin = await window.identity(signal);
	const leftOut = await window.leftOut(asOfMs, signal);
	let earlier = await readEarlier(archive, form, signal);
	const revisionBefore = earlier.revision;
	const tell = () => progress?.({rows: run.rows, wanted, objects: run.objects});
	await storeDays({window, archive}, run, earlier, {asOfMs, signal, progress: tell});

	for (;;) {
		signal?.throwIfAborted();
		const {objects, keptDays} = whatCounts(run, earlier);
		const revision = earlier.revision + 1;
		run.manifestSent = run.objects > 0;
		const manifest = await storeManifest(archive, form, {asOfMs, origin: run.origin, answered: run.answered}, objects, revision, signal);
		if (manifest !== undefined) {
			const tookMs = performance.now() - startedAt;
			return {
				facts: run.facts,
				lines: run.lines,
				asOfMs,
				rows: objects.reduce((sum, {rows}) => sum + rows, 0),
				worth: objects.reduce((sum, {worth}) => sum + worth, 0),
				objects,
				created: objects.filter(({created}) => created).length,
				keptDays,
				answered: run.answered,
				manifest,
				revision,
				leftOut,
				warnings: [...earlier.warnings, ...oddities(run, earlier, {asOfMs, keptDays, revisionBefore, tookMs})],
			};
		}

		// Another run took that revision: what it lists is an earlier manifest now.
		run.manifestSent = false;
		earlier = await readEarlier(archive, form, signal);
		await settleAnew(archive, run, earlier, signal);
	}
}

/** What a scenario's manifests are called, and their members. */
export function formOf({facts: {collection}, lines: {worth}}: Pick<Run, 'facts' | 'lines'>): ManifestForm {
	return {collection, worth: worth.name};
}

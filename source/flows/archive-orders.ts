import type {ArchiveFigures} from '../stores/archive-manifest.ts';
import type {LeftOut} from '../scenarios/left-out.ts';
import {reportWindowDays} from '../scenarios/shop/revenue.ts';
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
	readonly asOfMs: number;
	/** All that the manifest lists, by day: what was archived now, and what is kept from earlier archives. */
	readonly objects: readonly ArchivedObject[];
	/** How many of the objects were written now; the others stood there already, byte for byte. */
	readonly created: number;
	readonly keptDays: readonly KeptDay[];
	/** The part that the revenue report covers: equal to its totals, to the cent. */
	readonly reportWindow: {readonly days: number; readonly orders: number; readonly revenueCents: number};
	/** Name of the manifest, written last: what it lists is complete. */
	readonly manifest: string;
	/** The manifest's number: of several the greatest counts. */
	readonly revision: number;
	/** Documents of the window that are no orders to archive, and why. */
	readonly leftOut: readonly LeftOut[];
	/** What is odd about this archive, in sentences. */
	readonly warnings: readonly string[];
	readonly tookMs: number;
};

export type ArchiveProgress = {readonly rows: number; readonly wanted: number; readonly objects: number};

type Options = {readonly asOfMs: number; readonly signal?: AbortSignal | undefined; readonly progress?: (progress: ArchiveProgress) => void; readonly partLimitBytes?: number};

type Ends = {readonly window: MongoWindow; readonly archive: GcsArchive};

/**
 * Streams the window's orders from MongoDB to the archive: JSON Lines, gzip, one object a UTC day under
 * `orders/dt=YYYY-MM-DD/`, each object's CRC32C compared with the one the bucket computed, and a manifest of the next
 * revision written last. A day keeps the orders that an earlier manifest gives it and the window lacks, beside those that are new:
 * the window moves on, the archive stays.
 * @throws ArchiveCutShort at once when `signal` fires, and when something fails after an object stood: it says what stands,
 * and no manifest names it
 */
export async function archiveOrders(ends: Ends, options: Options): Promise<ArchiveResult> {
	const run: Run = {days: new Map(), objects: 0, rows: 0, storedRows: 0, wanted: undefined, origin: undefined, report: {days: reportWindowDays, orders: 0, revenueCents: 0}, partLimitBytes: options.partLimitBytes ?? partLimitBytes, manifestSent: false};
	const {signal} = options;
	try {
		return await orAborted(async () => archiveAll(ends, run, options), signal);
	} catch (error) {
		if (signal?.aborted || run.objects > 0) {
			const {objects, storedRows: orders, wanted, manifestSent} = run;
			throw new ArchiveCutShort({objects, orders, wanted, manifestSent}, signal?.aborted ?? false, error);
		}

		throw error;
	}
}

async function archiveAll({window, archive}: Ends, run: Run, {asOfMs, signal, progress}: Options): Promise<ArchiveResult> {
	const startedAt = performance.now();
	await archive.checkBucket(signal);
	const wanted = await window.count(signal);
	run.wanted = wanted;
	run.origin = await window.identity(signal);
	const leftOut = await window.leftOut(asOfMs, signal);
	let earlier = await readEarlier(archive, signal);
	const revisionBefore = earlier.revision;
	const tell = () => progress?.({rows: run.rows, wanted, objects: run.objects});
	await storeDays({window, archive}, run, earlier, {asOfMs, signal, progress: tell});

	for (;;) {
		signal?.throwIfAborted();
		const {objects, keptDays} = whatCounts(run, earlier);
		const revision = earlier.revision + 1;
		run.manifestSent = run.objects > 0;
		const manifest = await storeManifest(archive, {asOfMs, origin: run.origin, reportWindow: run.report}, objects, revision, signal);
		if (manifest !== undefined) {
			const tookMs = performance.now() - startedAt;
			return {
				asOfMs,
				rows: objects.reduce((sum, {rows}) => sum + rows, 0),
				revenueCents: objects.reduce((sum, {revenueCents}) => sum + revenueCents, 0),
				objects,
				created: objects.filter(({created}) => created).length,
				keptDays,
				reportWindow: run.report,
				manifest,
				revision,
				leftOut,
				warnings: [...earlier.warnings, ...oddities(run, earlier, {asOfMs, keptDays, revisionBefore, tookMs})],
				tookMs,
			};
		}

		// Another run took that revision: what it lists is an earlier manifest now.
		run.manifestSent = false;
		earlier = await readEarlier(archive, signal);
		await settleAnew(archive, run, earlier, signal);
	}
}

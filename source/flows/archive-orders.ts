import type {ArchiveFigures} from '../orders/archive-manifest.ts';
import {orderCents} from '../orders/json-lines.ts';
import type {Order} from '../orders/order.ts';
import {reportBounds, reportWindowDays, windowDays} from '../orders/revenue.ts';
import {Problem} from '../problem.ts';
import type {GcsArchive} from '../stores/gcs-archive.ts';
import type {MongoWindow} from '../stores/mongo-window.ts';
import {formatCount} from '../words/count.ts';
import {dayOf} from '../words/local-day.ts';
import {plainText} from '../words/plain-text.ts';
import {ArchiveCutShort} from './archive-cut-short.ts';
import {type Earlier, fullerThan, readEarlier, storeManifest} from './archive-manifests.ts';
import {addOrder, type ArchivedObject, openPart, type Part, storePart} from './archive-part.ts';
import {orAborted} from './or-aborted.ts';

export type {ArchivedObject} from './archive-part.ts';

const dayMs = 86_400_000;

/** A day's object is closed and another begun at this many compressed bytes, so that memory stays bounded. */
const partLimitBytes = 32 * 1024 * 1024;

/** A day that keeps what an earlier archive gave it, since the window now holds fewer of its orders, or none. */
export type KeptDay = {readonly day: string; readonly rows: number; readonly rowsInWindow: number};

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
	/** What is odd about this archive, in sentences. */
	readonly warnings: readonly string[];
	readonly tookMs: number;
};

export type ArchiveProgress = {readonly rows: number; readonly wanted: number; readonly objects: number};

type Options = {readonly asOfMs: number; readonly signal?: AbortSignal | undefined; readonly progress?: (progress: ArchiveProgress) => void};

type Ends = {readonly window: MongoWindow; readonly archive: GcsArchive};

/**
 * Streams the window's orders from MongoDB to the archive: JSON Lines, gzip, one object a UTC day under
 * `orders/dt=YYYY-MM-DD/`, each object's CRC32C compared with the one the bucket computed, and a manifest of the next
 * revision written last. A day that an earlier manifest gives more orders keeps them: the window moves on, the archive stays.
 * @throws ArchiveCutShort at once when `signal` fires, and when something fails after an object stood: it says what stands,
 * and no manifest names it
 */
export async function archiveOrders(ends: Ends, options: Options): Promise<ArchiveResult> {
	const run: Run = {days: new Map(), objects: 0, rows: 0, storedRows: 0, wanted: undefined, report: {days: reportWindowDays, orders: 0, revenueCents: 0}, manifestSent: false};
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

/** What one run has come to so far. */
type Run = {
	/** Of each day its orders in the window, and their objects; those of a day that keeps more are not stored. */
	readonly days: Map<string, {rows: number; objects: ArchivedObject[]}>;
	objects: number;
	rows: number;
	storedRows: number;
	wanted: number | undefined;
	readonly report: {days: number; orders: number; revenueCents: number};
	manifestSent: boolean;
};

async function archiveAll({window, archive}: Ends, run: Run, {asOfMs, signal, progress}: Options): Promise<ArchiveResult> {
	const startedAt = performance.now();
	await archive.checkBucket(signal);
	const wanted = await window.countOrders(signal);
	run.wanted = wanted;
	let earlier = await readEarlier(archive, signal);
	const tell = () => progress?.({rows: run.rows, wanted, objects: run.objects});
	await storeDays({window, archive}, run, earlier, {asOfMs, signal, progress: tell});

	for (;;) {
		signal?.throwIfAborted();
		const {objects, keptDays} = whatCounts(run, earlier);
		const revision = earlier.revision + 1;
		run.manifestSent = run.objects > 0;
		const manifest = await storeManifest(archive, {asOfMs, reportWindow: run.report}, objects, revision, signal);
		if (manifest !== undefined) {
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
				warnings: [...earlier.warnings, ...oddities(run, earlier, asOfMs)],
				tookMs: performance.now() - startedAt,
			};
		}

		// Another run took that revision: what it lists is an earlier manifest now.
		run.manifestSent = false;
		earlier = await readEarlier(archive, signal);
	}
}

async function storeDays({window, archive}: Ends, run: Run, earlier: Earlier, {asOfMs, signal, progress}: Options & {progress: () => void}): Promise<void> {
	const {fromMs} = reportBounds(asOfMs);
	let part: Part | undefined;
	const closePart = async (isWholeDay: boolean) => {
		const done = part;
		part = undefined;
		if (!done) {
			return;
		}

		const day = run.days.get(done.day)!;
		if (isWholeDay && day.objects.length === 0 && fullerThan(day.rows, earlier.days.get(done.day))) {
			done.gzip.destroy();
			return;
		}

		const object = await storePart(archive, done, signal);
		signal?.throwIfAborted();
		day.objects.push(object);
		run.objects++;
		run.storedRows += object.rows;
		progress();
	};

	try {
		for await (const order of window.streamOrders(asOfMs - windowDays * dayMs, asOfMs, signal)) {
			signal?.throwIfAborted();
			const day = dayOf(order.placedAt.getTime(), 'UTC');
			if (part && (part.day !== day || part.sizeBytes >= partLimitBytes)) {
				await closePart(part.day !== day);
			}

			part ??= openPart(day);
			await addOrder(part, order);
			countOrder(run, day, order, fromMs);
			if (run.rows % 1000 === 0) {
				progress();
			}
		}

		await closePart(true);
	} finally {
		part?.gzip.destroy();
	}
}

function countOrder(run: Run, day: string, order: Order, fromMs: number): void {
	const ofDay = run.days.get(day) ?? {rows: 0, objects: []};
	run.days.set(day, ofDay);
	ofDay.rows++;
	run.rows++;
	// As the report counts: an order without items brings in nothing.
	if (order.status !== 'returned' && order.items.length > 0 && order.placedAt.getTime() > fromMs) {
		run.report.orders++;
		run.report.revenueCents += orderCents(order);
	}
}

/** The objects of each day: what this run stored, or what an earlier manifest lists where that is more. */
function whatCounts(run: Run, earlier: Earlier): {objects: ArchivedObject[]; keptDays: KeptDay[]} {
	const objects: ArchivedObject[] = [];
	const keptDays: KeptDay[] = [];
	for (const day of [...new Set([...run.days.keys(), ...earlier.days.keys()])].sort()) {
		const now = run.days.get(day) ?? {rows: 0, objects: []};
		const fuller = fullerThan(now.rows, earlier.days.get(day));
		if (!fuller && now.objects.length === 0) {
			throw new Problem(`An object of ${day} went from the bucket while it was archived: archive again`);
		}

		objects.push(...fuller ? fuller.objects.map(object => ({...object, created: false})) : now.objects);
		if (fuller) {
			keptDays.push({day, rows: fuller.rows, rowsInWindow: now.rows});
		}
	}

	return {objects, keptDays};
}

function oddities({rows, wanted = 0}: Run, {newest}: Earlier, asOfMs: number): string[] {
	const odd: string[] = [];
	const instant = (ms: number) => new Date(ms).toISOString();
	if (newest && asOfMs < newest.asOfMs) {
		odd.push(`This archive is as of ${instant(asOfMs)}, before an earlier one as of ${instant(newest.asOfMs)} (${plainText(newest.name)}): a clock is or was wrong, check this machine's.`);
	}

	if (rows === 0 && wanted > 0) {
		odd.push(`MongoDB holds ${formatCount(wanted)} orders and none of them was placed in the ${windowDays} days up to ${instant(asOfMs)}: check this machine's clock.`);
	}

	return odd;
}

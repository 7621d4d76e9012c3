import {createGzip, type Gzip} from 'node:zlib';
import {once} from 'node:events';
import {orderCents, toJsonLine} from '../orders/json-lines.ts';
import {dayOf} from '../words/local-day.ts';
import type {Order} from '../orders/order.ts';
import {reportBounds, reportWindowDays} from '../orders/revenue.ts';
import {crc32cOf, type GcsArchive, type StoredObject} from '../stores/gcs-archive.ts';
import {type MongoWindow, windowDays} from '../stores/mongo-window.ts';

const dayMs = 86_400_000;

/** A day's object is closed and another begun at this many compressed bytes, so that memory stays bounded. */
const partLimitBytes = 32 * 1024 * 1024;

/** What an object, or the whole archive, holds. `revenueCents` leaves returned orders out; `rows` counts every order. */
export type ArchiveFigures = {readonly rows: number; readonly revenueCents: number};

export type ArchivedObject = StoredObject & ArchiveFigures & {
	/** The UTC day of its orders, `YYYY-MM-DD`. */
	readonly day: string;
	readonly leastId: string;
	readonly greatestId: string;
};

export type ArchiveResult = ArchiveFigures & {
	readonly asOfMs: number;
	readonly objects: readonly ArchivedObject[];
	/** How many of the objects were written now; the others stood there already, byte for byte. */
	readonly created: number;
	/** The part that the revenue report covers: equal to its totals, to the cent. */
	readonly reportWindow: {readonly days: number; readonly orders: number; readonly revenueCents: number};
	/** Name of the manifest, written last: what it lists is complete. */
	readonly manifest: string;
	readonly tookMs: number;
};

export type ArchiveProgress = {readonly rows: number; readonly wanted: number; readonly objects: number};

/**
 * Streams the window's orders from MongoDB to the archive: JSON Lines, gzip, one object a UTC day under
 * `orders/dt=YYYY-MM-DD/`, named for the CRC32C of its bytes, so that a repeat neither doubles nor overwrites. Each
 * object's CRC32C is compared with the one the bucket computed; the manifest is written last.
 * Cancelled (`signal`), it rejects with the signal's reason; objects already written stay, and no manifest names them.
 */
export async function archiveOrders(
	{window, archive}: {window: MongoWindow; archive: GcsArchive},
	{asOfMs, signal, progress}: {asOfMs: number; signal?: AbortSignal | undefined; progress?: (progress: ArchiveProgress) => void},
): Promise<ArchiveResult> {
	const startedAt = performance.now();
	await archive.checkBucket();
	const wanted = await window.countOrders(signal);
	const {fromMs} = reportBounds(asOfMs);
	const report = {days: reportWindowDays, orders: 0, revenueCents: 0};
	const objects: ArchivedObject[] = [];
	let rows = 0;
	let part: Part | undefined;
	const closePart = async () => {
		if (part) {
			objects.push(await storePart(archive, part, signal));
			part = undefined;
			progress?.({rows, wanted, objects: objects.length});
		}
	};

	try {
		for await (const order of window.streamOrders(asOfMs - windowDays * dayMs, asOfMs, signal)) {
			signal?.throwIfAborted();
			const placedAtMs = order.placedAt.getTime();
			const day = dayOf(placedAtMs, 'UTC');
			if (part && (part.day !== day || part.sizeBytes >= partLimitBytes)) {
				await closePart();
			}

			part ??= openPart(day);
			await addOrder(part, order);
			rows++;
			if (order.status !== 'returned' && placedAtMs > fromMs) {
				report.orders += 1;
				report.revenueCents += orderCents(order);
			}

			if (rows % 1000 === 0) {
				progress?.({rows, wanted, objects: objects.length});
			}
		}

		await closePart();
	} finally {
		part?.gzip.destroy();
	}

	const revenueCents = objects.reduce((sum, object) => sum + object.revenueCents, 0);
	const manifest = await storeManifest(archive, {asOfMs, rows, revenueCents, report, objects}, signal);
	return {
		asOfMs,
		rows,
		revenueCents,
		objects,
		created: objects.filter(({created}) => created).length,
		reportWindow: report,
		manifest,
		tookMs: performance.now() - startedAt,
	};
}

type Part = {
	readonly day: string;
	readonly gzip: Gzip;
	readonly chunks: Buffer[];
	sizeBytes: number;
	rows: number;
	revenueCents: number;
	leastId: string;
	greatestId: string;
};

function openPart(day: string): Part {
	const gzip = createGzip();
	const part: Part = {day, gzip, chunks: [], sizeBytes: 0, rows: 0, revenueCents: 0, leastId: '', greatestId: ''};
	gzip.on('data', (chunk: Buffer) => {
		part.chunks.push(chunk);
		part.sizeBytes += chunk.length;
	});
	return part;
}

async function addOrder(part: Part, order: Order): Promise<void> {
	part.rows += 1;
	part.revenueCents += order.status === 'returned' ? 0 : orderCents(order);
	part.leastId = part.leastId === '' || order.id < part.leastId ? order.id : part.leastId;
	part.greatestId = order.id > part.greatestId ? order.id : part.greatestId;
	if (!part.gzip.write(toJsonLine(order))) {
		await once(part.gzip, 'drain');
	}
}

async function storePart(archive: GcsArchive, part: Part, signal?: AbortSignal): Promise<ArchivedObject> {
	const ended = once(part.gzip, 'end');
	part.gzip.end();
	await ended;
	const bytes = Buffer.concat(part.chunks);
	const checksum = Buffer.from(crc32cOf(bytes), 'base64').toString('hex');
	const name = `orders/dt=${part.day}/orders-${checksum}.jsonl.gz`;
	// Content type gzip, no content encoding: the object is the file, and nobody unpacks it on the way.
	const stored = await archive.createObject(name, bytes, {contentType: 'application/gzip'}, signal);
	const {day, rows, revenueCents, leastId, greatestId} = part;
	return {...stored, day, rows, revenueCents, leastId, greatestId};
}

async function storeManifest(
	archive: GcsArchive,
	{asOfMs, rows, revenueCents, report, objects}: ArchiveFigures & {asOfMs: number; report: ArchiveResult['reportWindow']; objects: readonly ArchivedObject[]},
	signal?: AbortSignal,
): Promise<string> {
	const asOf = new Date(asOfMs).toISOString();
	const manifest = {
		schema: 'shopstream.manifest/1',
		asOf,
		rows,
		revenueCents,
		reportWindow: report,
		objects: objects.map(({name, day, rows, revenueCents, sizeBytes, crc32c, generation, leastId, greatestId}) =>
			({name, day, rows, revenueCents, sizeBytes, crc32c, generation, leastId, greatestId})),
	};
	const name = `manifests/orders-${asOf.replaceAll(':', '-')}.json`;
	await archive.createObject(name, Buffer.from(JSON.stringify(manifest, undefined, '\t') + '\n'), {contentType: 'application/json'}, signal);
	return name;
}

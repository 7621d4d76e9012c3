import {once} from 'node:events';
import {createGzip, type Gzip} from 'node:zlib';
import type {ListedObject} from '../orders/archive-manifest.ts';
import {orderCents, toJsonLine} from '../orders/json-lines.ts';
import type {StoredOrder} from '../orders/order.ts';
import {crc32cOf, type GcsArchive} from '../stores/gcs-archive.ts';

/** Orders of one day on their way into an object: their compressed lines, and what they come to. */
export type Part = {
	readonly day: string;
	readonly gzip: Gzip;
	readonly chunks: Buffer[];
	sizeBytes: number;
	rows: number;
	revenueCents: number;
	leastId: string;
	greatestId: string;
};

export type ArchivedObject = ListedObject & {
	/** False when the object stood there already, byte for byte, or was kept from an earlier archive. */
	readonly created: boolean;
};

export function openPart(day: string): Part {
	const gzip = createGzip();
	const part: Part = {day, gzip, chunks: [], sizeBytes: 0, rows: 0, revenueCents: 0, leastId: '', greatestId: ''};
	gzip.on('data', (chunk: Buffer) => {
		part.chunks.push(chunk);
		part.sizeBytes += chunk.length;
	});
	return part;
}

export async function addOrder(part: Part, order: StoredOrder): Promise<void> {
	part.rows += 1;
	part.revenueCents += order.status === 'returned' ? 0 : orderCents(order);
	part.leastId = part.leastId === '' || order.id < part.leastId ? order.id : part.leastId;
	part.greatestId = order.id > part.greatestId ? order.id : part.greatestId;
	if (!part.gzip.write(toJsonLine(order))) {
		await once(part.gzip, 'drain');
	}
}

/** Stores a part as an object named for the CRC32C of its bytes, so that a repeat neither doubles nor overwrites. */
export async function storePart(archive: GcsArchive, part: Part, signal?: AbortSignal): Promise<ArchivedObject> {
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

import {randomUUID} from 'node:crypto';
import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {createCatalogue} from '../../source/scenarios/shop/catalogue.ts';
import {generateOrders} from '../../source/scenarios/shop/generate-orders.ts';
import {orderArchive} from '../../source/scenarios/shop/order-archive.ts';
import type {StoredOrder} from '../../source/scenarios/shop/order.ts';
import type {Asked} from '../../source/scenarios/warehouse.ts';
import {crc32cOf, type GcsArchive} from '../../source/stores/gcs-archive.ts';
import type {ArchivedDay} from '../../source/stores/history.ts';
import {localDay} from '../../source/words/local-day.ts';

const timeZone = 'Europe/Berlin';

/** Orders as they lie in an archive, each whole day in parts, and what the archive lists of them. */
export type ArchivedOrders = {readonly days: ReadonlyMap<string, ArchivedDay>; readonly objects: ReadonlyMap<string, Buffer>};

export async function someOrders(count: number, days: number, seed = 42): Promise<StoredOrder[]> {
	return [...generateOrders({count, days, seed, nowMs: Date.UTC(2026, 10, 25, 12), timeZone}, await createCatalogue(seed))];
}

/** @param ordersInPart so many lines are in a part at most */
export function archivedOrders(orders: readonly StoredOrder[], {revision = 1, ordersInPart = 40} = {}): ArchivedOrders {
	const ofDays = new Map<string, StoredOrder[]>();
	for (const order of orders) {
		const {day} = localDay(order.placedAt.getTime(), timeZone);
		ofDays.set(day, [...(ofDays.get(day) ?? []), order]);
	}

	const objects = new Map<string, Buffer>();
	const days = new Map(
		[...ofDays]
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([day, ofDay]): [string, ArchivedDay] => {
				const {startMs: fromMs, nextMs: toMs} = localDay(ofDay[0]!.placedAt.getTime(), timeZone);
				const parts = Array.from({length: Math.ceil(ofDay.length / ordersInPart)}, (_, i) => {
					const lines = ofDay.slice(i * ordersInPart, (i + 1) * ordersInPart);
					const bytes = gzipSync(lines.map(order => orderArchive.line(order)).join(''));
					const name = `orders/dt=${day}/part-${String((revision - 1) * 100 + i).padStart(5, '0')}.jsonl.gz`;
					objects.set(name, bytes);
					return {name, sizeBytes: bytes.length, crc32c: crc32cOf(bytes), generation: String(revision), rows: lines.length};
				});
				const worth = ofDay.reduce((sum, order) => sum + orderArchive.worth.of(order), 0);
				return [day, {day, timeZone, fromMs, toMs, revision, rows: ofDay.length, worth, parts}];
			}),
	);
	return {days, objects};
}

/** The question over all of some days. */
export function askedOf(days: ReadonlyMap<string, ArchivedDay>): Asked {
	const sorted = [...days.values()];
	const [first, last] = [sorted[0]!, sorted.at(-1)!];
	return {fromDay: first.day, toDay: last.day, fromMs: first.fromMs, toMs: last.toMs, timeZone};
}

/** A bucket of which only its name is of use, and where it is. */
export function bucketOf(locations: readonly string[] = ['US'], bucket = `bucket-${randomUUID()}`): GcsArchive {
	const backend = {kind: 'server', label: 'Google Cloud Storage', version: 'JSON API v1', address: `gs://${bucket}`} as const;
	return {bucket, backend, locations: async () => locations} as unknown as GcsArchive;
}

/** Lays objects where a server finds them as those of a bucket. */
export function layObjects(folder: string, {bucket}: GcsArchive, objects: ReadonlyMap<string, Buffer>): void {
	for (const [name, bytes] of objects) {
		const path = join(folder, bucket, name);
		mkdirSync(dirname(path), {recursive: true});
		writeFileSync(path, bytes);
	}
}

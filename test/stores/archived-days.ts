import {gzipSync} from 'node:zlib';
import {shop} from '../../source/scenarios/shop/shop.ts';
import type {StoredOrder} from '../../source/scenarios/shop/order.ts';
import {crc32cOf, type GcsArchive} from '../../source/stores/gcs-archive.ts';
import type {ArchivedDay} from '../../source/stores/history.ts';

const {line, worth} = shop.archive!;

/** A bucket's objects, and the names of those that were read. */
export type FakeBucket = {readonly objects: Map<string, Buffer>; readonly read: string[]; readonly archive: GcsArchive};

export function fakeBucket(): FakeBucket {
	const objects = new Map<string, Buffer>();
	const read: string[] = [];
	const archive = {
		async readObject(name: string, signal?: AbortSignal) {
			signal?.throwIfAborted();
			read.push(name);
			const bytes = objects.get(name);
			if (!bytes) {
				throw new Error(`no ${name}`);
			}

			return bytes;
		},
	} as Partial<GcsArchive> as GcsArchive;
	return {objects, read, archive};
}

/** Lays orders of one UTC day into a bucket as parts. @returns what its manifest would say */
export function archiveDay({objects}: FakeBucket, day: string, parts: ReadonlyArray<readonly StoredOrder[]>, revision = 1): ArchivedDay {
	const fromMs = Date.parse(`${day}T00:00:00Z`);
	const sum = (orders: readonly StoredOrder[]) => orders.reduce((total, order) => total + worth.of(order), 0);
	return {
		day,
		timeZone: 'UTC',
		fromMs,
		toMs: fromMs + 86_400_000,
		revision,
		rows: parts.flat().length,
		worth: sum(parts.flat()),
		parts: parts.map((orders, i) => {
			const name = `orders/dt=${day}/part-${String(revision * 10 + i).padStart(5, '0')}.jsonl.gz`;
			const bytes = gzipSync(orders.map(order => line(order)).join(''));
			objects.set(name, bytes);
			return {name, sizeBytes: bytes.length, crc32c: crc32cOf(bytes), generation: '1', rows: orders.length};
		}),
	};
}

/** Lays a history of orders into a bucket: each day in one part, and one day in two. */
export async function archiveHistory(bucket: FakeBucket, wanted: {readonly count: number; readonly days: number; readonly nowMs: number}) {
	const byDay = new Map<string, StoredOrder[]>();
	for (const order of (await shop.facts.generate({...wanted, seed: 1})) as Iterable<StoredOrder>) {
		const day = order.placedAt.toISOString().slice(0, 10);
		byDay.set(day, [...(byDay.get(day) ?? []), order]);
	}

	const days = new Map(
		[...byDay].map(([day, orders], i) => {
			const half = i === 0 ? Math.ceil(orders.length / 2) : orders.length;
			return [day, archiveDay(bucket, day, [orders.slice(0, half), ...(half < orders.length ? [orders.slice(half)] : [])])];
		}),
	);
	return {days, byDay, orders: [...byDay.values()].flat()};
}

/** All days that are there, as they are asked about. */
export function wholeSpan(days: ReadonlyMap<string, ArchivedDay>) {
	const sorted = [...days.values()].sort((a, b) => a.fromMs - b.fromMs);
	const [first, last] = [sorted[0]!, sorted.at(-1)!];
	return {fromDay: first.day, toDay: last.day, fromMs: first.fromMs, toMs: last.toMs, timeZone: 'UTC'};
}

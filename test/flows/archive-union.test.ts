import {gunzipSync, gzipSync} from 'node:zlib';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {archiveFacts} from '../../source/flows/archive-facts.ts';
import type {StoredOrder} from '../../source/scenarios/shop/order.ts';
import {crc32cOf, type GcsArchive, NameTaken} from '../../source/stores/gcs-archive.ts';
import type {MongoWindow} from '../../source/stores/mongo-window.ts';
import {StoreFailure} from '../../source/stores/store-failure.ts';
import {ofShop} from '../scenarios/shop/of-shop.ts';

const dayMs = 86_400_000;
const hourMs = dayMs / 24;
const nowMs = Date.UTC(2026, 10, 26, 8);
const edgeMs = nowMs - 35 * dayMs;

/** An order, placed some hours after the window's oldest instant. */
function order(number: number, hours: number, status: StoredOrder['status'] = 'completed'): StoredOrder {
	const nobody = {id: null, name: null, email: null, city: null, country: null};
	return {
		id: `o${String(number).padStart(4, '0')}`,
		placedAt: new Date(edgeMs + hours * hourMs),
		updatedAt: null,
		status,
		customer: nobody,
		items: [{sku: null, name: 'a\u2028"\n', category: 'c', quantity: 1, unitPriceCents: 100 + number}],
	};
}

const windowOf = (orders: readonly StoredOrder[]) =>
	({
		count: async () => orders.length,
		identity: async () => 'one',
		leftOut: async () => [],
		async *stream(fromMs: number, toMs: number) {
			yield* orders
				.filter(({placedAt}) => placedAt.getTime() > fromMs && placedAt.getTime() <= toMs)
				.sort((a, b) => a.placedAt.getTime() - b.placedAt.getTime() || (a.id < b.id ? -1 : 1));
		},
	}) as unknown as MongoWindow;

/** A bucket in memory, whose objects can be damaged. */
function openBucket(): {bucket: Map<string, Buffer>; reads: string[]; archive: GcsArchive} {
	const bucket = new Map<string, Buffer>();
	const reads: string[] = [];
	const standing = (name: string) => ({name, sizeBytes: bucket.get(name)!.length, crc32c: crc32cOf(bucket.get(name)!), generation: '1'});
	const archive = {
		bucket: 'b',
		checkBucket: async () => undefined,
		async createObject(name: string, bytes: Buffer) {
			const stands = bucket.get(name);
			if (stands && !stands.equals(bytes)) {
				throw new NameTaken('gcs', 'refuses', 'other bytes', 'other bytes');
			}

			bucket.set(name, bytes);
			return {...standing(name), created: !stands};
		},
		async readObject(name: string) {
			reads.push(name);
			const bytes = bucket.get(name);
			if (!bytes) {
				throw new StoreFailure('gcs', 'refuses', 'not found', 'not found');
			}

			return bytes;
		},
		listObjects: async (prefix: string) =>
			[...bucket.keys()]
				.filter(name => name.startsWith(prefix))
				.sort()
				.map(standing),
	};
	return {bucket, reads, archive: archive as unknown as GcsArchive};
}

const linesIn = (bytes: Buffer) =>
	gunzipSync(bytes)
		.toString()
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line) as {order_id: string; placed_at: string; status: string; total_cents: number});

/** The ids that the manifest of the greatest revision lists, after a look at each of its figures. */
function listedIds(bucket: ReadonlyMap<string, Buffer>): string[] {
	const newest = [...bucket.keys()]
		.filter(name => name.startsWith('manifests/'))
		.sort()
		.at(-1)!;
	const manifest = JSON.parse(bucket.get(newest)!.toString()) as {
		objects: Array<{name: string; day: string; rows: number; revenueCents: number; crc32c: string}>;
		rows: number;
		revenueCents: number;
	};
	const all = manifest.objects.flatMap(object => {
		const lines = linesIn(bucket.get(object.name)!);
		const ids = lines.map(({order_id: id}) => id).sort();
		const revenueCents = lines.filter(({status}) => status !== 'returned').reduce((sum, {total_cents: cents}) => sum + cents, 0);
		expect(object).toMatchObject({rows: lines.length, revenueCents, leastId: ids[0], greatestId: ids.at(-1)});
		expect(lines.every(({placed_at: at}) => at.startsWith(object.day))).toBe(true);
		return ids;
	});
	expect(manifest.rows).toBe(all.length);
	expect(manifest.revenueCents).toBe(manifest.objects.reduce((sum, {revenueCents}) => sum + revenueCents, 0));
	return all.sort();
}

const idsOf = (orders: Iterable<StoredOrder>) => [...new Set([...orders].map(({id}) => id))].sort();

test('whatever a window loses and gains between archives, or while others run, every order that was archived is listed once', async () => {
	const numbers = fc.uniqueArray(fc.integer({min: 0, max: 60}), {maxLength: 30});
	const step = fc.record({windows: fc.array(numbers, {minLength: 1, maxLength: 3}), movedHours: fc.integer({min: -12, max: 60})});
	await fc.assert(
		fc.asyncProperty(fc.array(step, {minLength: 1, maxLength: 5}), async steps => {
			const {bucket, archive} = openBucket();
			const ever: StoredOrder[] = [];
			for (const {windows, movedHours} of steps) {
				const asOfMs = nowMs + movedHours * hourMs;
				const held = windows.map(of => of.map(number => order(number, number * 1.5, number % 7 === 0 ? 'returned' : 'completed')));
				const results = await Promise.all(held.map(async orders => archiveFacts({...ofShop, window: windowOf(orders), archive}, {asOfMs})));
				const inWindow = held.map(orders => orders.filter(({placedAt}) => placedAt.getTime() > asOfMs - 35 * dayMs));
				ever.push(...inWindow.flat());
				expect(listedIds(bucket)).toEqual(idsOf(ever));
				for (const [i, {keptDays, objects}] of results.entries()) {
					const days = [...new Set(objects.filter(({keptFrom}) => keptFrom !== undefined).map(({day}) => day))];
					expect(keptDays).toEqual(
						days.map(day => ({
							day,
							rows: objects.filter(object => object.day === day).reduce((sum, {rows}) => sum + rows, 0),
							rowsInWindow: inWindow[i]!.filter(({placedAt}) => placedAt.toISOString().startsWith(day)).length,
						})),
					);
				}
			}
		}),
		{numRuns: 150},
	);
});

const range = (from: number, to: number, hours = 10) => Array.from({length: to - from}, (_, i) => order(from + i, hours + (i % 4)));

test('the oldest day, partly out of the window, keeps what it had and gains what is new, whether that is less or more', async () => {
	const {bucket, archive} = openBucket();
	const first = range(0, 123);
	const run = async (orders: readonly StoredOrder[]) => archiveFacts({...ofShop, window: windowOf(orders), archive}, {asOfMs: nowMs});
	await run(first);
	const fewer = [...first.slice(25), ...range(200, 220)];
	const [day] = (await run(fewer)).keptDays;
	expect(day).toEqual({day: '2026-10-22', rows: 143, rowsInWindow: 118});
	const more = [...fewer, ...range(300, 342)];
	const result = await run(more);
	expect(result).toMatchObject({rows: 185, created: 1, warnings: [], keptDays: [{day: '2026-10-22', rows: 185, rowsInWindow: 160}]});
	expect(listedIds(bucket)).toEqual(idsOf([...first, ...more]));
	// Again, and nothing new is written; with all of them in the window the day is one object.
	expect(await run(more)).toMatchObject({rows: 185, created: 0});
	expect(await run([...first, ...more.slice(98)])).toMatchObject({rows: 185, created: 1, keptDays: [], objects: [{rows: 185}]});
});

test('a repeat reads no object', async () => {
	const {reads, archive} = openBucket();
	const window = windowOf(range(0, 50));
	await archiveFacts({...ofShop, window, archive}, {asOfMs: nowMs});
	await archiveFacts({...ofShop, window, archive}, {asOfMs: nowMs + hourMs});
	expect(reads).toEqual(['manifests/orders-r000001.json']);
});

test.each([
	['is no gzip file', Buffer.from('damaged'), false],
	['has lines of something else', gzipSync('{"id":1}\n'), false],
	['goes while it is read', undefined, true],
])('an earlier object that %s stays listed; what it cannot have is added, and the rest is said', async (_, damage, goes) => {
	const {bucket, archive} = openBucket();
	const {
		objects: [object],
	} = await archiveFacts({...ofShop, window: windowOf(range(10, 20)), archive}, {asOfMs: nowMs});
	if (damage) {
		bucket.set(object!.name, damage);
		const manifest = bucket.get('manifests/orders-r000001.json')!.toString();
		bucket.set('manifests/orders-r000001.json', Buffer.from(manifest.replace(object!.crc32c, crc32cOf(damage))));
	}

	const failing = {
		...archive,
		readObject: async (name: string) =>
			goes && name === object!.name ? Promise.reject(new StoreFailure('gcs', 'refuses', 'not found', 'not found')) : archive.readObject(name),
	};
	const apart = await archiveFacts({...ofShop, window: windowOf(range(20, 25)), archive: failing}, {asOfMs: nowMs});
	expect(apart).toMatchObject({rows: 15, created: 1, warnings: [], keptDays: [{rows: 15, rowsInWindow: 5}]});
	const mixed = await archiveFacts({...ofShop, window: windowOf(range(17, 28)), archive: failing}, {asOfMs: nowMs});
	expect(mixed).toMatchObject({
		rows: 18,
		created: 1,
		warnings: [
			`${object!.name} cannot be read, so 3 of the window's orders of 2026-10-22 that may be in it were not archived: mend or remove it, then archive again.`,
		],
	});
	expect(mixed.objects.map(({rows}) => rows)).toEqual([10, 5, 3]);
});

test('of a day of several objects those that stand are kept when one is gone', async () => {
	const {bucket, archive} = openBucket();
	await archiveFacts({...ofShop, window: windowOf(range(0, 10)), archive}, {asOfMs: nowMs});
	const {objects} = await archiveFacts({...ofShop, window: windowOf(range(10, 15)), archive}, {asOfMs: nowMs});
	const gone = objects[1]!;
	bucket.delete(gone.name);
	const result = await archiveFacts({...ofShop, window: windowOf([]), archive}, {asOfMs: nowMs});
	expect(result).toMatchObject({rows: 10, warnings: [`${gone.name}, which manifests/orders-r000002.json lists, is gone from the bucket or changed there.`]});
	expect(listedIds(bucket)).toEqual(idsOf(range(0, 10)));
});

test("a day of more than one object's size is joined like any other", async () => {
	const {bucket, archive} = openBucket();
	const run = async (orders: readonly StoredOrder[]) => archiveFacts({...ofShop, window: windowOf(orders), archive}, {asOfMs: nowMs, partLimitBytes: 1});
	await run(range(0, 9000));
	const {objects} = await run(range(4000, 13_000));
	expect(objects.length).toBeGreaterThan(2);
	expect(listedIds(bucket)).toEqual(idsOf(range(0, 13_000)));
});

const clockIsWrong = expect.stringContaining('a clock is or was wrong');

test('archives that run at once blame no clock', async () => {
	const {archive} = openBucket();
	const window = windowOf(range(0, 10));
	const results = await Promise.all([3000, 2000, 1000, 0].map(async ms => archiveFacts({...ofShop, window, archive}, {asOfMs: nowMs + ms})));
	expect(results.flatMap(({warnings}) => warnings)).toEqual([]);
});

test("an archive that ended between an archive's instant and its first look blames no clock; one of later than its end does", async () => {
	const {archive} = openBucket();
	const window = windowOf(range(0, 10));
	await archiveFacts({...ofShop, window, archive}, {asOfMs: nowMs + 20});
	const slow = {
		...archive,
		checkBucket: async () =>
			new Promise<void>(resolve => {
				setTimeout(resolve, 50);
			}),
	};
	expect((await archiveFacts({...ofShop, window, archive: slow}, {asOfMs: nowMs})).warnings).toEqual([]);
	await archiveFacts({...ofShop, window, archive}, {asOfMs: nowMs + dayMs});
	expect((await archiveFacts({...ofShop, window, archive: slow}, {asOfMs: nowMs})).warnings).toEqual([clockIsWrong]);
});

import {gunzipSync} from 'node:zlib';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {archiveOrders} from '../../source/flows/archive-orders.ts';
import {measureLatency} from '../../source/flows/measure-latency.ts';
import {type Flight, readRevenue} from '../../source/flows/read-revenue.ts';
import {seedOrders} from '../../source/flows/seed-orders.ts';
import {streamOrders} from '../../source/flows/stream-orders.ts';
import {plainPolicy} from '../../source/lab/cache-policy.ts';
import {createCatalogue} from '../../source/orders/catalogue.ts';
import {generateOrders} from '../../source/orders/generate-orders.ts';
import {createRandom} from '../../source/orders/random.ts';
import {sumRevenue} from '../../source/orders/revenue.ts';
import type {GcsArchive} from '../../source/stores/gcs-archive.ts';
import type {MongoWindow} from '../../source/stores/mongo-window.ts';
import type {RedisCache} from '../../source/stores/redis-cache.ts';
import {type Backing, gcsBackings, mongoBackings, redisBackings} from '../open-stores.ts';

const key = 'shopstream:test-flow';
const policy = plainPolicy(60);

for (const i of [0, 1]) {
	const backings = [mongoBackings[i]!, redisBackings[i]!, gcsBackings[i]!] as const;
	const runs = backings.every(backing => backing.runs);
	describe.runIf(runs)(`flows on ${i === 0 ? 'the embedded engines' : `the servers of the environment${runs ? '' : ' (not all three are set: not run)'}`}`, () => {
		let window: MongoWindow;
		let cache: RedisCache;
		let archive: GcsArchive;
		const closers: Array<() => Promise<void>> = [];
		const nowMs = Date.now();
		const wanted = {count: 500, days: 35, seed: 42, nowMs};

		beforeAll(async () => {
			const open = async <T>(backing: Backing<T>) => {
				const {store, close} = await backing.open();
				closers.push(close);
				return store;
			};

			window = await open(backings[0]);
			cache = await open(backings[1]);
			archive = await open(backings[2]);
			await cache.remove(key);
		});

		afterAll(async () => {
			await cache.remove(key);
			for (const close of closers.reverse()) {
				await close();
			}
		});

		const path = (flight: Flight = {current: undefined}) => ({window, cache, flight, key, policy: () => policy});

		test('seed stores every order, and says how far it is', async () => {
			const seen: number[] = [];
			const result = await seedOrders(window, wanted, {progress: ({stored}) => seen.push(stored)});
			expect(result).toMatchObject({stored: 500, wanted: 500});
			expect(seen.at(-1)).toBe(500);
			expect(await window.countOrders()).toBe(500);
		});

		test('a first read is a miss that equals the sum over the generated orders, the second a hit of the same value', async () => {
			const miss = await readRevenue(path());
			const orders = generateOrders(wanted, await createCatalogue(42));
			expect(miss.outcome).toBe('miss');
			expect(miss).toMatchObject({report: sumRevenue(orders, (miss as {report: {asOfMs: number}}).report.asOfMs)});
			const hit = await readRevenue(path());
			expect(hit).toMatchObject({outcome: 'hit', report: (miss as {report: object}).report});
			expect((hit as {ageMs: number}).ageMs).toBeGreaterThanOrEqual((miss as {ageMs: number}).ageMs);
		});

		test('reads that miss together ask MongoDB once', async () => {
			await cache.remove(key);
			let queries = 0;
			const counted = {revenueByCategory: async (asOfMs: number) => {
				queries++;
				return window.revenueByCategory(asOfMs);
			}};
			const flight: Flight = {current: undefined};
			const reads = await Promise.all(Array.from({length: 20}, async () => readRevenue({...path(flight), window: counted})));
			expect(queries).toBe(1);
			expect(reads.map(({outcome}) => outcome).sort()).toEqual([...Array.from({length: 19}, () => 'coalesced'), 'miss']);
			expect(flight.current).toBeUndefined();
		});

		test('Redis down is a bypass, MongoDB down as well an error with both reasons; neither rejects', async () => {
			const down = {get: async () => Promise.reject(new Error('gone')), set: async () => Promise.reject(new Error('gone'))};
			expect(await readRevenue({...path(), cache: down})).toMatchObject({outcome: 'bypass', reason: 'gone'});
			const failing = {revenueByCategory: async () => Promise.reject(new Error('away'))};
			expect(await readRevenue({...path(), cache: down, window: failing})).toMatchObject({outcome: 'error', reason: 'Redis: gone; MongoDB: away'});
		});

		test('a corrupt value is a miss, is replaced, and is said', async () => {
			const corrupt = {get: async () => ({status: 'corrupt' as const, reason: 'it is not JSON'}), set: cache.set};
			expect(await readRevenue({...path(), cache: corrupt})).toMatchObject({outcome: 'miss', reason: `the value at ${key} was not ours to serve (it is not JSON); it is replaced`});
			expect(await readRevenue(path())).toMatchObject({outcome: 'hit'});
		});

		test('the benchmark interleaves counted misses and hits, and leaves no key', async () => {
			const measured = await measureLatency({window, cache}, {mode: 'burst', misses: 20, hitsPerMiss: 3});
			expect(measured.samples.map(({kind}) => kind)).toEqual(Array.from({length: 80}, (_, i) => i % 4 === 0 ? 'miss' : 'hit'));
			expect(measured.miss.count).toBe(20);
			expect(measured.hit.count).toBe(60);
			expect(measured.speedup!.low).toBeLessThanOrEqual(measured.speedup!.ratio);
			expect(measured.speedup!.high).toBeGreaterThanOrEqual(measured.speedup!.ratio);
			expect(await cache.get('shopstream:bench')).toEqual({status: 'empty'});
		});

		test('under 20 samples there is no figure', async () => {
			const measured = await measureLatency({window, cache}, {mode: 'burst', misses: 3, hitsPerMiss: 2});
			expect(measured).toMatchObject({miss: {count: 3, p50Ms: undefined}, speedup: undefined});
		});

		test('the archive\'s rows and cents are the window\'s, object by object, and a repeat makes nothing twice', async () => {
			const asOfMs = Date.now();
			const first = await archiveOrders({window, archive}, {asOfMs});
			const report = await window.revenueByCategory(asOfMs);
			expect(first.rows).toBe(500);
			expect(first.reportWindow).toEqual({days: 30, orders: report.totals.orders, revenueCents: report.totals.revenueCents});
			let cents = 0;
			const ids = new Set<string>();
			for (const object of first.objects) {
				const lines = gunzipSync(await archive.readObject(object.name)).toString().trimEnd().split('\n').map(line => JSON.parse(line) as Record<string, unknown>);
				expect(lines).toHaveLength(object.rows);
				for (const line of lines) {
					expect((line['placed_at'] as string).slice(0, 10)).toBe(object.day);
					ids.add(line['order_id'] as string);
					cents += line['status'] === 'returned' ? 0 : line['total_cents'] as number;
				}
			}

			expect(ids.size).toBe(500);
			expect(cents).toBe(first.revenueCents);
			const manifest = JSON.parse((await archive.readObject(first.manifest)).toString()) as {rows: number; objects: unknown[]};
			expect(manifest).toMatchObject({schema: 'shopstream.manifest/1', rows: 500, revenueCents: cents});
			expect(manifest.objects).toHaveLength(first.objects.length);

			const again = await archiveOrders({window, archive}, {asOfMs: asOfMs + 1});
			expect(again.created).toBe(0);
			expect(again.objects.map(({name, generation}) => [name, generation])).toEqual(first.objects.map(({name, generation}) => [name, generation]));
		});

		test('a cancelled archive writes no manifest', async () => {
			const controller = new AbortController();
			controller.abort(new Error('stopped'));
			await expect(archiveOrders({window, archive}, {asOfMs: Date.now(), signal: controller.signal})).rejects.toThrow();
		});

		test('the order stream stores orders placed now, until it is stopped', async () => {
			const controller = new AbortController();
			let stored = 0;
			await streamOrders(window, {
				perSecond: () => 100,
				catalogue: await createCatalogue(1),
				random: createRandom(1),
				signal: controller.signal,
				stored(orders) {
					stored += orders.length;
					if (stored >= 20) {
						controller.abort();
					}
				},
			});
			expect(await window.countOrders()).toBe(500 + stored);
		});
	});
}

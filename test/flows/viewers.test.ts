import {Redis} from 'ioredis';
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {lockKey} from '../../source/flows/answer-key.ts';
import {observeLoad} from '../../source/flows/observe-load.ts';
import {createOriginMeter} from '../../source/flows/origin-meter.ts';
import {createReadFeed} from '../../source/flows/read-feed.ts';
import {readAnswer} from '../../source/flows/read-answer.ts';
import {rehearseStampedes} from '../../source/flows/rehearse-stampedes.ts';
import {mostReadsUnderWay, runViewers} from '../../source/flows/run-viewers.ts';
import {type CachePolicy, plainPolicy} from '../../source/lab/cache-policy.ts';
import {predictBand} from '../../source/lab/predict-band.ts';
import {predictStampede} from '../../source/lab/predict-stampede.ts';
import {createCatalogue} from '../../source/scenarios/shop/catalogue.ts';
import {generateOrders} from '../../source/scenarios/shop/generate-orders.ts';
import {type OpenStores, openStores, storeBackings} from '../open-stores.ts';
import {standStill} from '../stand-still.ts';
import {rounds} from '../thorough.ts';
import {until} from '../until.ts';

const key = 'shopstream:test:viewers';
const unprotected: CachePolicy = {...plainPolicy(600), singleFlight: false};

// The server behind the lock is what differs here.
for (const backing of storeBackings.filter(({name}) => /embedded|REDIS_URL/.test(name))) {
	describe.runIf(backing.runs)(`viewers on ${backing.name}`, () => {
		let stores: OpenStores | undefined;
		let raw: Redis;
		const pathOf = (policy: CachePolicy, addedFillMs = 0) => ({
			...stores!,
			policy: () => policy,
			addedFillMs: () => addedFillMs,
			key,
		});

		beforeAll(async () => {
			stores = await openStores(backing);
			raw = new Redis(stores.urls.redis);
			await stores.window.insert(generateOrders({count: 100, days: 35, seed: 5, nowMs: Date.now()}, await createCatalogue(5)));
		});

		beforeEach(async () => {
			await raw.del(key, lockKey(key));
		});

		afterAll(async () => {
			raw?.disconnect();
			await stores?.close();
		});

		const signal = new AbortController().signal;
		const hundred = {kind: 'poll', pollSeconds: 1, viewers: 100} as const;

		test('a stampede of forty laptops nears 1 + V·L/P, and a lock in Redis leaves one query', async () => {
			// A fill so long, and reads so few, that a busy machine's late turns do not decide how many reads come in it.
			const arrivals = {...hundred, viewers: 40};
			const fired = async (policy: CachePolicy, firings: number) =>
				rehearseStampedes(pathOf(policy, 800), {arrivals, ownProcess: true, firings, seed: 3, signal});
			const open = await fired(unprotected, rounds(4, 8));
			const predicted = predictStampede({policy: unprotected, arrivals, fillSeconds: open.fillSeconds, ownProcess: true})!;
			expect(predicted).toBeGreaterThan(10);
			const mean = open.each.reduce((sum, {originQueries}) => sum + originQueries, 0) / open.each.length;
			expect(mean / predicted).toBeGreaterThan(0.6);
			expect(mean / predicted).toBeLessThan(1.4);
			// Beside its own fill no stampede is larger than what comes in it, give or take the spread of phases.
			for (const {originQueries, tookMs, fillMs} of open.each) {
				expect(fillMs).toBeLessThanOrEqual(tookMs);
				expect(originQueries - predictStampede({policy: unprotected, arrivals, fillSeconds: fillMs / 1000, ownProcess: true})!).toBeLessThan(25);
			}

			// Each asked for itself; a read that began in the instant the value was stored may be counted on one side alone.
			expect(Math.max(...open.each.map(({waited, originQueries}) => Math.abs(waited - originQueries)))).toBeLessThanOrEqual(5);
			const locked = await fired({...unprotected, lockSeconds: 5}, 3);
			expect(locked.each.map(({originQueries}) => originQueries)).toEqual([1, 1, 1]);
			expect(Math.max(...locked.each.map(({waited}) => waited))).toBeGreaterThan(1);
			expect(await raw.exists(lockKey(key), key)).toBe(0);
		});

		test('single-flight protects one process, and no laptops', async () => {
			const fired = async (ownProcess: boolean) =>
				rehearseStampedes(pathOf(plainPolicy(600), 100), {arrivals: hundred, ownProcess, firings: 2, seed: 4, signal});
			expect((await fired(false)).each.map(({originQueries}) => originQueries)).toEqual([1, 1]);
			expect(Math.min(...(await fired(true)).each.map(({originQueries}) => originQueries))).toBeGreaterThan(2);
		});

		test('a stampede that is cancelled while its first value is stored leaves no key', async () => {
			const cancelled = new AbortController();
			const path = pathOf(unprotected);
			const set: typeof path.cache.set = async (...given) => {
				cancelled.abort(new Error('Cancelled'));
				return path.cache.set(...given);
			};
			const rehearsed = rehearseStampedes(
				{...path, cache: {...path.cache, set}},
				{arrivals: hundred, ownProcess: true, firings: 1, seed: 5, signal: cancelled.signal},
			);
			await expect(rehearsed).rejects.toThrow('Cancelled');
			expect(await raw.exists(key)).toBe(0);
		});

		test('the hit rate of live pollers lies in the band of the theory', async () => {
			const arrivals = {kind: 'poll', pollSeconds: 1, viewers: 20} as const;
			const policy = plainPolicy(0.5);
			let inside = 0;
			const runs = 6;
			for (let seed = 0; seed < runs; seed++) {
				const seen = await observeLoad(pathOf(policy), {arrivals, ownProcess: false, seconds: 2, seed, signal});
				expect(seen.reads).toBeGreaterThan(30);
				expect(Object.values(seen.outcomes).reduce((sum, count) => sum + count, 0)).toBe(seen.reads);
				// A query may be under way when the time is over.
				expect([0, 1]).toContain(seen.originQueries - seen.outcomes.miss);
				const {low, high} = predictBand({policy, arrivals, fillSeconds: seen.fillSeconds!, reads: seen.reads, start: 'cold'})!;
				inside += seen.hitRate! >= low && seen.hitRate! <= high ? 1 : 0;
			}

			// Nine of ten are inside; fewer than half of six would be one run in eight hundred.
			expect(inside).toBeGreaterThanOrEqual(runs / 2);
		});

		test('who dies with the lock holds nobody up for longer than the lock lives', async () => {
			const policy = {...unprotected, lockSeconds: 0.4};
			const meter = createOriginMeter();
			await raw.set(lockKey(key), 'an owner that died', 'PX', 400);
			const path = {...pathOf(policy), meter, flight: {current: undefined}};
			const startedAt = performance.now();
			const reads = await Promise.all(Array.from({length: 10}, async () => readAnswer(path)));
			expect(performance.now() - startedAt).toBeGreaterThan(300);
			expect(reads.map(({outcome}) => outcome).sort()).toEqual([...Array.from({length: 9}, () => 'coalesced'), 'miss']);
			expect(meter.queries).toBe(1);
			await until(async () => (await raw.exists(lockKey(key))) === 0);
		});

		test('a read that begins late counts from when it was due: a stall does not hide itself', async () => {
			const ending = new AbortController();
			const latenciesMs: number[] = [];
			const feed = createReadFeed();
			feed.watch(({latencyMs}) => latenciesMs.push(latencyMs));
			const path = {...pathOf(plainPolicy(600)), flight: {current: undefined}};
			const arrivals = {kind: 'poll', pollSeconds: 1, viewers: 50} as const;
			const running = runViewers(path, {arrivals, ownProcess: false, seed: 1, signal: ending.signal, feed, shed: () => undefined});
			await until(() => latenciesMs.length > 5);
			const before = latenciesMs.length;
			standStill(600);
			await until(() => latenciesMs.length > before + 25);
			ending.abort();
			await running;
			// Some 30 were due meanwhile: on average they waited for half of it.
			expect(latenciesMs.slice(before).filter(latencyMs => latencyMs > 150).length).toBeGreaterThan(10);
		});

		test('what the end cuts off is no read of the load', async () => {
			const seen = await observeLoad(pathOf(unprotected, 5000), {arrivals: hundred, ownProcess: true, seconds: 2, seed: 1, signal});
			expect([seen.reads, seen.originQueries > 5]).toEqual([0, true]);
		});

		test('what is more than can be under way is shed and counted, and the thread stays free', async () => {
			const ending = new AbortController();
			let shed = 0;
			let turns = 0;
			const turning = setInterval(() => turns++, 5);
			const path = {...pathOf(unprotected, 5000), flight: {current: undefined}};
			const feed = createReadFeed();
			const running = runViewers(path, {
				arrivals: {kind: 'poisson', ratePerSecond: 5000, viewers: 1000},
				ownProcess: true,
				seed: 1,
				signal: ending.signal,
				feed,
				shed() {
					shed++;
				},
			});
			await until(() => shed > 100);
			expect([feed.underWay, mostReadsUnderWay]).toEqual([500, 500]);
			expect(turns).toBeGreaterThan(5);
			ending.abort();
			await running;
			clearInterval(turning);
		});
	});
}

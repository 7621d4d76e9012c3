import {Redis} from 'ioredis';
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {answerKey} from '../../source/flows/answer-key.ts';
import type {LiveOrigin} from '../../source/flows/ask-live.ts';
import type {Origin} from '../../source/flows/ask-question.ts';
import {type LatencySample, measureLatency, summariseSamples} from '../../source/flows/measure-latency.ts';
import type {RedisCache} from '../../source/stores/redis-cache.ts';
import {StoreFailure} from '../../source/stores/store-failure.ts';
import {type OpenStores, openStores, storeBackings} from '../open-stores.ts';

const lessonKey = answerKey('revenue:30d', 'test', 'UTC');

for (const backing of storeBackings) {
	describe.runIf(backing.runs)(`measure-latency on ${backing.name}`, () => {
		let stores: OpenStores | undefined;
		let raw: Redis;
		let calls: string[];
		let watched: Origin & LiveOrigin & {readonly cache: RedisCache};

		beforeAll(async () => {
			stores = await openStores(backing);
			raw = new Redis(stores.urls.redis);
		});

		beforeEach(() => {
			const {window, cache} = stores!;
			calls = [];
			watched = {
				...stores!,
				window: {
					...window,
					async ask(pipeline, signal) {
						calls.push('aggregate');
						return window.ask(pipeline, signal);
					},
				},
				cache: {
					...cache,
					async get(key) {
						calls.push(`get ${key}`);
						return cache.get(key);
					},
					async set(key, value, keepMs) {
						calls.push(`set ${key}`);
						return cache.set(key, value, keepMs);
					},
					async remove(key) {
						calls.push(`remove ${key}`);
						return cache.remove(key);
					},
				},
			};
		});

		afterAll(async () => {
			raw?.disconnect();
			await stores?.close();
		});

		test('misses and hits are interleaved, the warm-up is not counted, and each read is what it is called', async () => {
			const seen: Array<[string, number, number]> = [];
			const result = await measureLatency(watched, {
				mode: 'burst',
				misses: 4,
				hitsPerMiss: 3,
				progress: (sample, done, total) => seen.push([sample.kind, done, total]),
			});
			const kinds = Array.from({length: 4}, () => ['miss', 'hit', 'hit', 'hit']).flat();
			expect(result.samples.map(({kind}) => kind)).toEqual(kinds);
			expect(seen).toEqual(kinds.map((kind, i) => [kind, i + 1, 16]));
			expect(result).toMatchObject({mode: 'burst', miss: {count: 4, p50Ms: undefined}, hit: {count: 12, p99Ms: undefined}, speedup: undefined});
			const benchKey = calls[0]!.replace('remove ', '');
			expect(benchKey).toMatch(/^shopstream:\{bench:[a-z\d]+\}$/);
			const round = [`remove ${benchKey}`, `get ${benchKey}`, 'aggregate', `set ${benchKey}`, `get ${benchKey}`, `get ${benchKey}`, `get ${benchKey}`];
			// Three rounds of warm-up, four that count, and the key is removed at the end.
			expect(calls).toEqual([...Array.from({length: 7}, () => round).flat(), `remove ${benchKey}`]);
			expect(result.samples.every(({latencyMs}) => latencyMs > 0)).toBe(true);
		});

		test('a Redis that stores nothing ends it with its reason, though no hit is asked for', async () => {
			const refused = new StoreFailure('redis', 'refuses', 'out of memory', 'Redis at there refuses to store: out of memory');
			const cache = {...stores!.cache, set: async () => Promise.reject(refused)};
			await expect(measureLatency({...stores!, cache}, {mode: 'burst', misses: 1, hitsPerMiss: 0})).rejects.toThrow(refused.message);
		});

		test('twenty samples of each give figures, and a speed-up that is their ratio', async () => {
			const result = await measureLatency(stores!, {mode: 'burst', misses: 20, hitsPerMiss: 1});
			expect([result.miss.count, result.hit.count]).toEqual([20, 20]);
			for (const {p50Ms, p95Ms, p99Ms} of [result.miss, result.hit]) {
				expect(p50Ms).toBeGreaterThan(0);
				expect(p95Ms).toBeGreaterThanOrEqual(p50Ms!);
				// Twenty reads hold no 99th percentile.
				expect(p99Ms).toBeUndefined();
			}

			expect(result.speedup!.ratio).toBeCloseTo(result.miss.p50Ms! / result.hit.p50Ms!, 6);
			expect(result.speedup!.low).toBeLessThanOrEqual(result.speedup!.ratio);
			expect(result.speedup!.high).toBeGreaterThanOrEqual(result.speedup!.ratio);
		});

		test("its own key is gone afterwards, the lesson's stays as it was", async () => {
			await raw.set(lessonKey, "the lesson's", 'PX', 60_000);
			const endMs = await raw.call('PEXPIRETIME', lessonKey);
			await measureLatency(watched, {mode: 'burst', misses: 2, hitsPerMiss: 2});
			expect(await raw.keys('shopstream:{bench:*')).toEqual([]);
			expect([await raw.get(lessonKey), await raw.call('PEXPIRETIME', lessonKey)]).toEqual(["the lesson's", endMs]);
			expect(calls.filter(call => call.includes(lessonKey))).toEqual([]);
			await raw.del(lessonKey);
		});

		test('cancelled it gives what it has so far, and its key is gone', async () => {
			const controller = new AbortController();
			const result = await measureLatency(stores!, {
				mode: 'burst',
				misses: 1000,
				hitsPerMiss: 4,
				signal: controller.signal,
				progress(_, done) {
					if (done === 7) {
						controller.abort();
					}
				},
			});
			expect(result.samples.map(({kind}) => kind)).toEqual(['miss', 'hit', 'hit', 'hit', 'hit', 'miss', 'hit']);
			expect([result.miss.count, result.hit.count]).toEqual([2, 5]);
			expect(await raw.keys('shopstream:{bench:*')).toEqual([]);
		});

		test('cancelled before it began it measures nothing', async () => {
			const result = await measureLatency(watched, {mode: 'burst', misses: 5, hitsPerMiss: 1, signal: AbortSignal.abort()});
			expect(result).toEqual({mode: 'burst', addedFillMs: 0, samples: [], speedup: undefined, miss: {count: 0}, hit: {count: 0}});
			expect(calls).toEqual([expect.stringMatching(/^remove shopstream:\{bench:/)]);
		});

		test('paced it pauses before each read', async () => {
			const instants: number[] = [];
			const {cache} = stores!;
			const {samples, mode} = await measureLatency(
				{
					...stores!,
					cache: {
						...cache,
						get(...asked) {
							instants.push(performance.now());
							return cache.get(...asked);
						},
					},
				},
				{mode: 'paced', misses: 1, hitsPerMiss: 3},
			);
			expect(mode).toBe('paced');
			expect(instants.length).toBeGreaterThanOrEqual(samples.length);
			for (let i = 1; i < instants.length; i++) {
				// Timers may end up to a millisecond early.
				expect(instants[i]! - instants[i - 1]!).toBeGreaterThanOrEqual(38);
			}
		});

		test('a read that is not what it should be stops it: no figure with bypasses in it', async () => {
			const without: RedisCache = {...stores!.cache, get: async () => Promise.reject(new Error('Redis is away'))};
			await expect(measureLatency({...watched, cache: without}, {mode: 'burst', misses: 2, hitsPerMiss: 1})).rejects.toMatchObject({
				name: 'Problem',
				message: 'Redis is away',
			});
			const forgetful: RedisCache = {...stores!.cache, set: async () => ({status: 'stored'})};
			await expect(measureLatency({...watched, cache: forgetful}, {mode: 'burst', misses: 2, hitsPerMiss: 1})).rejects.toMatchObject({
				name: 'Problem',
				message: 'a read that should be a hit ended as miss',
			});
		});
	});
}

test('a summary of known samples', () => {
	const of = (kind: 'miss' | 'hit', latencies: readonly number[]): LatencySample[] => latencies.map(latencyMs => ({kind, latencyMs}));
	const twenty = Array.from({length: 21}, (_, i) => i + 1);
	const {miss, hit, speedup} = summariseSamples([
		...of(
			'miss',
			twenty.map(ms => ms * 10),
		),
		...of('hit', twenty),
	]);
	expect(miss).toMatchObject({count: 21, p50Ms: 110});
	expect(hit).toMatchObject({count: 21, p50Ms: 11});
	expect(speedup!.ratio).toBeCloseTo(10, 10);
	expect(summariseSamples(of('hit', twenty))).toMatchObject({miss: {count: 0, p50Ms: undefined}, hit: {count: 21}, speedup: undefined});
	expect(summariseSamples([...of('miss', twenty.slice(0, 19)), ...of('hit', twenty)])).toMatchObject({
		miss: {count: 19, p50Ms: undefined, p95Ms: undefined, p99Ms: undefined},
		speedup: undefined,
	});
});

import {Redis} from 'ioredis';
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {startRedisEngine} from '../../source/engines/redis/start-redis-engine.ts';
import {createAnswerKey} from '../../source/flows/answer-key.ts';
import {lockKey} from '../../source/flows/answer-key.ts';
import {type ReadPath, readAnswer} from '../../source/flows/read-answer.ts';
import {type CachePolicy, plainPolicy} from '../../source/lab/cache-policy.ts';
import {createCatalogue} from '../../source/scenarios/shop/catalogue.ts';
import {generateOrders} from '../../source/scenarios/shop/generate-orders.ts';
import type {RevenueReport} from '../../source/scenarios/shop/revenue.ts';
import {shop} from '../../source/scenarios/shop/shop.ts';
import {StoreFailure} from '../../source/stores/store-failure.ts';
import {type OpenStores, openStores, storeBackings} from '../open-stores.ts';
import {until} from '../until.ts';
import {ofShop, openShopCache} from '../scenarios/shop/of-shop.ts';
import {sumRevenue} from '../scenarios/shop/sum-revenue.ts';

const key = 'shopstream:{test:read}';
const startMs = Date.UTC(2026, 10, 24, 12);

for (const backing of storeBackings) {
	describe.runIf(backing.runs)(`read-answer on ${backing.name}`, () => {
		let stores: OpenStores | undefined;
		let raw: Redis;
		let nowMs = startMs;
		let fills = 0;
		let policy: CachePolicy;
		let path: ReadPath;
		let expected: (asOfMs: number) => RevenueReport;

		beforeAll(async () => {
			stores = await openStores(backing);
			raw = new Redis(stores.urls.redis);
			const orders = [...generateOrders({count: 200, days: 35, seed: 5, nowMs: startMs}, await createCatalogue(5))];
			await stores.window.insert(orders);
			expected = asOfMs => sumRevenue(orders, asOfMs);
		});

		beforeEach(async () => {
			const {window, cache} = stores!;
			await cache.remove(key);
			nowMs = startMs;
			fills = 0;
			policy = plainPolicy(300);
			path = {
				...ofShop,
				window: {
					async ask(pipeline, signal) {
						fills += 1;
						return window.ask(pipeline, signal);
					},
				},
				cache,
				key,
				policy: () => policy,
				flight: {current: undefined},
				clock: () => nowMs,
			};
		});

		afterAll(async () => {
			raw?.disconnect();
			await stores?.close();
		});

		test('a miss brings what MongoDB says, the next read is the same from Redis', async () => {
			const miss = await readAnswer(path);
			expect(miss).toEqual({
				about: '',
				outcome: 'miss',
				answer: expected(startMs),
				latencyMs: expect.any(Number) as number,
				servedAtMs: startMs,
				ageMs: 0,
				expiresAtMs: startMs + 300_000,
				stores: {redis: {state: 'up'}, mongo: {state: 'up'}},
				stands: true,
			});
			expect(await readAnswer(path)).toEqual({...miss, outcome: 'hit', stores: {redis: {state: 'up'}}, latencyMs: expect.any(Number) as number});
			expect(fills).toBe(1);
		});

		test('a value ages by the clock, and stays what it was', async () => {
			await readAnswer(path);
			nowMs += 72_000;
			expect(await readAnswer(path)).toMatchObject({
				outcome: 'hit',
				ageMs: 72_000,
				servedAtMs: startMs + 72_000,
				expiresAtMs: startMs + 300_000,
				answer: expected(startMs),
			});
		});

		test('a hit does not renew it: past its end the next read is a miss with a new as-of, though the key still stands', async () => {
			await readAnswer(path);
			nowMs += 299_999;
			expect(await readAnswer(path)).toMatchObject({outcome: 'hit', ageMs: 299_999});
			nowMs += 2;
			expect(await raw.exists(key)).toBe(1);
			expect(await readAnswer(path)).toMatchObject({outcome: 'miss', ageMs: 0, answer: expected(startMs + 300_001), expiresAtMs: startMs + 600_001});
			expect(fills).toBe(2);
		});

		test('the key in Redis goes with the TTL of the policy in force', async () => {
			policy = plainPolicy(45);
			await readAnswer(path);
			const leftMs = await raw.pttl(key);
			expect(leftMs).toBeGreaterThan(40_000);
			expect(leftMs).toBeLessThanOrEqual(45_000);
		});

		test('twenty readers that miss together cause one aggregation', async () => {
			const reads = await Promise.all(Array.from({length: 20}, async () => readAnswer(path)));
			expect(reads.map(({outcome}) => outcome).sort()).toEqual([...Array.from({length: 19}, () => 'coalesced'), 'miss']);
			expect(fills).toBe(1);
			for (const read of reads) {
				expect(read).toMatchObject({answer: expected(startMs), expiresAtMs: startMs + 300_000, ageMs: 0});
			}

			expect(path.flight.current).toBeUndefined();
			expect(await readAnswer(path)).toMatchObject({outcome: 'hit'});
		});

		test('a read that looked before a fill ended, and hears of it after, takes what was filled', async () => {
			let answerLate = () => {};
			const late = new Promise<void>(resolve => {
				answerLate = resolve;
			});
			const {cache} = stores!;
			let gets = 0;
			path = {
				...path,
				cache: {
					...cache,
					async get(asked) {
						const lookup = await cache.get(asked);
						if (++gets === 2) {
							await late;
						}

						return lookup;
					},
				},
			};
			const [first, second] = [readAnswer(path), readAnswer(path)];
			expect((await first).outcome).toBe('miss');
			answerLate();
			expect((await second).outcome).toBe('coalesced');
			expect(fills).toBe(1);
		});

		test('without single-flight each of them asks MongoDB', async () => {
			policy = {...plainPolicy(300), singleFlight: false};
			const reads = await Promise.all(Array.from({length: 5}, async () => readAnswer(path)));
			expect(reads.map(({outcome}) => outcome)).toEqual(['miss', 'miss', 'miss', 'miss', 'miss']);
			expect(fills).toBe(5);
		});

		test.each([
			['not JSON', 'it is not JSON'],
			['{"schema":"shopstream.cached-revenue/0"}', 'its schema is not as expected'],
			['\u001B]0;owned\u0007', 'it is not JSON'],
		])('a corrupt value (%j) is a miss, said and replaced', async (text, reason) => {
			await raw.set(key, text);
			expect(await readAnswer(path)).toMatchObject({
				outcome: 'miss',
				answer: expected(startMs),
				reason: `the value at ${key} was not ours to serve (${reason}); it is replaced`,
			});
			const hit = await readAnswer(path);
			expect(hit).toMatchObject({outcome: 'hit', answer: expected(startMs)});
			expect(hit.reason).toBeUndefined();
		});

		test("MongoDB's failure is an error with its reason, is not cached, and ends for all who waited", async () => {
			const failing: ReadPath = {
				...path,
				window: {
					async ask() {
						fills += 1;
						throw new StoreFailure('mongo', 'silent', 'no answer', 'MongoDB is on fire');
					},
				},
			};
			const reads = await Promise.all([readAnswer(failing), readAnswer(failing), readAnswer(failing)]);
			expect(reads).toEqual(
				Array.from({length: 3}, () => ({
					about: '',
					outcome: 'error',
					reason: 'MongoDB is on fire',
					stores: {redis: {state: 'up'}, mongo: {state: 'silent', reason: 'no answer'}},
					stands: undefined,
					latencyMs: expect.any(Number) as number,
					servedAtMs: startMs,
				})),
			);
			expect(fills).toBe(1);
			expect(await raw.exists(key)).toBe(0);
			expect(await readAnswer(path)).toMatchObject({outcome: 'miss'});
		});

		test('a cancelled aggregation is an error, and the next read goes on', async () => {
			expect(await readAnswer(path, AbortSignal.abort(new Error('enough')))).toMatchObject({outcome: 'error', reason: 'enough'});
			expect(await readAnswer(path)).toMatchObject({outcome: 'miss'});
		});

		test('with serve-stale-on-error an expired copy is served while MongoDB fails, and says so', async () => {
			policy = {...plainPolicy(60), staleOnErrorSeconds: 3600};
			await readAnswer(path);
			nowMs += 90_000;
			const failing: ReadPath = {...path, window: {ask: async () => Promise.reject(new Error('MongoDB is on fire'))}};
			expect(await readAnswer(failing)).toMatchObject({outcome: 'stale', reason: 'MongoDB is on fire', ageMs: 90_000, answer: expected(startMs)});
			policy = plainPolicy(60);
			expect(await readAnswer(failing)).toMatchObject({outcome: 'error', reason: 'MongoDB is on fire'});
		});

		test('a fill that took long gives way to a newer one that another computer stored meanwhile, and shows that', async () => {
			let answer = () => {};
			const held = new Promise<void>(resolve => {
				answer = resolve;
			});
			const slow: ReadPath = {
				...path,
				flight: {current: undefined},
				window: {
					async ask(pipeline) {
						fills += 1;
						const rows = await stores!.window.ask(pipeline);
						await held;
						return rows;
					},
				},
			};
			const slowRead = readAnswer(slow);
			await until(() => fills === 1);
			nowMs += 600;
			const quick = await readAnswer(path);
			expect(quick).toMatchObject({outcome: 'miss', answer: expected(startMs + 600)});
			nowMs += 600;
			answer();
			expect(await slowRead).toMatchObject({outcome: 'miss', stands: true, answer: expected(startMs + 600), ageMs: 600, expiresAtMs: startMs + 300_600});
			expect(await readAnswer(path)).toMatchObject({outcome: 'hit', answer: expected(startMs + 600)});
		});

		test.each<[string, (asOfMs: number) => {asOf: number; expiresAt: number}, string]>([
			['an asOf in the future', now => ({asOf: now + 1001, expiresAt: now + 60_000}), 'its asOf lies in the future'],
			['an asOf of 1970', now => ({asOf: 0, expiresAt: now + 60_000}), 'its asOf is too long ago'],
			['an expiresAt of 9999', now => ({asOf: now, expiresAt: Date.UTC(9999, 0)}), 'its expiresAt is too far ahead'],
		])('%s is not ours to serve: said and replaced', async (_, of, reason) => {
			await readAnswer(path);
			const envelope = JSON.parse((await raw.get(key))!) as object;
			const {asOf, expiresAt} = of(startMs);
			await raw.set(key, JSON.stringify({...envelope, asOf: new Date(asOf).toISOString(), expiresAt: new Date(expiresAt).toISOString()}));
			expect(await readAnswer(path)).toMatchObject({
				outcome: 'miss',
				answer: expected(startMs),
				stands: true,
				reason: `the value at ${key} was not ours to serve (${reason}); it is replaced`,
			});
			expect(await readAnswer(path)).toMatchObject({outcome: 'hit', answer: expected(startMs)});
		});

		test('a stale answer is refilled behind it, each time', async () => {
			policy = {...plainPolicy(60), staleSeconds: 600};
			await readAnswer(path);
			for (let round = 1; round <= 3; round++) {
				nowMs += 90_000;
				expect(await readAnswer(path)).toMatchObject({outcome: 'stale', ageMs: 90_000});
				const asOfMs = nowMs;
				await until(async () => (await readAnswer(path)).outcome === 'hit');
				expect(await readAnswer(path)).toMatchObject({outcome: 'hit', answer: {asOfMs}});
				expect(fills).toBe(round + 1);
			}
		});

		test.each<[string, Partial<ReadPath>, object, string]>([
			[
				'is not stored',
				{
					cache: {
						get: async asked => stores!.cache.get(asked),
						set: async () => Promise.reject(new StoreFailure('redis', 'refuses', 'out of memory', 'Redis refuses to store: out of memory')),
						lock: async () => true,
						unlock: async () => undefined,
					},
				},
				{redis: {state: 'refuses', reason: 'out of memory'}},
				'Redis refuses to store: out of memory',
			],
			[
				'fails',
				{window: {ask: async () => Promise.reject(new StoreFailure('mongo', 'silent', 'no answer', 'MongoDB does not answer'))}},
				{mongo: {state: 'silent', reason: 'no answer'}},
				'MongoDB does not answer',
			],
		])('a refill behind a stale answer that %s is said with the next one', async (_, trouble, storesLeft, reason) => {
			policy = {...plainPolicy(60), staleSeconds: 600};
			await readAnswer(path);
			nowMs += 90_000;
			const troubled = {...path, ...trouble};
			expect((await readAnswer(troubled)).reason).toBeUndefined();
			await until(() => path.flight.left);
			expect(await readAnswer(troubled)).toMatchObject({outcome: 'stale', stands: true, stores: storesLeft, reason});
		});

		test('a refill that left its work to another process is no answer for who comes right after it', async () => {
			policy = {...plainPolicy(60), staleSeconds: 600, lockSeconds: 5};
			await readAnswer(path);
			nowMs += 90_000;
			await raw.set(lockKey(key), 'another process', 'PX', 300);
			// It looks before the refill behind the stale answer ends, and hears afterwards that there is nothing.
			let hear: () => void = () => undefined;
			const heard = new Promise<void>(resolve => {
				hear = resolve;
			});
			const get = async () => heard.then(() => ({status: 'empty'}) as const);
			const patient = readAnswer({...path, cache: {...path.cache, get: async asked => (fills === 1 ? get() : stores!.cache.get(asked))}});
			expect((await readAnswer(path)).outcome).toBe('stale');
			await until(() => path.flight.current === undefined);
			hear();
			expect(await patient).toMatchObject({outcome: 'miss', stands: true});
			expect(fills).toBe(2);
		});

		test("a clock that is a little behind another computer's gives no age below 0", async () => {
			await readAnswer(path);
			nowMs -= 900;
			expect(await readAnswer(path)).toMatchObject({outcome: 'hit', ageMs: 0});
		});

		test('an empty answer is not kept: what is seeded shows at once', async () => {
			let asked = 0;
			const filling: ReadPath = {
				...path,
				window: {
					ask: async pipeline => (asked++ === 0 ? [] : stores!.window.ask(pipeline)),
				},
			};
			expect(await readAnswer(filling)).toMatchObject({
				outcome: 'miss',
				stands: false,
				answer: {totals: {orders: 0}},
				reason: 'an empty answer is not kept',
			});
			expect(await raw.exists(key)).toBe(0);
			expect(await readAnswer(filling)).toMatchObject({outcome: 'miss', stands: true, answer: expected(startMs)});
			expect(await readAnswer(filling)).toMatchObject({outcome: 'hit'});
		});

		test('while the origin has no name nothing is cached, and its name is asked for with each read', async () => {
			let identity: string | undefined;
			let asked = 0;
			const answerKey = createAnswerKey({
				scenario: shop,
				timeZone: 'Europe/Berlin',
				window: {
					async identity() {
						asked++;
						return identity;
					},
				},
			});
			const unnamed = {...path, key: answerKey};
			expect(await readAnswer(unnamed)).toMatchObject({outcome: 'miss', stands: false});
			expect(await readAnswer(unnamed)).toMatchObject({outcome: 'miss', stands: false});
			expect(asked).toBe(2);
			identity = 'here';
			expect(await readAnswer(unnamed)).toMatchObject({outcome: 'miss', stands: true});
			expect(await readAnswer(unnamed)).toMatchObject({outcome: 'hit'});
			expect(asked).toBe(3);
			expect(answerKey.current).toMatch(/^shopstream:\{revenue:30d:[\da-f]{16}:Europe\/Berlin\}$/);
			expect(await raw.exists(answerKey.current!)).toBe(1);
			// Another collection at the same address is another origin.
			const before = answerKey.current!;
			identity = 'there';
			await answerKey.resolve();
			expect(await readAnswer(unnamed)).toMatchObject({outcome: 'miss'});
			await raw.del(before, answerKey.current!);
		});

		test('another key is another value', async () => {
			await readAnswer(path);
			expect(await readAnswer({...path, key: 'shopstream:other'})).toMatchObject({outcome: 'miss'});
			await raw.del('shopstream:other');
			expect(await readAnswer(path)).toMatchObject({outcome: 'hit'});
		});
	});
}

describe('a Redis that goes away', () => {
	test('reads go to MongoDB as bypass, at once and coalesced, and are hits again when it is back', async () => {
		const [embedded] = storeBackings as [(typeof storeBackings)[number]];
		const stores = await openStores(embedded);
		const engine = await startRedisEngine({});
		const cache = await openShopCache(`redis://127.0.0.1:${engine.port}`);
		let fills = 0;
		const path: ReadPath = {
			...ofShop,
			window: {
				async ask(pipeline) {
					fills += 1;
					return stores.window.ask(pipeline);
				},
			},
			cache,
			key,
			keepsEmpty: true,
			policy: () => plainPolicy(300),
			flight: {current: undefined},
		};
		expect(await readAnswer(path)).toMatchObject({outcome: 'miss'});
		expect(await readAnswer(path)).toMatchObject({outcome: 'hit'});
		await engine.close();

		const bypass = await readAnswer(path);
		expect(bypass).toMatchObject({outcome: 'bypass', answer: {totals: {orders: 0}}});
		expect(bypass.reason).toMatch(/\S/);
		expect(bypass.latencyMs).toBeLessThan(4500);
		fills = 0;
		const together = await Promise.all([readAnswer(path), readAnswer(path), readAnswer(path)]);
		expect(together.map(({outcome}) => outcome)).toEqual(['bypass', 'bypass', 'bypass']);
		expect(fills).toBe(1);

		const failing: ReadPath = {...path, window: {ask: async () => Promise.reject(new Error('MongoDB is on fire'))}};
		const error = await readAnswer(failing);
		expect(error).toMatchObject({outcome: 'error'});
		expect(error.reason).toMatch(/^Redis at redis:.+ does not answer; MongoDB is on fire$/);

		const again = await startRedisEngine({port: engine.port});
		const outcomes = new Set<string>();
		await until(async () => {
			const {outcome} = await readAnswer(path);
			outcomes.add(outcome);
			return outcome === 'hit';
		});
		expect([...outcomes]).toEqual(['bypass', 'miss', 'hit'].filter(outcome => outcomes.has(outcome)));
		await cache.close();
		await again.close();
		await stores.close();
	});
});

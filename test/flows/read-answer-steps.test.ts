// What a read asks of its stores, and what it says of them, with stores in memory: each at once, and each as wrong as wanted.
import {beforeEach, describe, expect, test} from 'vitest';
import {lockKey} from '../../source/flows/answer-key.ts';
import {isDown, type ReadPath, readAnswer} from '../../source/flows/read-answer.ts';
import {type CachePolicy, plainPolicy} from '../../source/lab/cache-policy.ts';
import type {CachedAnswer} from '../../source/stores/cached-answer.ts';
import {StoreFailure} from '../../source/stores/store-failure.ts';
import {ofShop} from '../scenarios/shop/of-shop.ts';
import {until} from '../until.ts';

const key = 'shopstream:{test:steps}';
const startMs = Date.UTC(2026, 10, 24, 12);
const figures = {todayCents: 100, revenueCents: 1000, orders: 2, units: 3};
const rows = [{categories: [{category: 'Books', ...figures}], totals: figures}];

let nowMs: number;
let policy: CachePolicy;
let held: Map<string, CachedAnswer>;
let locks: Map<string, string>;
/** What was asked, in order. */
let asked: string[];
let path: ReadPath;

beforeEach(() => {
	nowMs = startMs;
	policy = plainPolicy(300);
	held = new Map();
	locks = new Map();
	asked = [];
	path = {
		...ofShop,
		window: {
			async ask(_, signal) {
				asked.push('ask');
				signal?.throwIfAborted();
				return rows;
			},
		},
		cache: {
			async get(at) {
				asked.push('get');
				const value = held.get(at);
				return value ? {status: 'found', value} : {status: 'empty'};
			},
			async set(at, {answer, expiresAtMs, fillMs}) {
				asked.push('set');
				held.set(at, {answer, expiresAtMs, fillMs});
				return {status: 'stored'};
			},
			async lock(at, token) {
				asked.push('lock');
				const isFree = !locks.has(at);
				if (isFree) {
					locks.set(at, token);
				}

				return isFree;
			},
			async unlock(at, token) {
				asked.push('unlock');
				if (locks.get(at) === token) {
					locks.delete(at);
				}
			},
		},
		key,
		policy: () => policy,
		flight: {current: undefined},
		clock: () => nowMs,
	};
});

const silent = new StoreFailure('redis', 'silent', 'no answer', 'Redis does not answer');
const refusing = new StoreFailure('redis', 'refuses', 'out of memory', 'Redis refuses to store: out of memory');
/** What rejects with this. */
const rejecting = (failure: Error) => async (): Promise<never> => {
	throw failure;
};

describe('what is asked', () => {
	test('a hit asks the cache once, and nothing else', async () => {
		await readAnswer(path);
		expect(asked).toEqual(['get', 'ask', 'set']);
		asked = [];
		const hit = await readAnswer(path);
		expect(hit).toMatchObject({outcome: 'hit', stands: true});
		expect(hit).not.toHaveProperty('reason');
		expect(asked).toEqual(['get']);
	});

	test('a read that is cancelled before it asks the origin does not ask it', async () => {
		expect(await readAnswer(path, AbortSignal.abort(new Error('enough')))).toMatchObject({outcome: 'error', reason: 'enough'});
		expect(asked).toEqual(['get']);
	});

	test('without a key only the origin is asked, under a lock too', async () => {
		policy = {...policy, lockSeconds: 5};
		const unnamed = {...path, key: {current: undefined, of: () => undefined, pattern: undefined, resolve: async () => undefined}};
		expect(await readAnswer(unnamed)).toMatchObject({outcome: 'miss', stands: false});
		expect(asked).toEqual(['ask']);
	});
});

describe('the lock in Redis', () => {
	beforeEach(() => {
		policy = {...policy, lockSeconds: 30};
	});

	test('is taken by a token of this read alone, and given back once the value stands', async () => {
		const tokens: string[] = [];
		const lock: ReadPath['cache']['lock'] = async (at, token, keepMs) => {
			tokens.push(token);
			expect([at, keepMs]).toEqual([lockKey(key), 30_000]);
			return path.cache.lock(at, token, keepMs);
		};
		const locking = {...path, cache: {...path.cache, lock}};
		expect(await readAnswer(locking)).toMatchObject({outcome: 'miss', stands: true});
		expect(asked).toEqual(['get', 'lock', 'get', 'ask', 'set', 'unlock']);
		expect(locks.size).toBe(0);
		held.clear();
		await readAnswer(locking);
		expect(new Set(tokens).size).toBe(2);
		expect(tokens.every(token => /^[\da-f-]{36}$/.test(token))).toBe(true);
	});

	test('cannot be asked for: the read fills without it at once', async () => {
		policy = {...policy, lockSeconds: 0.1};
		expect(await readAnswer({...path, cache: {...path.cache, lock: rejecting(silent)}})).toMatchObject({outcome: 'miss', stands: true});
		expect(asked).toEqual(['get', 'ask', 'set']);
	});

	test('cannot be given back: the read has its answer all the same', async () => {
		expect(await readAnswer({...path, cache: {...path.cache, unlock: rejecting(silent)}})).toMatchObject({outcome: 'miss', stands: true});
	});

	test("another's: a read that is cancelled while it waits for it ends, and asks for it no more", async () => {
		locks.set(lockKey(key), 'another process');
		const controller = new AbortController();
		const read = readAnswer(path, controller.signal);
		await until(() => asked.length >= 3);
		const startedAt = performance.now();
		controller.abort(new Error('enough'));
		expect(await read).toMatchObject({outcome: 'error', reason: 'enough'});
		expect(performance.now() - startedAt).toBeLessThan(4500);
		expect(asked.filter(what => what === 'lock').length).toBeLessThan(20);
		const before = asked.length;
		expect(await readAnswer(path, AbortSignal.abort(new Error('enough')))).toMatchObject({outcome: 'error'});
		expect(asked.slice(before)).toEqual(['get']);
	});
});

describe('jitter', () => {
	test.each([
		[0, 150_000],
		[0.5, 300_000],
	])('by the random number %f', async (uniform, lifeMs) => {
		policy = {...policy, jitterFraction: 0.5};
		expect(await readAnswer({...path, uniform: () => uniform})).toMatchObject({expiresAtMs: startMs + lifeMs});
	});

	test('by chance where none is given', async () => {
		policy = {...policy, jitterFraction: 0.5};
		const read = await readAnswer(path);
		expect(read.outcome === 'miss' && Math.abs(read.expiresAtMs - startMs - 300_000)).toBeLessThanOrEqual(150_000);
	});
});

describe('the slow origin', () => {
	test('is part of the read, and of the time that the value is known to have taken', async () => {
		const read = await readAnswer({...path, addedFillMs: () => 40});
		expect(read.latencyMs).toBeGreaterThan(38);
		expect(held.get(key)!.fillMs).toBeGreaterThan(38);
		expect(held.get(key)!.fillMs).toBeLessThanOrEqual(read.latencyMs);
	});

	test('ends with a read that is cancelled', async () => {
		const controller = new AbortController();
		const read = readAnswer({...path, addedFillMs: () => 60_000}, controller.signal);
		await until(() => asked.includes('ask'));
		controller.abort(new Error('enough'));
		expect(await read).toMatchObject({outcome: 'error'});
		expect(held.size).toBe(0);
	});
});

describe('what is said of the stores', () => {
	test('a query that was cut off says nothing of MongoDB', async () => {
		const controller = new AbortController();
		const cut: ReadPath = {
			...path,
			window: {
				async ask() {
					controller.abort(new Error('enough'));
					throw new StoreFailure('mongo', 'silent', 'no answer', 'MongoDB does not answer');
				},
			},
		};
		const read = await readAnswer(cut, controller.signal);
		expect(read).toMatchObject({outcome: 'error', reason: 'MongoDB does not answer'});
		expect(read.stores).toEqual({redis: {state: 'up'}});
	});

	test.each([
		['refuses', refusing, false],
		['is silent: nobody knows', silent, undefined],
	])('a value that Redis does not store, as it %s', async (_, failure, stands) => {
		const read = await readAnswer({...path, cache: {...path.cache, set: rejecting(failure)}});
		expect(read).toMatchObject({
			outcome: 'miss',
			stands,
			reason: failure.message,
			stores: {mongo: {state: 'up'}, redis: {state: failure.kind, reason: failure.reason}},
		});
	});

	test('who waited for the fill is told what became of it, and has not asked MongoDB', async () => {
		const failing = {...path, cache: {...path.cache, set: rejecting(refusing)}};
		const [first, second] = await Promise.all([readAnswer(failing), readAnswer(failing)]);
		expect([first.outcome, second.outcome]).toEqual(['miss', 'coalesced']);
		expect(second).toMatchObject({stands: false, reason: refusing.message});
		expect(second.stores).toStrictEqual({redis: {state: 'refuses', reason: 'out of memory'}});
		const [, joined] = await Promise.all([readAnswer(path), readAnswer(path)]);
		expect(joined).toMatchObject({outcome: 'coalesced', stands: true});
		expect(joined.stores).toStrictEqual({redis: {state: 'up'}});
	});

	test('a read that looked before a fill failed, and hears of it after, fails with it', async () => {
		let fail = () => {};
		const failed = new Promise<void>(resolve => {
			fail = resolve;
		});
		let look = () => {};
		const looked = new Promise<void>(resolve => {
			look = resolve;
		});
		const failing: ReadPath = {
			...path,
			window: {
				async ask() {
					asked.push('ask');
					await failed;
					throw new Error('MongoDB is on fire');
				},
			},
		};
		const first = readAnswer(failing);
		const second = readAnswer({
			...failing,
			cache: {
				...path.cache,
				async get() {
					await looked;
					return {status: 'empty'};
				},
			},
		});
		fail();
		expect(await first).toMatchObject({outcome: 'error'});
		look();
		expect(await second).toMatchObject({outcome: 'error', reason: 'MongoDB is on fire'});
		expect(asked).toEqual(['get', 'ask']);
	});

	test('what went wrong behind a stale answer is said with the next one from the cache, once', async () => {
		const left = {stores: {mongo: {state: 'silent', reason: 'no answer'}}, reason: 'MongoDB does not answer'} as const;
		const flight: ReadPath['flight'] = {current: undefined, left};
		const behind = {...path, flight};
		expect(await readAnswer(behind)).toMatchObject({outcome: 'miss', stores: {mongo: {state: 'up'}}});
		expect(flight.left).toBe(left);
		expect(await readAnswer(behind)).toMatchObject({outcome: 'hit', stores: left.stores, reason: left.reason});
		const next = await readAnswer(behind);
		expect(next.stores).toEqual({redis: {state: 'up'}});
		expect(next).not.toHaveProperty('reason');
	});

	test('a refill behind a stale answer that went well leaves nothing to say', async () => {
		policy = {...policy, staleSeconds: 600};
		await readAnswer(path);
		nowMs += 330_000;
		expect(await readAnswer(path)).toMatchObject({outcome: 'stale', ageMs: 330_000});
		await until(() => path.flight.current === undefined);
		expect(path.flight).not.toHaveProperty('left');
		expect(await readAnswer(path)).toMatchObject({outcome: 'hit', ageMs: 0});
	});

	test('a store is down once it did not do what it was asked', () => {
		expect(
			[undefined, {state: 'up'}, {state: 'silent', reason: 'no answer'}, {state: 'refuses', reason: 'full'}].map(health => isDown(health as never)),
		).toEqual([false, false, true, true]);
	});
});

describe('queries are counted', () => {
	let counted: string[];
	let tookMs: number | undefined;
	beforeEach(() => {
		counted = [];
		path = {
			...path,
			meter: {
				began: about => counted.push(`began ${about}`),
				settled(fillMs, about) {
					counted.push(`${fillMs === undefined ? 'came to nothing' : 'stands'} ${about}`);
					tookMs = fillMs;
				},
			},
		};
	});

	test('one for a miss, whose time ends when its value stands; none for a hit', async () => {
		const read = await readAnswer(path);
		expect(counted).toEqual(['began ', 'stands ']);
		expect(tookMs).toBeGreaterThan(0);
		expect(tookMs).toBeLessThanOrEqual(read.latencyMs);
		await readAnswer(path);
		expect(counted).toHaveLength(2);
	});

	test.each<[string, () => Partial<ReadPath>]>([
		['that failed', () => ({window: {ask: rejecting(new Error('MongoDB is on fire'))}})],
		['whose answer is empty', () => ({window: {ask: async () => []}})],
		['whose value is not stored', () => ({cache: {...path.cache, set: rejecting(refusing)}})],
	])('one %s has no time', async (_, changes) => {
		await readAnswer({...path, ...changes()});
		expect(counted).toEqual(['began ', 'came to nothing ']);
	});
});

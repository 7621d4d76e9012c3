// What MongoDB does not do, and how soon that is said: over a way that breaks, to the embedded engine.
import {setTimeout as pause} from 'node:timers/promises';
import {MongoClient} from 'mongodb';
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import type {Engine} from '../../source/engines/engine.ts';
import {startMongoEngine} from '../../source/engines/mongo/start-mongo-engine.ts';
import {type Catalogue, createCatalogue} from '../../source/scenarios/shop/catalogue.ts';
import {generateOrders} from '../../source/scenarios/shop/generate-orders.ts';
import {mongoFailure} from '../../source/stores/mongo-failure.ts';
import {clockOffsetMs} from '../../source/stores/clock-offset.ts';
import {Silence, whileAnswering, within} from '../../source/stores/answer-limit.ts';
import type {MongoWindow} from '../../source/stores/mongo-window.ts';
import {CutShort, StoreFailure} from '../../source/stores/store-failure.ts';
import {timeLimitsMs} from '../../source/time-limits.ts';
import {type BreakableProxy, openBreakableProxy} from '../breakable-proxy.ts';
import {standStill} from '../stand-still.ts';
import {until} from '../until.ts';
import {openShopWindow, ordersOf, revenueOf, valuesOf} from '../scenarios/shop/of-shop.ts';

const nowMs = Date.now();
let engine: Engine;
let proxy: BreakableProxy;
let window: MongoWindow;
let direct: MongoClient;
let catalogue: Catalogue;

beforeAll(async () => {
	engine = await startMongoEngine({});
	catalogue = await createCatalogue(1);
	direct = await MongoClient.connect(`mongodb://127.0.0.1:${engine.port}`);
});

beforeEach(async () => {
	await direct.db('shopstream').dropDatabase();
	proxy = await openBreakableProxy(engine.port);
	window = await openShopWindow(`mongodb://127.0.0.1:${proxy.port}`);
	return async () => {
		await window.close();
		await proxy.close();
	};
});

afterAll(async () => {
	await direct?.close();
	await engine?.close();
});

const held = async () => direct.db('shopstream').collection('orders').countDocuments();
const some = (count: number, seed = 3) => [...generateOrders({count, days: 30, seed, nowMs}, catalogue)];

/** How a call fails, and after how many milliseconds. */
async function failureOf(call: () => Promise<unknown>): Promise<{failure: StoreFailure; tookMs: number}> {
	const startedAt = performance.now();
	const failure = await call().then(
		() => new Error('it did not fail'),
		(error: unknown) => error,
	);
	expect(failure).toBeInstanceOf(StoreFailure);
	return {failure: failure as StoreFailure, tookMs: performance.now() - startedAt};
}

describe('a MongoDB that accepts and answers nothing', () => {
	test('is said on every path, side by side, and closing does not wait for it', async () => {
		await window.insert(some(10));
		proxy.stall();
		const collect = async () => {
			for await (const order of ordersOf(window, 0, nowMs)) {
				expect(order).toBeUndefined();
			}
		};
		const calls = {
			count: () => window.count(),
			estimate: () => window.estimate(),
			revenueByCategory: () => revenueOf(window, nowMs),
			orderValues: () => valuesOf(window, nowMs),
			prepare: () => window.prepare(),
			insert: () => window.insert(some(5, 9)),
			stream: collect,
			identity: () => window.identity(),
			clockOffsetMs: () => window.clockOffsetMs(),
		};
		const failures = await Promise.all(Object.entries(calls).map(async ([name, call]) => ({name, ...(await failureOf(call))})));
		expect(failures.map(({name, failure: {store, kind, message}}) => [name, store, kind, message])).toEqual(
			Object.keys(calls).map(name => [name, 'mongo', 'silent', `MongoDB at mongodb://127.0.0.1:${proxy.port} does not answer`]),
		);
		expect(Math.max(...failures.map(({tookMs}) => tookMs))).toBeLessThan(20_000);
		const startedAt = performance.now();
		await window.close();
		expect(performance.now() - startedAt).toBeLessThan(4000);
	});

	test('is not one that computes for long and answers others meanwhile', async () => {
		const computes = async () => {
			await pause(timeLimitsMs.databaseCommand + 500);
			return 'an answer';
		};
		const ping = async () => window.estimate();
		const outcome = async (asking: Promise<string>) => asking.catch((error: unknown) => (error instanceof Silence ? 'silence' : error));
		expect(await Promise.all([outcome(whileAnswering(computes, ping)), outcome(within(computes))])).toEqual(['an answer', 'silence']);
	});

	test('is asked over a new connection once it is well', async () => {
		await window.insert(some(10));
		proxy.stall();
		await failureOf(() => window.count());
		proxy.mend();
		await until(async () => (await window.count().catch(() => undefined)) === 10);
	});

	test('a seed that is cancelled meanwhile ends before it is', async () => {
		const controller = new AbortController();
		const inserting = window.insert(some(3000), {signal: controller.signal, progress: () => proxy.stall()});
		await until(async () => (await held()) >= 1000);
		controller.abort(new Error('enough'));
		// Whether the batch under way stands nobody knows.
		await expect(inserting).rejects.toThrow('enough');
	});
});

describe('a connection that is lost', () => {
	test('in the middle of an insert: how many stand is asked at once, and exact, though this process stands still meanwhile', async () => {
		let batches = 0;
		const {failure} = await failureOf(() =>
			window.insert(some(5000), {
				progress() {
					batches++;
					if (batches === 2) {
						proxy.onSent = () => {
							proxy.onSent = () => {
								proxy.onSent = undefined;
								standStill(timeLimitsMs.ping + 100);
							};
							proxy.cut();
						};
					}
				},
			}),
		);
		expect(failure).toBeInstanceOf(CutShort);
		expect(failure).toMatchObject({kind: 'silent', stored: await held(), isExact: true});
	});

	test('that comes back is used again without a word', async () => {
		await window.insert(some(4));
		proxy.cut();
		expect(await window.count()).toBe(4);
	});
});

describe('a MongoDB that refuses', () => {
	test('a unique index of others is named with what stands', async () => {
		await direct.db('shopstream').collection('orders').createIndex({'customer.email': 1}, {unique: true});
		const {failure} = await failureOf(() => window.insert(some(1500)));
		expect(failure).toMatchObject({
			kind: 'refuses',
			reason: 'a unique index on customer.email is in the way (E11000): drop it, or use another database',
			stored: await held(),
			isExact: true,
		});
		expect((failure as CutShort).stored).toBeGreaterThan(0);
	});

	test('the same orders twice are said as that', async () => {
		const orders = some(30);
		await window.insert(orders.slice(0, 10));
		const {failure} = await failureOf(() => window.insert(orders));
		expect(failure).toMatchObject({kind: 'refuses', reason: 'orders with these ids are already there (E11000)', stored: 20, isExact: true});
	});

	const server = (code: number, message = 'x') => Object.assign(new Error(message), {name: 'MongoServerError', code});
	test.each([
		[server(13, 'not authorized on shopstream to execute command'), 'this user has no right to do that (it needs readWrite on the database shopstream)'],
		[server(18), 'wrong user or password'],
		[server(10_107), 'no primary takes writes now'],
		[server(189), 'no primary takes writes now'],
		[server(91), 'it is shutting down'],
		[server(14_031), 'its disk is full'],
		[server(8000, 'you are over your space quota'), 'over its quota, wrong user or password, or no right to do that (you are over your space quota)'],
		[server(9999, 'some \u001B[31mother reason'), 'some ?[31mother reason'],
		[
			Object.assign(new Error('selection'), {name: 'MongoServerSelectionError', reason: {servers: new Map([['a', {type: 'RSSecondary'}]])}}),
			'no primary takes writes now',
		],
	])('%s', (error, reason) => {
		expect(mongoFailure(error, 'mongodb://x')).toMatchObject({store: 'mongo', kind: 'refuses', reason, message: `MongoDB at mongodb://x refused: ${reason}`});
	});

	test.each([
		Object.assign(new Error('selection'), {name: 'MongoServerSelectionError', reason: {servers: new Map([['a', {type: 'Unknown'}]])}}),
		Object.assign(new Error('x'), {name: 'MongoNetworkTimeoutError'}),
		Object.assign(new Error('x'), {name: 'PoolClearedOnNetworkError'}),
		server(50),
	])('%s is silence', error => {
		expect(mongoFailure(error, 'mongodb://x')).toMatchObject({store: 'mongo', kind: 'silent'});
	});

	test('a cancellation stays what it is', () => {
		const reason = new Error('enough');
		expect(mongoFailure(reason, 'mongodb://x')).toBe(reason);
		expect(mongoFailure('enough', 'mongodb://x')).toBe('enough');
	});
});

describe('what tells a window from others, and its clock', () => {
	test("its identity is the collection's, the same over another way, another for another collection", async () => {
		expect(await window.identity()).toBeUndefined();
		await window.insert(some(1));
		const first = await window.identity();
		expect(first).toMatch(/^[\da-f]{32}$/);
		const other = await openShopWindow(`mongodb://127.0.0.1:${engine.port}`);
		expect(await other.identity()).toBe(first);
		const name = await other.name();
		expect([name, await window.name()]).toEqual([expect.stringMatching(/^[\da-f]{16}$/), name]);
		await direct.db('shopstream').dropDatabase();
		await window.insert(some(1));
		// What keys call it was told before, and is told anew with the identity.
		expect(await other.name()).toBe(name);
		expect(await other.identity()).not.toBe(first);
		expect(await other.name()).not.toBe(name);
		await other.close();
	});

	test("its clock is this machine's, to the accuracy of a round trip", async () => {
		expect(await window.clockOffsetMs()).toBe(0);
	});
});

test("a clock's difference is what the way there cannot explain", async () => {
	const ahead = (ms: number) => async () => Date.now() + ms;
	expect(await clockOffsetMs(ahead(0))).toBe(0);
	expect(Math.abs((await clockOffsetMs(ahead(60_000))) ?? 0) - 60_000).toBeLessThan(1000);
	expect(((await clockOffsetMs(ahead(-3_600_000))) ?? 0) + 3_600_000).toBeLessThan(1000);
	expect(await clockOffsetMs(async () => undefined)).toBeUndefined();
});

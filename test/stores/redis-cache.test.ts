import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import {Redis} from 'ioredis';
import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest';
import {startRedisEngine} from '../../source/engines/redis/start-redis-engine.ts';
import {revenueCodec} from '../../source/scenarios/shop/revenue-codec.ts';
import {type CachedAnswer, encodeCached} from '../../source/stores/cached-answer.ts';
import type {RedisCache} from '../../source/stores/redis-cache.ts';
import {redisBackings} from '../open-stores.ts';
import {openShopCache} from '../scenarios/shop/of-shop.ts';
import {until} from '../until.ts';

const key = 'shopstream:test';

function value(asOfMs: number, expiresAtMs: number) {
	return {
		answer: {
			asOfMs,
			windowDays: 30,
			day: '2026-11-24',
			timeZone: 'UTC',
			categories: [{category: 'Books', todayCents: 1, revenueCents: 2, orders: 1, units: 1}],
			totals: {todayCents: 1, revenueCents: 2, orders: 1, units: 1},
		},
		expiresAtMs,
		fillMs: 1.5,
	};
}

for (const backing of redisBackings) {
	describe.runIf(backing.runs)(`redis-cache on ${backing.name}`, () => {
		let cache: RedisCache;
		let url: string;
		let close: (() => Promise<void>) | undefined;
		let raw: Redis;

		beforeAll(async () => {
			({store: cache, url, close} = await backing.open());
			raw = new Redis(url);
		});

		afterEach(async () => {
			await raw.del(key);
		});

		afterAll(async () => {
			raw?.disconnect();
			await close?.();
		});

		/** Waits until the server holds nothing at the key. */
		const untilGone = async () => until(async () => (await raw.exists(key)) === 0);

		test('whether a key is held is asked without counting a hit or a miss', async () => {
			const counted = async () => /keyspace_hits:(\d+)\s+keyspace_misses:(\d+)/.exec(await raw.info('stats'))!.slice(1);
			const before = await counted();
			expect(await cache.holds(key)).toBe(false);
			await raw.set(key, 'x');
			expect(await cache.holds(key)).toBe(true);
			const {count, bytes} = await cache.holdings([key, `${key}:none`]);
			expect(count).toBe(1);
			expect(bytes).toBeGreaterThan(0);
			expect(await cache.holdings([])).toEqual({count: 0, bytes: 0});
			expect(await counted()).toEqual(before);
		});

		test('a lock has one owner, ends by itself, and is released by its owner alone', async () => {
			const lock = `${key}:lock`;
			await raw.del(lock);
			expect(await cache.lock(lock, 'one', 60_000)).toBe(true);
			expect(await cache.lock(lock, 'other', 60_000)).toBe(false);
			await cache.unlock(lock, 'other');
			expect(await raw.get(lock)).toBe('one');
			expect(await raw.pttl(lock)).toBeGreaterThan(50_000);
			await cache.unlock(lock, 'one');
			expect(await raw.exists(lock)).toBe(0);
			expect(await cache.lock(lock, 'one', 20)).toBe(true);
			await until(async () => cache.lock(lock, 'other', 60_000));
			await cache.unlock(lock, 'one');
			expect(await raw.get(lock)).toBe('other');
			await raw.del(lock);
		});

		test('it says what stands behind it', () => {
			const {version} = cache.backend;
			expect(cache.backend).toEqual({kind: 'server', label: `Redis ${version}`, version, address: url});
			expect(version).toMatch(/^\d+\.\d+\.\d+/);
		});

		test('a value comes back as it was, with its expiry on the key', async () => {
			const stored = value(1_700_000_000_000, 1_700_000_300_000);
			await cache.set(key, stored, 60_000);
			expect(await cache.get(key)).toEqual({status: 'found', value: stored});
			const left = await raw.pttl(key);
			expect(left).toBeGreaterThan(50_000);
			expect(left).toBeLessThanOrEqual(60_000);
		});

		test('a value is gone when its time is over, and less than a millisecond is one', async () => {
			await cache.set(key, value(0, 1), 30);
			await untilGone();
			expect(await cache.get(key)).toEqual({status: 'empty'});
			await cache.set(key, value(0, 1), 0.2);
			await untilGone();
		});

		test('nothing there is empty, and what is removed is nothing', async () => {
			expect(await cache.get(key)).toEqual({status: 'empty'});
			await cache.set(key, value(0, 1), 60_000);
			await cache.remove(key);
			await cache.remove(key);
			expect(await cache.get(key)).toEqual({status: 'empty'});
		});

		test.each([
			['not json', 'it is not JSON'],
			['', 'it is not JSON'],
			['{"schema":"another/1"}', 'its schema is not as expected'],
			['[]', 'its shape is not as expected'],
			[encodeCached(value(0, 1), revenueCodec).slice(0, -3), 'it is not JSON'],
		])('%s is corrupt, and replaced by the next value', async (text, reason) => {
			await raw.set(key, text);
			expect(await cache.get(key)).toEqual({status: 'corrupt', reason});
			expect(await cache.moveExpiry(key, () => Date.now() + 60_000)).toBeUndefined();
			expect(await raw.get(key)).toBe(text);
			await cache.set(key, value(5, 6), 60_000);
			expect(await cache.get(key)).toEqual({status: 'found', value: value(5, 6)});
		});

		test('a value of another type is corrupt, and replaced by the next value', async () => {
			await raw.call('LPUSH', key, 'one').catch(() => undefined);
			// The embedded engine has no lists: then there is nothing of another type to read.
			if ((await raw.exists(key)) === 1) {
				expect(await cache.get(key)).toEqual({status: 'corrupt', reason: 'it is no text'});
				expect(await cache.moveExpiry(key, () => Date.now() + 60_000)).toBeUndefined();
				const stored = value(Date.now(), Date.now() + 60_000);
				await cache.set(key, stored, 60_000);
				expect(await cache.get(key)).toEqual({status: 'found', value: stored});
			}
		});

		test("moving the end rewrites the envelope and the key's own expiry to as-of + TTL", async () => {
			const asOfMs = Date.now() - 1000;
			const before = value(asOfMs, asOfMs + 300_000);
			for (const ttlMs of [45_000, 86_400_000]) {
				await cache.set(key, before, 300_000);
				const moved = await cache.moveExpiry(key, ({answer}) => answer.asOfMs + ttlMs);
				expect(moved).toEqual({...before, expiresAtMs: asOfMs + ttlMs});
				expect(await cache.get(key)).toEqual({status: 'found', value: moved});
				expect(await raw.call('PEXPIRETIME', key)).toBe(asOfMs + ttlMs);
			}
		});

		test('an end in the past removes the key at once, and nothing stands any more', async () => {
			await cache.set(key, value(Date.now() - 60_000, Date.now() + 1000), 60_000);
			expect(await cache.moveExpiry(key, ({answer}) => answer.asOfMs + 1000)).toBeUndefined();
			expect(await cache.get(key)).toEqual({status: 'empty'});
		});

		test('nothing to move is nothing moved', async () => {
			expect(await cache.moveExpiry(key, () => Date.now() + 1000)).toBeUndefined();
			expect(await raw.exists(key)).toBe(0);
		});

		test('moving gives way to one who writes the key meanwhile', async () => {
			const {hostname, port} = new URL(url);
			const rival: Socket = connect(Number(port), hostname);
			await once(rival, 'connect');
			await cache.set(key, value(1, 2), 60_000);
			const theirs = encodeCached(value(3, 4), revenueCodec);
			const moved = await cache.moveExpiry(key, () => {
				// On its way before the transaction is.
				rival.write(`*5\r\n$3\r\nSET\r\n$${key.length}\r\n${key}\r\n$${theirs.length}\r\n${theirs}\r\n$2\r\nPX\r\n$5\r\n50000\r\n`);
				return Date.now() + 10_000;
			});
			expect(moved).toBeUndefined();
			expect(await cache.get(key)).toEqual({status: 'found', value: value(3, 4)});
			expect(await raw.pttl(key)).toBeGreaterThan(40_000);
			rival.destroy();
		});

		test('an older value never replaces a newer one, in whatever order they come', async () => {
			const nowMs = Date.now();
			const newer = value(nowMs - 1000, nowMs + 60_000);
			expect(await cache.set(key, newer, 60_000)).toEqual({status: 'stored'});
			expect(await cache.set(key, value(nowMs - 2000, nowMs + 90_000), 90_000)).toEqual({status: 'newer', value: newer});
			expect(await cache.get(key)).toEqual({status: 'found', value: newer});
			expect(await raw.pttl(key)).toBeLessThanOrEqual(60_000);
			// One of the same instant is another's fill of the same truth.
			expect(await cache.set(key, value(nowMs - 1000, nowMs + 70_000), 70_000)).toEqual({status: 'stored'});
			const asOfs = Array.from({length: 20}, (_, i) => nowMs - 1000 + ((i * 7) % 20));
			await Promise.all(asOfs.map(async asOfMs => cache.set(key, value(asOfMs, asOfMs + 60_000), 60_000)));
			expect(await cache.get(key)).toMatchObject({status: 'found', value: {answer: {asOfMs: Math.max(...asOfs)}}});
		});

		test('nor when the newer one is stored between the look and the store', async () => {
			const {hostname, port} = new URL(url);
			const rival: Socket = connect(Number(port), hostname);
			await once(rival, 'connect');
			const nowMs = Date.now();
			const theirs = value(nowMs - 1000, nowMs + 60_000);
			const text = encodeCached(theirs, revenueCodec);
			const before = value(nowMs - 3000, nowMs + 60_000);
			await cache.set(key, before, 60_000);
			const ours: CachedAnswer = {
				...value(nowMs - 2000, nowMs + 60_000),
				// Asked for as the value is written down, after the look: the rival's is on its way before the transaction is.
				get fillMs() {
					rival.write(`*3\r\n$3\r\nSET\r\n$${key.length}\r\n${key}\r\n$${Buffer.byteLength(text)}\r\n${text}\r\n`);
					const until = performance.now() + 50;
					while (performance.now() < until) {
						// The rival's value arrives meanwhile.
					}

					return 1.5;
				},
			};
			expect(await cache.set(key, ours, 60_000)).toEqual({status: 'newer', value: theirs});
			expect(await cache.get(key)).toEqual({status: 'found', value: theirs});
			rival.destroy();
		});

		test.each([
			['from the future', (nowMs: number) => value(nowMs + 1500, nowMs + 60_000)],
			['that would stand until the year 9999', (nowMs: number) => value(nowMs - 10, Date.UTC(9999, 0))],
		])('a value %s is replaced by one that can be true', async (_, of) => {
			const nowMs = Date.now();
			await raw.set(key, encodeCached(of(nowMs), revenueCodec));
			const ours = value(nowMs - 5000, nowMs + 60_000);
			expect(await cache.set(key, ours, 60_000, nowMs)).toEqual({status: 'stored'});
			expect(await cache.get(key)).toEqual({status: 'found', value: ours});
		});

		test("its clock is this computer's", async () => {
			expect(Math.abs(await cache.clockOffsetMs())).toBeLessThan(50);
		});

		test('moves at the same time take turns: the last one stands', async () => {
			const asOfMs = Date.now();
			await cache.set(key, value(asOfMs, asOfMs + 60_000), 60_000);
			const ends = [10_000, 20_000, 30_000, 40_000];
			const moved = await Promise.all(ends.map(async ms => cache.moveExpiry(key, () => asOfMs + ms)));
			expect(moved.map(one => one?.expiresAtMs)).toEqual(ends.map(ms => asOfMs + ms));
			expect(await raw.call('PEXPIRETIME', key)).toBe(asOfMs + 40_000);
		});

		test('a database that is not there is an error, not the first one', async () => {
			const failure = await openShopCache(`${url}/9999`).catch((error: unknown) => error);
			expect(failure).toMatchObject({name: 'Problem', exitCode: 1, message: `Redis at ${url}/9999 cannot be used: ERR DB index is out of range`});
			expect(() => new URL(`${url}/abc`)).not.toThrow();
			await expect(openShopCache(`${url}/abc`)).rejects.toMatchObject({
				exitCode: 2,
				message: `The Redis URL ${url}/abc is not valid (its database is not a number): write it as redis://host:6379`,
			});
		});
	});
}

describe('a Redis that goes away', () => {
	test('fails at once while it is gone, and is used again when it is back', async () => {
		const engine = await startRedisEngine({});
		const cache = await openShopCache(`redis://127.0.0.1:${engine.port}`);
		await cache.set(key, value(1, 2), 60_000);
		await engine.close();
		// The client may not know yet that the connection ended: its first command then waits for that news.
		const startedAt = performance.now();
		await expect(cache.get(key)).rejects.toThrow();
		await expect(cache.set(key, value(1, 2), 60_000)).rejects.toThrow();
		await expect(cache.remove(key)).rejects.toThrow();
		expect(performance.now() - startedAt).toBeLessThan(4500);

		const again = await startRedisEngine({port: engine.port});
		expect(await until(async () => cache.get(key).catch(() => undefined))).toEqual({status: 'empty'});
		await cache.close();
		await again.close();
	});

	test('moving the end of a value fails too instead of waiting for ever', async () => {
		const engine = await startRedisEngine({});
		const cache = await openShopCache(`redis://127.0.0.1:${engine.port}`);
		await engine.close();
		await expect(cache.moveExpiry(key, () => Date.now())).rejects.toThrow();
		await cache.close();
	});
});

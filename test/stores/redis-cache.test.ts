import {Redis} from 'ioredis';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {CachedRevenue} from '../../source/orders/cached-revenue.ts';
import {openRedisCache, type RedisCache} from '../../source/stores/redis-cache.ts';
import {redisBackings} from '../open-stores.ts';

const key = 'shopstream:test';

function value(asOfMs: number, expiresAtMs: number): CachedRevenue {
	return {
		report: {asOfMs, windowDays: 30, categories: [{category: 'Books', todayCents: 1, revenueCents: 2, orders: 1, units: 1}], totals: {todayCents: 1, revenueCents: 2, orders: 1, units: 1}},
		expiresAtMs,
		fillMs: 1.5,
	};
}

for (const backing of redisBackings) {
	describe.runIf(backing.runs)(`redis-cache on ${backing.name}`, () => {
		let cache: RedisCache;
		let close: () => Promise<void>;
		let raw: Redis;

		beforeAll(async () => {
			const opened = await backing.open();
			({store: cache, close} = opened);
			raw = new Redis(opened.url);
			await raw.del(key);
		});

		afterAll(async () => {
			await raw.del(key);
			raw.disconnect();
			await close();
		});

		test('a value comes back as it was, with its expiry on the key', async () => {
			const stored = value(1_700_000_000_000, 1_700_000_300_000);
			await cache.set(key, stored, 60_000);
			expect(await cache.get(key)).toEqual({status: 'found', value: stored});
			const left = await raw.pttl(key);
			expect(left).toBeGreaterThan(50_000);
			expect(left).toBeLessThanOrEqual(60_000);
		});

		test.each([['not json', 'it is not JSON'], ['{"schema":"another/1"}', 'its schema is not as expected'], ['[]', 'its shape is not as expected']])('%s is corrupt', async (text, reason) => {
			await raw.set(key, text);
			expect(await cache.get(key)).toEqual({status: 'corrupt', reason});
		});

		test('moving the end rewrites the envelope and the key\'s own expiry to as-of + TTL', async () => {
			const asOfMs = Date.now() - 1000;
			await cache.set(key, value(asOfMs, asOfMs + 300_000), 300_000);
			const moved = await cache.moveExpiry(key, ({report}) => report.asOfMs + 45_000);
			expect(moved?.expiresAtMs).toBe(asOfMs + 45_000);
			expect(await cache.get(key)).toEqual({status: 'found', value: moved});
			expect(await raw.call('PEXPIRETIME', key)).toBe(asOfMs + 45_000);
		});

		test('an end in the past removes the key at once', async () => {
			await cache.set(key, value(Date.now() - 60_000, Date.now() + 1000), 60_000);
			await cache.moveExpiry(key, ({report}) => report.asOfMs + 1000);
			expect(await cache.get(key)).toEqual({status: 'empty'});
		});

		test('nothing to move is nothing moved', async () => {
			await cache.remove(key);
			expect(await cache.moveExpiry(key, () => Date.now() + 1000)).toBeUndefined();
		});
	});
}

test('nobody listening is one sentence, with the password masked', async () => {
	const failure = await openRedisCache('redis://:secret@127.0.0.1:1').catch((error: Error) => error.message);
	expect(failure).toMatch(/^Redis at redis:\/\/:\*\*\*@127\.0\.0\.1:1 did not answer within 5 s/);
});

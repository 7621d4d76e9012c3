import {afterEach, expect, test} from 'vitest';
import {limitKeys, redisMemory, roomForKeys} from '../../source/flows/redis-memory.ts';
import {openRedisCache, type RedisCache} from '../../source/stores/redis-cache.ts';
import {bothRedises, hasRedisServer, redisServerNote, startRedisServer} from '../redis-server.ts';
import {birds} from '../scenarios/miniature/birds.ts';

const closing: Array<() => Promise<unknown>> = [];
afterEach(async () => {
	for (const close of closing.splice(0).reverse()) {
		await close();
	}
});

const open = async (url: string): Promise<RedisCache> => {
	const cache = await openRedisCache(url, birds.question.codec);
	closing.push(async () => cache.close());
	return cache;
};

for (const {name, isThere, start} of bothRedises) {
	test.skipIf(!isThere)(`${name} gets memory for some keys, evicts the others, and gets back what it had`, async () => {
		const {url, stop} = await start();
		closing.push(stop);
		const cache = await open(url);
		const store = async (from: number, to: number) => {
			for (let first = from; first < to; first += 250) {
				await cache.run(Array.from({length: 250}, (_, i) => ['SET', `answer:${first + i}`, 'x'.repeat(400), 'PX', 600_000]));
			}
		};
		await store(0, 500);
		const before = await redisMemory(cache);
		expect(before).toMatchObject({policy: 'noeviction', evictedKeys: 0});
		const {count, bytes} = await cache.holdingsLike('answer:*');
		const limit = await limitKeys(cache, {keys: 2000, keyBytes: bytes! / count!, beside: bytes!});
		const roomy = roomForKeys(await redisMemory(cache), await cache.holdingsLike('answer:*'))!;
		expect(Math.abs(roomy / 2000 - 1)).toBeLessThan(0.1);
		await store(500, 6000);
		const full = await redisMemory(cache);
		const held = await cache.holdingsLike('answer:*');
		expect(full.policy).toBe('allkeys-lru');
		expect(full.evictedKeys).toBeGreaterThan(3000);
		// A server needs more than what it tells of each key: tables of all keys.
		expect(Math.abs(held.count! / 2000 - 1)).toBeLessThan(0.25);
		expect(Math.abs(roomForKeys(full, held)! / held.count! - 1)).toBeLessThan(0.02);
		await limit.restore();
		expect(await redisMemory(cache)).toMatchObject({policy: before.policy, maxBytes: before.maxBytes});
		expect(roomForKeys(await redisMemory(cache), held)).toBeUndefined();
	});
}

test.skipIf(!hasRedisServer)(`a Redis that may not be asked is a failure that says so${redisServerNote}`, async () => {
	const server = await startRedisServer();
	closing.push(async () => server.stop());
	await server.ask('ACL', 'SETUSER', 'pupil', 'on', '>secret', '~*', '+@all', '-info', '-config');
	const cache = await open(server.url.replace('redis://', 'redis://pupil:secret@'));
	await expect(redisMemory(cache)).rejects.toMatchObject({kind: 'refuses', reason: 'this user may not do that'});
	await expect(limitKeys(cache, {keys: 10, keyBytes: 100})).rejects.toMatchObject({kind: 'refuses'});
	// One that takes half of the settings and does not take them back says what is left to do.
	await server.ask('ACL', 'SETUSER', 'pupil', '+info', '+config');
	let isFirst = true;
	const half: typeof cache.run = async work => {
		if ('reads' in work || work[0]![0] !== 'CONFIG') {
			return cache.run(work);
		}

		if (isFirst) {
			isFirst = false;
			await cache.run([work[0]!]);
		}

		throw new Error('refused');
	};
	await expect(limitKeys({run: half}, {keys: 10, keyBytes: 100})).rejects.toThrow(
		'Redis still has the memory of this experiment (refused): give it back with CONFIG SET maxmemory 0 and CONFIG SET maxmemory-policy noeviction',
	);
});

test('no room is told of a memory without bound, of another policy, and before there is a key', () => {
	const memory = {usedBytes: 900, maxBytes: 1000, policy: 'allkeys-lru', evictedKeys: 0};
	expect(roomForKeys(memory, {count: 10, bytes: 500})).toBe(12);
	expect(roomForKeys({...memory, usedBytes: 1100}, {count: 10, bytes: 500})).toBe(10);
	expect(roomForKeys({...memory, maxBytes: 0}, {count: 10, bytes: 500})).toBeUndefined();
	expect(roomForKeys({...memory, policy: 'allkeys-random'}, {count: 10, bytes: 500})).toBeUndefined();
	expect(roomForKeys(memory, {count: 0, bytes: 0})).toBeUndefined();
});

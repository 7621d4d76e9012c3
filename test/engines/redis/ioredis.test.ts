import {once} from 'node:events';
import {Redis} from 'ioredis';
import {afterEach, beforeEach, expect, test} from 'vitest';
import type {Engine} from '../../../source/engines/engine.ts';
import {startRedisEngine} from '../../../source/engines/redis/start-redis-engine.ts';

let engine: Engine;
let redis: Redis;
let other: Redis;

beforeEach(async () => {
	engine = await startRedisEngine({});
	redis = new Redis(engine.port, '127.0.0.1');
	other = new Redis(engine.port, '127.0.0.1');
});

afterEach(async () => {
	redis.disconnect();
	other.disconnect();
	await engine.close();
});

test('sets with an expiry, and gets', async () => {
	expect(await redis.set('k', 'größe', 'PX', 60_000)).toBe('OK');
	expect(await other.get('k')).toBe('größe');
	const leftMs = await other.pttl('k');
	expect(leftMs).toBeGreaterThan(50_000);
	expect(leftMs).toBeLessThanOrEqual(60_000);
});

test('keeps bytes as they are', async () => {
	const bytes = Buffer.from(Array.from({length: 256}, (_, i) => i));
	await redis.set(bytes, bytes);
	expect(await redis.getBuffer(bytes)).toEqual(bytes);
});

test('expires at a time past or to come', async () => {
	await redis.set('k', 'v');
	expect(await redis.pexpireat('k', Date.now() + 60_000)).toBe(1);
	expect(await redis.get('k')).toBe('v');
	expect(await redis.pexpireat('k', Date.now() - 1)).toBe(1);
	expect(await redis.get('k')).toBeNull();
});

test('a transaction conflicts with another connection', async () => {
	await redis.watch('k');
	await other.set('k', 'theirs');
	expect(await redis.multi().set('k', 'mine').exec()).toBeNull();
	expect(await redis.get('k')).toBe('theirs');

	await redis.watch('k');
	const results = await redis.multi().set('k', 'mine').get('k').incr('k').exec();
	expect(results?.map(([error, value]) => error?.message ?? value)).toEqual(['OK', 'mine', 'ERR value is not an integer or out of range']);
});

test('scans all keys', async () => {
	const keys = Array.from({length: 500}, (_, i) => `shop:${String(i).padStart(3, '0')}`);
	await redis.mset(Object.fromEntries([...keys, 'elsewhere'].map(key => [key, '1'])));
	const found: string[] = [];
	for await (const page of redis.scanStream({match: 'shop:*', count: 7})) {
		found.push(...(page as string[]));
	}

	expect(found.sort()).toEqual(keys);
});

test('tells about itself', async () => {
	await redis.set('k', 'v');
	await redis.get('k');
	await redis.get('nothing');
	const info = Object.fromEntries(
		(await redis.info())
			.split('\r\n')
			.filter(line => line.includes(':'))
			.map(line => line.split(/:(.*)/s).slice(0, 2) as [string, string]),
	);
	expect(info).toMatchObject({
		redis_version: '7.0.15',
		shopstream_engine: 'embedded',
		redis_mode: 'standalone',
		loading: '0',
		role: 'master',
		tcp_port: String(engine.port),
		connected_clients: '2',
		keyspace_hits: '1',
		keyspace_misses: '1',
		expired_keys: '0',
		maxmemory: '268435456',
		aof_enabled: '0',
		db0: 'keys=1,expires=0,avg_ttl=0',
	});
});

test('publishes to subscribers', async () => {
	const messages: unknown[] = [];
	const received = new Promise<void>(resolve => {
		other.on('message', (...words) => messages.push(words));
		other.on('pmessage', (...words) => {
			messages.push(words);
			resolve();
		});
	});
	await other.subscribe('news');
	await other.psubscribe('n*');
	expect(await redis.publish('news', 'hello')).toBe(2);
	expect(await redis.publish('else', 'hello')).toBe(0);
	await received;
	expect(messages).toEqual([
		['news', 'hello'],
		['n*', 'news', 'hello'],
	]);
});

test('closes while clients are connected, and more than once', async () => {
	await redis.ping();
	const ended = once(redis, 'close');
	await Promise.all([engine.close(), engine.close()]);
	await ended;
	expect(redis.status).not.toBe('ready');
});

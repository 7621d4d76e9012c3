// What a Redis says that answers and does not do it, and what becomes of one that falls silent.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, describe, expect, test} from 'vitest';
import {startRedisEngine} from '../../source/engines/redis/start-redis-engine.ts';
import {answerKey, lockKey} from '../../source/flows/answer-key.ts';
import type {RedisCache} from '../../source/stores/redis-cache.ts';
import {StoreFailure} from '../../source/stores/store-failure.ts';
import {hasRedisServer, redisServerNote, type RedisServer, startRedisServer} from '../redis-server.ts';
import {standStill} from '../stand-still.ts';
import {openTunnel} from '../tunnel.ts';
import {until} from '../until.ts';
import {openShopCache} from '../scenarios/shop/of-shop.ts';

const key = 'shopstream:{test:trouble}';

function value(asOfMs: number) {
	const figures = {todayCents: 1, revenueCents: 2, orders: 1, units: 1};
	return {
		answer: {asOfMs, windowDays: 30, day: '2026-11-24', timeZone: 'UTC', categories: [{category: 'Books', ...figures}], totals: figures},
		expiresAtMs: asOfMs + 60_000,
		fillMs: 1.5,
	};
}

/** How a call fails, as its type says. */
async function failureOf(call: Promise<unknown>): Promise<{kind: string; reason: string; message: string}> {
	const failure = await call.then(
		() => undefined,
		(error: unknown) => error,
	);
	expect(failure).toBeInstanceOf(StoreFailure);
	const {kind, reason, message, store} = failure as StoreFailure;
	expect(store).toBe('redis');
	return {kind, reason, message};
}

const undo: Array<() => Promise<void>> = [];

afterEach(async () => {
	for (const step of undo.splice(0).reverse()) {
		await step();
	}
});

async function openServer(options: Parameters<typeof startRedisServer>[0] = {}): Promise<{server: RedisServer; cache: RedisCache}> {
	const server = await startRedisServer(options);
	undo.push(async () => server.stop());
	const cache = await openShopCache(server.url);
	undo.push(async () => cache.close());
	return {server, cache};
}

describe.runIf(hasRedisServer)(`a redis-server${redisServerNote}`, () => {
	test('and answers while this process stands still is heard, however long that takes', async () => {
		const {cache} = await openServer();
		const asking = cache.get(key);
		standStill(3000);
		expect(await asking).toEqual({status: 'empty'});
	});

	test.each<[string, readonly string[], ReadonlyArray<readonly string[]>]>([
		['out of memory', [], [['CONFIG', 'SET', 'maxmemory', '1']]],
		['read-only replica', [], [['REPLICAOF', '127.0.0.1', '1']]],
		['too few replicas', [], [['CONFIG', 'SET', 'min-replicas-to-write', '1']]],
		['this user may not do that', [], [['ACL', 'SETUSER', 'default', '-set']]],
	])('to store: %s', async (reason, args, commands) => {
		const {server, cache} = await openServer({args});
		await cache.set(key, value(Date.now() - 1000), 60_000);
		for (const [command, ...given] of commands) {
			await server.ask(command!, ...given);
		}

		expect(await failureOf(cache.set(key, value(Date.now()), 60_000))).toEqual({
			kind: 'refuses',
			reason,
			message: `Redis at ${server.url} refuses to store: ${reason}`,
		});
		// What stands is still found.
		expect(await cache.get(key)).toMatchObject({status: 'found'});
		expect(await failureOf(cache.lock(`${key}:lock`, 'me', 1000))).toMatchObject({kind: 'refuses', reason});
		// Nothing watched is left behind that would undo the next transaction.
		expect(await failureOf(cache.set(key, value(Date.now()), 60_000))).toMatchObject({kind: 'refuses', reason});
	});

	test('to store: it cannot save to its disk', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'redis-trouble-'));
		undo.push(async () => rmSync(folder, {recursive: true, force: true}));
		const {server, cache} = await openServer({args: ['--dir', folder]});
		await server.ask('CONFIG', 'SET', 'save', '3600 1000000');
		rmSync(folder, {recursive: true});
		await server.ask('BGSAVE');
		await until(async () => String(await server.ask('INFO', 'persistence')).includes('rdb_last_bgsave_status:err'));
		expect(await failureOf(cache.set(key, value(Date.now()), 60_000))).toMatchObject({kind: 'refuses', reason: 'it cannot save to its disk'});
	});

	test('to read: a replica that has lost its master', async () => {
		const {server, cache} = await openServer({args: ['--replica-serve-stale-data', 'no']});
		await server.ask('REPLICAOF', '127.0.0.1', '1');
		expect(await failureOf(cache.get(key))).toEqual({
			kind: 'refuses',
			reason: 'replica that has lost its master',
			message: `Redis at ${server.url} refuses: replica that has lost its master`,
		});
	});

	test('everything: busy with a script, until it ends', async () => {
		const {server, cache} = await openServer({args: ['--busy-reply-threshold', '20']});
		const script = server.ask('EVAL', 'while true do end', '0').catch(() => undefined);
		await until(async () =>
			cache.get(key).then(
				() => false,
				(error: unknown) => error instanceof StoreFailure && error.reason === 'busy with a script',
			),
		);
		expect(await failureOf(cache.set(key, value(Date.now()), 1000))).toMatchObject({kind: 'refuses', reason: 'busy with a script'});
		const other = await openShopCache(server.url).catch((error: unknown) => error as Error);
		expect(other).toMatchObject({message: expect.stringMatching(/^Redis at .+ cannot be used: BUSY /) as string});
		server.signal('SIGKILL');
		await script;
	});

	test.each(['', 'new-one'])('everything, after a restart with a password (the URL has %j)', async had => {
		const first = await startRedisServer({password: had});
		const cache = await openShopCache(had === '' ? first.url : `redis://:${had}@127.0.0.1:${first.port}`);
		undo.push(async () => cache.close());
		await first.stop();
		const second = await startRedisServer({port: first.port, password: 'another'});
		undo.push(async () => second.stop());
		const reason = had === '' ? 'asks for a password' : 'wrong user or password';
		await until(async () =>
			cache.get(key).then(
				() => false,
				(error: unknown) => error instanceof StoreFailure && error.kind === 'refuses',
			),
		);
		expect(await failureOf(cache.get(key))).toMatchObject({kind: 'refuses', reason});
		expect(await failureOf(cache.remove(key))).toMatchObject({kind: 'refuses', reason});
		expect(await failureOf(cache.set(key, value(Date.now()), 1000))).toMatchObject({kind: 'refuses', reason});
		expect(await failureOf(cache.moveExpiry(key, () => Date.now()))).toMatchObject({kind: 'refuses', reason});
		expect(await failureOf(cache.clockOffsetMs())).toMatchObject({kind: 'refuses', reason});
		await second.ask('CONFIG', 'SET', 'requirepass', had);
		await until(async () =>
			cache.get(key).then(
				({status}) => status === 'empty',
				() => false,
			),
		);
	});

	test('everything, while it loads its data', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'redis-trouble-'));
		undo.push(async () => rmSync(folder, {recursive: true, force: true}));
		const {server, cache} = await openServer({args: ['--dir', folder]});
		await server.ask('EVAL', 'for i = 1, 3000 do redis.call("SET", "filler:" .. i, i) end', '0');
		await server.ask('SAVE');
		await server.stop();
		// A thousandth of a second for each key.
		const slow = await startRedisServer({
			port: server.port,
			args: ['--dir', folder, '--key-load-delay', '1000', '--loading-process-events-interval-bytes', '1024'],
		});
		undo.push(async () => slow.stop());
		await until(async () =>
			cache.get(key).then(
				() => true,
				(error: unknown) => error instanceof StoreFailure && error.kind === 'refuses',
			),
		);
		expect(await failureOf(cache.get(key))).toMatchObject({kind: 'refuses', reason: 'still loading its data'});
		await until(async () =>
			cache.get(key).then(
				({status}) => status === 'empty',
				() => false,
			),
		);
	});
});

test.runIf(hasRedisServer)(`a value and its lock share one slot of a Redis Cluster${redisServerNote}`, async () => {
	const {server, cache} = await openServer({
		args: ['--cluster-enabled', 'yes', '--cluster-config-file', join(mkdtempSync(join(tmpdir(), 'redis-cluster-')), 'nodes.conf')],
	});
	const lesson = answerKey('revenue:30d', 'here', 'Europe/Berlin');
	expect(await failureOf(cache.get(lesson))).toMatchObject({kind: 'refuses', reason: 'its cluster is down'});
	await server.ask('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
	await until(async () =>
		cache.get(lesson).then(
			() => true,
			() => false,
		),
	);
	expect(await server.ask('CLUSTER', 'KEYSLOT', lesson)).toBe(await server.ask('CLUSTER', 'KEYSLOT', lockKey(lesson)));
	expect(await cache.set(lesson, value(Date.now()), 60_000)).toEqual({status: 'stored'});
	expect(await cache.lock(lockKey(lesson), 'me', 1000)).toBe(true);
	expect(await cache.moveExpiry(lesson, () => Date.now() + 5000)).toBeDefined();
	await cache.unlock(lockKey(lesson), 'me');
	expect(await server.ask('DBSIZE')).toBe(1);
});

test("an error without a known code is said in Redis's own words", async () => {
	const engine = await startRedisEngine({});
	const cache = await openShopCache(`redis://127.0.0.1:${engine.port}`);
	undo.push(
		async () => engine.close(),
		async () => cache.close(),
	);
	await cache.set(key, value(Date.now()), 60_000);
	expect(await failureOf(cache.moveExpiry(key, () => Number.MAX_SAFE_INTEGER / 2, Number.MAX_SAFE_INTEGER / 2 + 1e15))).toMatchObject({
		kind: 'refuses',
		reason: expect.stringMatching(/\S/) as string,
		message: expect.stringMatching(/^Redis at redis:\/\/\S+ refuses: (?!ERR)/) as string,
	});
});

describe('a peer that takes connections and never answers', () => {
	test('is given up and tried anew until it answers again, for reads and for transactions', async () => {
		const engine = await startRedisEngine({});
		const tunnel = await openTunnel(engine.port);
		const cache = await openShopCache(`redis://127.0.0.1:${tunnel.port}`);
		undo.push(
			async () => engine.close(),
			async () => tunnel.close(),
			async () => cache.close(),
		);
		await cache.set(key, value(Date.now()), 60_000);
		tunnel.stall();
		await until(async () =>
			cache.get(key).then(
				() => false,
				() => true,
			),
		);
		const silent = {kind: 'silent', reason: 'no answer', message: `Redis at redis://127.0.0.1:${tunnel.port} does not answer`};
		expect(await failureOf(cache.get(key))).toEqual(silent);
		expect(await failureOf(cache.set(key, value(Date.now()), 60_000))).toEqual(silent);
		expect(await failureOf(cache.moveExpiry(key, () => Date.now()))).toEqual(silent);
		// Long enough for a connection to hang in its handshake.
		const stalledAt = performance.now();
		await until(() => performance.now() - stalledAt > 1000);
		tunnel.pass();
		const passedAt = performance.now();
		await until(async () =>
			cache.get(key).then(
				({status}) => status === 'found',
				() => false,
			),
		);
		expect(performance.now() - passedAt).toBeLessThan(9000);
		expect(await cache.set(key, value(Date.now()), 60_000)).toEqual({status: 'stored'});
	});
});

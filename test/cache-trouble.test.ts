// The built program before a Redis that refuses, is shared, or has another clock, as a user meets it.
import {afterEach, describe, expect, test} from 'vitest';
import {startMongoEngine} from '../source/engines/mongo/start-mongo-engine.ts';
import {clockOff, fakeClockNote, hasFakeClock} from './fake-clock.ts';
import {hasRedisServer, redisServerNote, type RedisServer, startRedisServer} from './redis-server.ts';
import {printed} from './terminal/printed.ts';
import {run} from './terminal/run.ts';
import {isThorough, rounds} from './thorough.ts';

const undo: Array<() => Promise<void>> = [];

afterEach(async () => {
	for (const step of undo.splice(0).reverse()) {
		await step();
	}
});

async function openRedis(): Promise<RedisServer> {
	const redis = await startRedisServer();
	undo.push(async () => redis.stop());
	return redis;
}

type Report = {
	readonly totals: {readonly orders: number; readonly revenueCents: number};
	readonly read: {readonly outcome: string; readonly ageMs: number; readonly reason: string | null};
	readonly bench: object | null;
	readonly benchReason: string | null;
	readonly clock: {readonly redisAheadMs: number; readonly mongoAheadMs: number};
};

async function report(args: readonly string[]): Promise<Report> {
	const {stdout, code} = await printed(['report', '--json', '--time-zone', 'UTC', ...args]);
	expect(code).toBe(0);
	return JSON.parse(stdout) as Report;
}

describe.runIf(hasRedisServer)(`the program on a redis-server${redisServerNote}`, () => {
	test('two databases behind one Redis do not answer for each other; two programs at one database share', async () => {
		const redis = await openRedis();
		const [one, other] = [
			await report(['--redis-url', redis.url, '--seed', '1', '--orders', '100']),
			await report(['--redis-url', redis.url, '--seed', '2', '--orders', '500']),
		];
		expect([one.read.outcome, other.read.outcome]).toEqual(['miss', 'miss']);
		expect(one.totals.orders).toBeLessThan(101);
		expect(other.totals.orders).toBeGreaterThan(300);
		const engine = await startMongoEngine({});
		undo.push(async () => engine.close());
		const shared = ['--redis-url', redis.url, '--mongo-url', `mongodb://127.0.0.1:${engine.port}`];
		// An empty window is not kept: what is seeded shows at once.
		expect(await report(shared)).toMatchObject({totals: {orders: 0}, read: {outcome: 'miss', reason: 'an empty answer is not kept'}});
		await printed(['seed', '--orders', '300', ...shared]);
		const [first, second] = [await report(shared), await report(shared)];
		expect([first.read.outcome, second.read.outcome]).toEqual(['miss', 'hit']);
		expect(first.totals.orders).toBeGreaterThan(200);
		expect(second.totals).toEqual(first.totals);
		// Nothing but answers is left.
		const keys = (await redis.ask('KEYS', '*')) as string[];
		expect(keys.filter(key => !/^shopstream:\{revenue:30d:[\da-f]{16}:UTC\}$/.test(key))).toEqual([]);
		expect(keys.length).toBe(3);
	});

	test.runIf(isThorough)('two benchmarks on one Redis do not spoil each other', async () => {
		const redis = await openRedis();
		const both = await Promise.all([1, 2].map(async () => run(['bench', '--json', '--redis-url', redis.url])));
		expect(both.map(({code, stderr}) => ({code, stderr}))).toEqual([
			{code: 0, stderr: ''},
			{code: 0, stderr: ''},
		]);
		expect(await redis.ask('KEYS', '*')).toEqual([]);
	});

	test.each([
		['out of memory', ['CONFIG', 'SET', 'maxmemory', '1']],
		...rounds(
			[],
			[['read-only replica', ['REPLICAOF', '127.0.0.1', '1']] as const, ['too few replicas', ['CONFIG', 'SET', 'min-replicas-to-write', '1']] as const],
		),
	] as const)('a Redis that refuses (%s): the revenue is printed, what is measured says why it is not', async (reason, [command, ...given]) => {
		const redis = await startRedisServer();
		try {
			await redis.ask(command, ...given);
			const said = new RegExp(`^Redis at ${redis.url} refuses(?: to store)?: ${reason}$`);
			const {totals, read, bench, benchReason} = await report(['--redis-url', redis.url]);
			expect(totals.orders).toBeGreaterThan(0);
			expect(read).toMatchObject({outcome: 'miss', reason: expect.stringMatching(said) as string});
			expect({bench, benchReason}).toEqual({bench: null, benchReason: expect.stringMatching(said) as string});
			expect((await printed(['report', '--redis-url', redis.url])).stdout).toMatch(/^No latencies: Redis at \S+ refuses/m);
			for (const args of [['bench'], ['stampede', '--viewers', '20', '--poll', '1s', '--firings', '1']]) {
				const {stdout, stderr, code} = await printed([...args, '--redis-url', redis.url]);
				expect({stdout, code}).toEqual({stdout: '', code: 1});
				expect(stderr).toMatch(
					new RegExp(`^shopstream-tui: (?:The (?:benchmark|stampede) stopped: )?Redis at ${redis.url} refuses(?: to store)?: ${reason}\n$`),
				);
			}
		} finally {
			await redis.stop();
		}
	});
});

describe.runIf(hasRedisServer && hasFakeClock)(`a clock that is off${redisServerNote || fakeClockNote}`, () => {
	test.each(rounds([-3600], [-3600, 3600]))('by %d s: no age is below 0, the difference is said and given', async off => {
		const redis = await openRedis();
		const engine = await startMongoEngine({});
		undo.push(async () => engine.close());
		const shared = ['--redis-url', redis.url, '--mongo-url', `mongodb://127.0.0.1:${engine.port}`];
		await printed(['seed', '--orders', '300', ...shared]);
		const first = await report(shared);
		expect(first.clock).toEqual({redisAheadMs: 0, mongoAheadMs: 0});
		const {stdout, stderr, code} = await run(['report', '--json', ...shared], clockOff(off));
		expect(code).toBe(0);
		const second = JSON.parse(stdout) as Report;
		expect(second.read.outcome).toBe('hit');
		expect(second.read.ageMs).toBeGreaterThanOrEqual(0);
		expect(second.read.ageMs).toBeLessThan(60_000);
		expect(second.totals).toEqual(first.totals);
		expect(Math.abs(Math.abs(second.clock.redisAheadMs) - 3_600_000)).toBeLessThan(5000);
		expect(stderr).toMatch(
			off < 0 ? /^Redis's clock is 1 h ahead of this computer's: all times here are Redis's\.$/m : /^Redis's clock is 1 h behind this computer's/m,
		);
	});
});

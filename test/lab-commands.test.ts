// The built `lab` and `stampede`, live on the embedded engines.
import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Redis} from 'ioredis';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import * as z from 'zod/mini';
import {startRedisEngine} from '../source/engines/redis/start-redis-engine.ts';
import {hasRedisServer, redisServerNote, startRedisServer} from './redis-server.ts';
import {printed} from './terminal/printed.ts';
import {run, start} from './terminal/run.ts';
import {isThorough, rounds} from './thorough.ts';
import {until} from './until.ts';
import {firstLayers} from '../source/layers/layers.ts';

let folder: string;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'lab-commands-'));
});

afterAll(() => rmSync(folder, {recursive: true, force: true}));

const whole = z.int().check(z.gte(0));
const share = z.number().check(z.gte(0), z.lte(1));
const positive = z.number().check(z.gt(0));
const backend = z.strictObject({kind: z.literal('embedded'), label: z.string(), version: z.string()});
const backends = z.strictObject(Object.fromEntries(firstLayers.map(({name}) => [name, backend])));
const load = z.strictObject({
	ttlSeconds: positive,
	arrivals: z.strictObject({kind: z.literal('poll'), viewers: whole, pollSeconds: positive}),
	fillSeconds: positive,
	ownProcess: z.boolean(),
	protection: z.array(z.string()),
});
const labSchema = z.strictObject({
	schema: z.literal('shopstream.lab/1'),
	scenario: z.literal('shop'),
	load,
	measured: z.strictObject({
		reads: whole,
		hits: whole,
		hitRate: share,
		meanAgeSeconds: positive,
		maxAgeSeconds: positive,
		originQueries: whole,
		outcomes: z.strictObject({hit: whole, miss: whole, bypass: whole, stale: whole, coalesced: whole, error: whole}),
		shed: whole,
		fillSeconds: positive,
		seconds: positive,
		reasons: z.array(z.unknown()),
	}),
	predicted: z.strictObject({hitRate: share, low: share, high: share, meanAgeSeconds: positive, originPerSecond: positive}),
	error: z.nullable(
		z.strictObject({
			comparisons: whole,
			orders: whole,
			todayMeanCents: z.number(),
			todayMostCents: z.number(),
			todayMeanPercent: z.number(),
			windowMeanCents: z.number(),
			windowMeanPercent: z.number(),
			predictedTodayMeanPercent: z.number(),
		}),
	),
	backends,
});
const firing = {originQueries: positive, waited: positive, recoverySeconds: positive};
const phase = {
	load,
	measured: z.strictObject({...firing, fillSeconds: positive, shed: whole}),
	firings: z.array(z.strictObject(firing)),
	predicted: z.strictObject({originQueries: positive, by: z.enum(['formula', 'simulation'])}),
};
const stampedeSchema = z.strictObject({
	schema: z.literal('shopstream.stampede/1'),
	scenario: z.literal('shop'),
	...phase,
	withLock: z.nullable(z.strictObject(phase)),
	backends,
});

describe.concurrent('live, without a terminal', () => {
	test('lab --json is one document that keeps the contract, and its figures agree with each other', async () => {
		const temporary = mkdtempSync(join(folder, 'tmp-'));
		const {stdout, stderr, code} = await run(['lab', '--ttl', '200ms', '--viewers', '20', '--poll', '1s', '--for', '3s', '--json'], {TMPDIR: temporary});
		expect({stderr, code}).toEqual({stderr: '', code: 0});
		const {measured, predicted, load, error} = labSchema.parse(JSON.parse(stdout));
		expect(error).toBeNull();
		expect(load).toMatchObject({ttlSeconds: 0.2, arrivals: {viewers: 20, pollSeconds: 1}, protection: ['single-flight']});
		// Twenty a second for three seconds, less those under way at the end: on a busy machine many.
		expect(measured.reads).toBeGreaterThanOrEqual(30);
		expect(measured.reads).toBeLessThanOrEqual(60);
		expect(Object.values(measured.outcomes).reduce((sum, count) => sum + count, 0)).toBe(measured.reads);
		expect(measured).toMatchObject({hits: measured.outcomes.hit, hitRate: measured.outcomes.hit / measured.reads, shed: 0});
		// A query may be under way when the time is over.
		expect(measured.originQueries - measured.outcomes.miss).toBeLessThanOrEqual(1);
		expect(measured.originQueries).toBeGreaterThanOrEqual(measured.outcomes.miss);
		expect(measured.outcomes).toMatchObject({bypass: 0, stale: 0, error: 0});
		// A fill may take longer than the mean one, and a busy machine serves late.
		expect(measured.maxAgeSeconds).toBeLessThan(0.2 + measured.fillSeconds + 3);
		// Theory's own is of an endless run, and may lie beside the band of one that begins with an empty cache.
		expect(predicted.low).toBeLessThanOrEqual(predicted.high);
		expect(readdirSync(temporary)).toEqual([]);
	});

	test('stampede --json: with the lock exactly one query at each firing, however many laptops wait', async () => {
		const temporary = mkdtempSync(join(folder, 'tmp-'));
		const {stdout, stderr, code} = await printed(
			['stampede', '--viewers', '50', '--poll', '1s', '--fill', '100ms', '--protection', 'lock', '--own-process', '--firings', '2', '--json'],
			{TMPDIR: temporary},
		);
		expect({stderr, code}).toEqual({stderr: '', code: 0});
		const {measured, firings, predicted, load} = stampedeSchema.parse(JSON.parse(stdout));
		expect(load).toMatchObject({arrivals: {viewers: 50, pollSeconds: 1}, ownProcess: true, protection: ['lock']});
		expect(firings.map(({originQueries}) => originQueries)).toEqual([1, 1]);
		expect([measured.originQueries, predicted]).toEqual([1, {originQueries: 1, by: 'formula'}]);
		expect(measured.waited).toBeGreaterThan(1);
		for (const {recoverySeconds} of firings) {
			expect(recoverySeconds).toBeGreaterThan(0.1);
			expect(recoverySeconds).toBeLessThan(9);
		}

		expect(readdirSync(temporary)).toEqual([]);
	});

	test('in text, within 80 columns, in ASCII where that is asked for', async () => {
		const {stdout, stderr, code} = await printed([
			'lab',
			'--ttl',
			'1s',
			'--viewers',
			'1000',
			'--poll',
			'1s',
			'--for',
			'1s',
			'--fill',
			'5s',
			'--protection',
			'none',
			'--ascii',
		]);
		// Every read waits for an origin that is slower than the run: there is nothing to measure, and that is said.
		expect({stdout, code}).toEqual({stdout: '', code: 1});
		expect(stderr).toMatch(/^shopstream-tui: The laboratory has nothing to measure: [^\n]+\n$/);
		const seen = await printed([
			'lab',
			'--ttl',
			'100ms',
			'--viewers',
			'30',
			'--poll',
			'1s',
			'--for',
			'3s',
			'--protection',
			'lock,xfetch',
			'--own-process',
			'--ascii',
		]);
		expect({stderr: seen.stderr, code: seen.code}).toEqual({stderr: '', code: 0});
		expect(seen.stdout).toMatch(/^[\n -~]+$/);
		expect(seen.stdout.split('\n').every(line => line.length <= 80)).toBe(true);
		expect(seen.stdout).toMatch(/with a lock in\s+Redis and\s+XFetch with\s+beta\s+1/);
	});
});

describe('live, one after the other: what they measure takes a processor of its own', () => {
	test('lab --orders-per-second lets orders arrive, and measures how far off the answers are that a key keeps', async () => {
		const {stdout, stderr, code} = await printed([
			'lab',
			'--ttl',
			'10s',
			'--viewers',
			'20',
			'--poll',
			'1s',
			'--for',
			'4s',
			'--orders-per-second',
			'50',
			'--json',
		]);
		expect({stderr, code}).toEqual({stderr: '', code: 0});
		const {error} = labSchema.parse(JSON.parse(stdout));
		expect(error!.comparisons).toBeGreaterThanOrEqual(2);
		expect(error!.orders).toBeGreaterThan(50);
		// Hundreds of orders are not in the answer that stands.
		expect(error!.todayMeanPercent).toBeGreaterThan(1);
		expect(error!.todayMostCents).toBeGreaterThan(error!.todayMeanCents);
		expect(error!.windowMeanPercent).toBeGreaterThan(0);
	});

	test.runIf(isThorough)('stampede alone: without protection, and then what the lock makes of it', async () => {
		const {stdout, stderr, code} = await printed(['stampede', '--viewers', '30', '--poll', '1s', '--fill', '500ms', '--json']);
		expect({stderr, code}).toEqual({stderr: '', code: 0});
		const {measured, load, withLock} = stampedeSchema.parse(JSON.parse(stdout));
		expect(load.protection).toEqual([]);
		// Thirty a second and a query of 0.5 s and more.
		expect(measured.originQueries).toBeGreaterThan(5);
		expect(withLock).toMatchObject({load: {protection: ['lock']}, measured: {originQueries: 1}});
		expect(withLock!.measured.waited).toBeGreaterThan(5);
	});
});

describe.concurrent('Ctrl-C in the middle', () => {
	test.each([
		['stampede', ['stampede', '--viewers', '50', '--poll', '1s', '--fill', '5s', '--protection', 'lock', '--own-process', '--json']],
		...rounds([], [['lab', ['lab', '--ttl', '200ms', '--viewers', '20', '--poll', '1s', '--for', '60s', '--json']] as const]),
	] as const)('of %s: 130, nothing said, no folder left, and no lock without an end', async (name, args) => {
		const temporary = mkdtempSync(join(folder, 'tmp-'));
		const engine = await startRedisEngine({});
		const url = `redis://127.0.0.1:${engine.port}`;
		const redis = new Redis(url);
		const {child, ended} = start([...args, '--redis-url', url], {TMPDIR: temporary});
		const pattern = `shopstream:{${name}:*`;
		// Of the stampede, the first fill: whoever holds its lock waits for the slow origin.
		await until(async () => (await redis.keys(pattern)).length > 0);
		const sentMs = performance.now();
		child.kill('SIGINT');
		expect(await ended).toEqual({code: 130, stdout: '', stderr: ''});
		expect(performance.now() - sentMs).toBeLessThan(4500);
		expect(readdirSync(temporary)).toEqual([]);
		// What a rehearsal left behind ends by itself, and soon.
		await until(async () => (await redis.keys(pattern)).every(key => key.endsWith(':lock')));
		for (const lock of await redis.keys(pattern)) {
			expect(await redis.pttl(lock)).not.toBe(-1);
		}

		await redis.quit();
		await engine.close();
	});

	test.skipIf(!hasRedisServer)(`of a lab that bounds the memory of a Redis: it has what it had before${redisServerNote}`, async () => {
		const server = await startRedisServer();
		const {child, ended} = start('lab --scenario merchants --keys-in-memory 50 --for 60s --yes --redis-url'.split(' ').concat(server.url), {TMPDIR: folder});
		const settings = async () => server.ask('CONFIG', 'GET', 'maxmemory*');
		const before = await settings();
		await until(async () => String(await settings()) !== String(before));
		child.kill('SIGINT');
		expect(await ended).toMatchObject({code: 130});
		expect(await settings()).toEqual(before);
		await server.stop();
	});
});

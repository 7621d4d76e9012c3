import {commandNames} from '../source/command-line/commands.ts';
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {spawn} from 'node:child_process';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import * as z from 'zod/mini';
import {Redis} from 'ioredis';
import {startMongoEngine} from '../source/engines/mongo/start-mongo-engine.ts';
import {startRedisEngine} from '../source/engines/redis/start-redis-engine.ts';
import type {StoredOrder} from '../source/scenarios/shop/order.ts';
import {printed} from './terminal/printed.ts';
import {ended, run, start} from './terminal/run.ts';
import {plainEnvironment, program, Terminal} from './terminal/terminal.ts';
import {nodeFlags} from './node-flags.ts';
import {isThorough, rounds} from './thorough.ts';
import {until} from './until.ts';
import {openShopWindow, ordersOf} from './scenarios/shop/of-shop.ts';
import {sumRevenue} from './scenarios/shop/sum-revenue.ts';
import {firstLayers} from '../source/layers/layers.ts';

let folder: string;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'command-line-'));
});

afterAll(() => rmSync(folder, {recursive: true, force: true}));

const whole = z.int().check(z.gte(0));
const figures = {todayCents: whole, revenueCents: whole, orders: whole, units: whole};
const summary = z.strictObject({count: whole, p50Ms: z.number(), p95Ms: z.number(), p99Ms: z.nullable(z.number())});
const speedup = z.strictObject({ratio: z.number(), low: z.number(), high: z.number()});
const backend = z.strictObject({kind: z.literal('embedded'), label: z.string(), version: z.string()});
const backends = z.strictObject(Object.fromEntries(firstLayers.map(({name}) => [name, backend])));
const measured = {
	mode: z.enum(['burst', 'paced']),
	miss: summary,
	hit: summary,
	speedup,
	runs: z.array(speedup),
	busyShare: z.number().check(z.gte(0), z.lte(1)),
};
const reportSchema = z.strictObject({
	schema: z.literal('shopstream.report/1'),
	scenario: z.literal('shop'),
	asOf: z.iso.datetime(),
	windowDays: z.literal(30),
	day: z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/)),
	timeZone: z.string(),
	categories: z.array(z.strictObject({category: z.string(), ...figures})),
	totals: z.strictObject(figures),
	leftOut: z.array(z.never()),
	read: z.strictObject({outcome: z.literal('miss'), latencyMs: z.number(), ageMs: z.number(), reason: z.null()}),
	bench: z.strictObject(measured),
	benchReason: z.null(),
	clock: z.strictObject({redisAheadMs: z.literal(0), mongoAheadMs: z.literal(0)}),
	backends,
});

const figuresOfFacts = {rows: whole, revenueCents: whole};
const ids = {leastId: z.string(), greatestId: z.string()};
const archiveSchema = z.strictObject({
	schema: z.literal('shopstream.archive/2'),
	scenario: z.literal('shop'),
	asOf: z.iso.datetime(),
	bucket: z.string(),
	source: z.literal('PostgreSQL'),
	timeZone: z.string(),
	days: z.array(
		z.strictObject({
			day: z.iso.date(),
			state: z.literal('new'),
			isWhole: z.boolean(),
			revision: z.literal(1),
			...figuresOfFacts,
			...ids,
			manifest: z.string().check(z.regex(/^manifests\/orders\/dt=\d{4}-\d\d-\d\d\/r000001\.json$/)),
			parts: z.array(
				z.strictObject({
					...figuresOfFacts,
					...ids,
					name: z.string().check(z.regex(/^orders\/dt=\d{4}-\d\d-\d\d\/part-00001\.jsonl\.gz$/)),
					sizeBytes: whole,
					crc32c: z.string().check(z.regex(/^[\w+/]{6}==$/)),
					generation: z.string().check(z.regex(/^\d+$/)),
				}),
			),
		}),
	),
	unchanged: z.literal(0),
	today: z.null(),
	created: whole,
	createdBytes: whole,
	archived: z.strictObject({days: whole, parts: whole, ...figuresOfFacts}),
	manifest: z.literal('manifests/orders/runs/r000001.json'),
	revision: z.literal(1),
	leftOut: z.array(z.never()),
	warnings: z.array(z.never()),
	tookMs: whole,
	backends: z.record(z.string(), z.unknown()),
});

const whatIfSchema = z.object({
	schema: z.literal('shopstream.what-if/1'),
	scenario: z.literal('shop'),
	simulated: z.literal(true),
	rows: z.array(
		z.object({
			ttlSeconds: z.number(),
			theory: z.nullable(z.object({hitRate: z.number(), meanAgeSeconds: z.number()})),
			simulation: z.object({
				reads: whole,
				hitRate: z.number(),
				meanAgeSeconds: z.number(),
				maxAgeSeconds: z.number(),
				originQueries: whole,
				stampedeSize: z.number(),
			}),
			perDay: z.object({reads: z.number(), originQueries: z.number()}),
			error: z.object({todayMeanPercent: z.number(), windowRmsPercent: z.number()}),
		}),
	),
});

describe.concurrent('without a terminal', () => {
	test('the main job prints eight categories that sum to the total, and a miss slower than the hits', async () => {
		const {stdout, stderr, code} = await run([]);
		expect({stderr, code}).toEqual({stderr: '', code: 0});
		const rows = stdout
			.split('\n')
			.flatMap(line =>
				/^(\S.*?) +([\d,.]+) +([\d,]+\.\d\d) +(\d+) +([\d,]+) +[\d.]+ %$/.exec(line)?.slice(1) ? [/^(\S.*?) +([\d,.]+) +([\d,]+\.\d\d) /.exec(line)!] : [],
			);
		const cents = (text: string) => Math.round(Number(text.replaceAll(',', '')) * 100);
		expect(rows).toHaveLength(9);
		expect(rows.slice(0, 8).reduce((sum, row) => sum + cents(row[3]!), 0)).toBe(cents(rows[8]![3]!));
		const p50 = (kind: string) => Number(new RegExp(`^${kind} +([\\d.]+)`, 'm').exec(stdout)![1]);
		expect(p50('miss')).toBeGreaterThan(p50('hit'));
	});

	test("--json is one document that keeps the contract, and its totals are a sum over the orders, made without MongoDB's aggregation, to the cent", async () => {
		const data = join(folder, 'sums');
		const {stdout, stderr, code} = await run(['--json', '--orders', '700', '--seed', '11', '--data', data]);
		expect({stderr, code}).toEqual({stderr: '', code: 0});
		const {categories, totals, asOf, timeZone, bench} = reportSchema.parse(JSON.parse(stdout));
		expect(categories).toHaveLength(8);
		expect(categories.reduce((sum, {revenueCents}) => sum + revenueCents, 0)).toBe(totals.revenueCents);
		expect(bench.miss.p50Ms).toBeGreaterThan(bench.hit.p50Ms);

		const engine = await startMongoEngine({dataFolder: join(data, 'mongo')});
		const window = await openShopWindow(`mongodb://127.0.0.1:${engine.port}`);
		const orders: StoredOrder[] = [];
		for await (const order of ordersOf(window, 0, Date.now())) {
			orders.push(order);
		}

		await window.close();
		await engine.close();
		expect(orders).toHaveLength(700);
		expect(sumRevenue(orders, Date.parse(asOf), 30, timeZone)).toMatchObject({categories, totals});
	});

	test('bench --json', async () => {
		const bench = await printed(['bench', '--json', '--orders', '60', '--runs', '2']);
		expect([bench.code, bench.stderr]).toEqual([0, '']);
		const measurement = z
			.strictObject({schema: z.literal('shopstream.bench/1'), scenario: z.literal('shop'), ...measured, backends})
			.parse(JSON.parse(bench.stdout));
		expect([measurement.mode, measurement.miss.count, measurement.hit.count, measurement.runs.length]).toEqual(['burst', 120, 1200, 2]);
		expect(measurement.miss.p99Ms).toBeGreaterThanOrEqual(measurement.miss.p95Ms);
	});

	test.runIf(isThorough)('archive --json of orders in memory, and what becomes of its objects', async () => {
		const archive = await run(['archive', '--json', '--today']);
		expect([archive.code, archive.stderr]).toEqual([0, 'These objects were temporary: keep them with --data DIR or --bucket NAME.\n']);
		const written = archiveSchema.parse(JSON.parse(archive.stdout));
		expect(written).toMatchObject({bucket: 'shopstream-archive', archived: {rows: 500, days: written.days.length}, created: written.days.length});
		expect(written.days.reduce((sum, {rows}) => sum + rows, 0)).toBe(500);
		expect(written.days.reduce((sum, {revenueCents}) => sum + revenueCents, 0)).toBe(written.archived.revenueCents);
		expect(written.days.map(({day}) => day)).toEqual(written.days.map(({day}) => day).sort());
	});

	test('seed --json, and what becomes of orders in memory', async () => {
		const {stdout, stderr, code} = await printed(['seed', '--json', '--orders', '1234']);
		expect({stderr, code}).toEqual({stderr: 'These orders were temporary: keep them with --data DIR or --mongo-url URL.\n', code: 0});
		expect(
			z
				.strictObject({
					schema: z.literal('shopstream.seed/1'),
					scenario: z.literal('shop'),
					stored: whole,
					expiring: z.literal(0),
					ordersHeld: whole,
					tookMs: z.number(),
					backends,
				})
				.parse(JSON.parse(stdout)),
		).toMatchObject({stored: 1234, ordersHeld: 1234});
	});

	test.runIf(isThorough)('bench in text', async () => {
		const {stdout, stderr, code} = await run(['bench', '--orders', '20', '--runs', '1']);
		expect({stderr, code}).toEqual({stderr: '', code: 0});
		expect(stdout).toMatch(
			/^Read latency in ms, one read after the other \(burst\)\. A miss is GET \+ MongoDB \+\nSET, a hit is GET \+ parse\.\n\n +p50 +p95 +p99 +reads\nmiss +[\d.]+ +[\d.]+ +– +60\nhit( +[\d.]+){3} +600\n\nA hit is [\d.,]+ times as fast as a miss \(95 % interval of this run: [\d.,]+ to [\d.,]+\)\.\n/,
		);
	});

	test('what-if answers without a store, whatever the environment says of them', async () => {
		const temporary = mkdtempSync(join(folder, 'tmp-'));
		const env = {TMPDIR: temporary, MONGODB_URI: 'mongodb://127.0.0.1:1', REDIS_URL: 'redis://127.0.0.1:1'};
		const {stdout, stderr, code} = await run(['what-if', '--json', '--ttl', '10s,1m', '--rate', '2', '--fill', '0', '--reads', '50000'], env);
		expect({stderr, code}).toEqual({stderr: '', code: 0});
		const {rows} = whatIfSchema.parse(JSON.parse(stdout));
		expect(rows.map(({ttlSeconds}) => ttlSeconds)).toEqual([10, 60]);
		for (const {theory, simulation, ttlSeconds} of rows) {
			expect(theory!.hitRate).toBeCloseTo((2 * ttlSeconds) / (1 + 2 * ttlSeconds), 12);
			expect(simulation.hitRate).toBeCloseTo(theory!.hitRate, 2);
		}

		expect(readdirSync(temporary)).toEqual([]);
	});

	test('what-if in text, in ASCII where nothing is known', async () => {
		const {stdout, stderr, code} = await printed(['what-if', '--ascii', '--protection', 'xfetch', '--rate', '50', '--ttl', '1s', '--reads', '20000']);
		expect({stderr, code}).toEqual({stderr: '', code: 0});
		expect(stdout).toMatch(/^What if the TTL were 1 s\? {2}SIMULATED/);
		expect(stdout).toMatch(/^1 s +- +\d/m);
		expect(stdout).toMatch(/^[\n -~]+$/);
	});

	test('a signal ends a long what-if at once', async () => {
		// It says how far it is to whoever watches.
		const terminal = new Terminal(['what-if', '--reads', '100000000']);
		await terminal.until('simulating a TTL of');
		const sentMs = performance.now();
		terminal.process.kill('SIGINT');
		expect((await terminal.exited).exitCode).toBe(130);
		expect(performance.now() - sentMs).toBeLessThan(10_000);
	});

	test('--help and --version', async () => {
		const [help, version] = await Promise.all([run(['--help']), run(['--version'])]);
		expect({...help, stdout: ''}).toEqual({stdout: '', stderr: '', code: 0});
		expect(help.stdout).toMatch(/\n {2}Examples\n {4}\$ shopstream-tui\n/);
		const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {version: string};
		expect(version).toEqual({stdout: `${manifest.version}\n`, stderr: '', code: 0});
	});

	test('a command followed by --help, or named after help, is explained alone', async () => {
		const [flag, word, two, none] = await Promise.all([run(['bench', '--help']), run(['help', 'bench']), run(['archive', 'list', '-h']), run(['help'])]);
		expect(flag).toEqual({stdout: expect.stringMatching(/^ {2}Usage\n {4}\$ shopstream-tui bench \[flags\]\n/), stderr: '', code: 0});
		expect(flag.stdout).toContain('    --runs N              number of measurements (default 3; 1 with --paced)');
		expect(flag.stdout).not.toMatch(/--viewers|--firings|Keys of the dashboard/);
		expect(word).toEqual(flag);
		expect(two.stdout).toMatch(/\n {4}archive list {7}list what the archive holds, by month\n\n/);
		expect(none.stdout).toContain('Keys of the dashboard');
		expect(await run(['help', 'archve'])).toMatchObject({stdout: '', stderr: expect.stringContaining('(did you mean archive?)') as string, code: 2});
	});

	test('a data folder keeps orders and objects between runs', async () => {
		const data = join(folder, 'kept');
		expect(JSON.parse((await printed(['seed', '--json', '--orders', '30', '--data', data])).stdout)).toMatchObject({stored: 30, ordersHeld: 30});
		expect(JSON.parse((await printed(['seed', '--json', '--orders', '12', '--data', data])).stdout)).toMatchObject({stored: 12, ordersHeld: 42});
		const archive = async () => JSON.parse((await printed(['archive', '--json', '--today', '--data', data])).stdout) as object;
		const first = archiveSchema.parse(await archive());
		expect(first).toMatchObject({bucket: 'shopstream-archive', archived: {rows: 42, days: first.days.length}, created: first.days.length});
		expect(first.days.reduce((sum, {rows}) => sum + rows, 0)).toBe(42);
		expect(first.days.reduce((sum, {revenueCents}) => sum + revenueCents, 0)).toBe(first.archived.revenueCents);
		expect(first.days.map(({day}) => day)).toEqual(first.days.map(({day}) => day).sort());
		if (isThorough) {
			expect(await archive()).toMatchObject({archived: {rows: 42}, created: 0});
		}

		expect(JSON.parse((await printed(['archive', 'list', '--json', '--data', data])).stdout)).toMatchObject({
			schema: 'shopstream.archive-list/1',
			rows: 42,
			parts: first.created,
		});
		expect(existsSync(join(data, 'shopstream.lock'))).toBe(false);
	});

	test('with a data folder a second report neither seeds again nor forgets the cache', async () => {
		const data = join(folder, 'twice');
		const report = async (orders: string) => {
			const {stdout, stderr, code} = await printed(['report', '--json', '--orders', orders, '--data', data]);
			expect({stderr, code}).toEqual({stderr: '', code: 0});
			return JSON.parse(stdout) as {asOf: string; totals: object; read: {outcome: string; ageMs: number}};
		};

		const first = await report('40');
		expect(first.read.outcome).toBe('miss');
		const second = await report('9000');
		expect(second).toMatchObject({asOf: first.asOf, totals: first.totals, read: {outcome: 'hit'}});
		expect(second.read.ageMs).toBeGreaterThan(first.read.ageMs);
	});

	test('a broken pipe ends quietly and leaves no temporary folder', async () => {
		const temporary = mkdtempSync(join(folder, 'tmp-'));
		const head = spawn('sh', ['-c', `"${process.execPath}" ${nodeFlags.join(' ')} "${program}" what-if --reads 1000 | head -1`], {
			env: plainEnvironment({TMPDIR: temporary}),
		});
		expect(await ended(head)).toMatchObject({code: 0, stderr: ''});
		// A reader that is gone before the first byte: the write itself fails.
		const unread = spawn(process.execPath, [...nodeFlags, program, '--json'], {env: plainEnvironment({TMPDIR: temporary}), stdio: ['ignore', 'pipe', 'pipe']});
		unread.stdout.destroy();
		expect(await ended(unread)).toEqual({code: 0, stdout: '', stderr: ''});
		expect(readdirSync(temporary)).toEqual([]);
	});

	// A signal that ends a benchmark stands below; each ends the dashboard elsewhere.
	test.runIf(isThorough).each([
		['SIGHUP', 129],
		['SIGTERM', 143],
		['SIGINT', 130],
	] as const)('%s ends a benchmark with %i and leaves no temporary folder', async (signal, wanted) => {
		const temporary = mkdtempSync(join(folder, 'tmp-'));
		const child = spawn(process.execPath, [...nodeFlags, program, 'bench', '--paced'], {env: plainEnvironment({TMPDIR: temporary}), stdio: 'ignore'});
		await until(() => readdirSync(temporary).length > 0);

		child.kill(signal);
		expect(
			await new Promise(resolve => {
				child.once('close', resolve);
			}),
		).toBe(wanted);
		expect(readdirSync(temporary)).toEqual([]);
	});
});

describe.concurrent('a signal while the benchmark runs', () => {
	test.each([['SIGTERM', 143], ...rounds([], [['SIGINT', 130] as const])] as const)(
		'%s ends it with %i, says nothing, and leaves no folder and no key',
		async (signal, wanted) => {
			const temporary = mkdtempSync(join(folder, 'tmp-'));
			const engine = await startRedisEngine({});
			const url = `redis://127.0.0.1:${engine.port}`;
			const redis = new Redis(url);
			const {child, ended} = start(['bench', '--paced', '--json', '--redis-url', url], {TMPDIR: temporary});
			await until(async () => (await redis.keys('shopstream:{bench:*')).length === 1);
			child.kill(signal);
			expect(await ended).toEqual({code: wanted, stdout: '', stderr: ''});
			expect(readdirSync(temporary)).toEqual([]);
			redis.disconnect();
			await engine.close();
		},
	);

	test('a killed run leaves a lock that the next one takes over', async () => {
		const data = join(folder, 'killed');
		const child = spawn(process.execPath, [...nodeFlags, program, 'bench', '--paced', '--data', data], {env: plainEnvironment(), stdio: 'ignore'});
		const lock = join(data, 'shopstream.lock');
		await until(() => existsSync(lock) && readFileSync(lock, 'utf8').endsWith('\n'));
		const refused = await run(['--data', data]);
		expect(refused).toEqual({
			stdout: '',
			stderr: `shopstream-tui: The data folder ${data} is in use by another run (process ${child.pid}): end that one, or name another folder with --data\n`,
			code: 1,
		});
		child.kill('SIGKILL');
		await new Promise(resolve => {
			child.once('close', resolve);
		});
		expect(existsSync(lock)).toBe(true);
		expect(await printed(['report', '--json', '--data', data])).toMatchObject({stderr: '', code: 0});
	});
});

describe.concurrent('bad input is one sentence, without a stack', () => {
	test.each<[string[], number, string]>([
		[['repot'], 2, `There is no command "repot" (did you mean report?): the commands are ${commandNames.join(', ')}`],
		[['repot', '--help'], 2, `There is no command "repot" (did you mean report?): the commands are ${commandNames.join(', ')}`],
		[['--oders', '5'], 2, 'There is no flag --oders (did you mean --orders?): see shopstream-tui --help'],
		[['--orders', '-1'], 2, '--orders wants a whole number from 1 to 10,000,000, not "-1"'],
		[['--ttl', '5x'], 2, '--ttl wants a time from 100 ms to 7 days, such as 5m, 45s, 24h, or 90 for seconds, not "5x"'],
		[['--gcs-endpoint', 'http://127.0.0.1:1'], 2, '--gcs-endpoint needs a bucket: name it with --bucket or SHOPSTREAM_BUCKET'],
		[['--seed', '1', '--seed', '2'], 2, 'The flag --seed can only be set once: see shopstream-tui --help'],
		...rounds<Array<[string[], number, string]>>(
			[],
			[
				[['--bogus'], 2, 'There is no flag --bogus: see shopstream-tui --help'],
				[['--orders', '1e12'], 2, '--orders wants a whole number from 1 to 10,000,000, not "1e12"'],
				[['--orders', 'abc'], 2, '--orders wants a whole number from 1 to 10,000,000, not "abc"'],
				[['--seed', 'x'], 2, '--seed wants a whole number from 0 to 4,294,967,295, not "x"'],
				[['--ttl', '0'], 2, '--ttl wants a time from 100 ms to 7 days, such as 5m, 45s, 24h, or 90 for seconds, not "0"'],
				[['--ttl', '-5'], 2, '--ttl wants a time from 100 ms to 7 days, such as 5m, 45s, 24h, or 90 for seconds, not "-5"'],
				[['--mongo-url', 'http://x'], 2, '--mongo-url is not a MongoDB URL: write it as mongodb://localhost:27017'],
				[['--redis-url', 'nonsense'], 2, '--redis-url is not a Redis URL: write it as redis://localhost:6379'],
				[
					['--bucket', 'gs://x'],
					2,
					"The bucket's name is not one of Google Cloud Storage: 3 to 222 lower-case letters, digits, dots, dashes and underscores, without gs://",
				],
				[['seed', 'bench'], 2, 'One command at a time, not "seed bench": see shopstream-tui --help'],
			],
		),
	])('%j', async (args, code, sentence) => {
		expect(await printed(args)).toEqual({stdout: '', stderr: `shopstream-tui: ${sentence}\n`, code});
	});

	test('servers that do not answer, by flag and by environment, with their passwords masked', async () => {
		const cases: Array<[string[], Record<string, string>, string]> = [
			[['--mongo-url', 'mongodb://u:secret@127.0.0.1:1'], {}, 'MongoDB at mongodb://u:***@127.0.0.1:1 refuses the connection'],
			[['--json'], {REDIS_URL: 'redis://u:secret@127.0.0.1:1'}, 'Redis at redis://u:***@127.0.0.1:1 refuses the connection'],
			[
				['--bucket', 'some-bucket', '--gcs-endpoint', 'http://u:secret@127.0.0.1:1'],
				{},
				'Google Cloud Storage at http://u:***@127.0.0.1:1 (bucket some-bucket) did not answer',
			],
			[['mongodb://u:secret@h'], {}, 'A URL stands without its flag'],
		];
		const temporary = mkdtempSync(join(folder, 'tmp-'));
		await Promise.all(
			cases.map(async ([args, env, start], i) => {
				const {stdout, stderr, code} = await (i === 0 || isThorough ? run(args, {...env, TMPDIR: temporary}) : printed(args, env));
				expect({stdout, code, lines: stderr.split('\n').length, said: stderr.slice(0, 16 + start.length)}).toEqual({
					stdout: '',
					code: args[0]!.includes('://') ? 2 : 1,
					lines: 2,
					said: `shopstream-tui: ${start}`,
				});
				expect(stderr).not.toContain('secret');
			}),
		);
		expect(readdirSync(temporary)).toEqual([]);
	});

	test('a data folder that cannot be one, or is in use', async () => {
		const file = join(folder, 'a-file');
		writeFileSync(file, '');
		expect(await printed(['--data', join(file, 'x')])).toMatchObject({
			code: 1,
			stderr: expect.stringMatching(/^shopstream-tui: The data folder .* cannot be written \(ENOTDIR\): choose another with --data\n$/),
		});
		const used = join(folder, 'used');
		mkdirSync(used);
		writeFileSync(join(used, 'shopstream.lock'), `${process.pid}\n`);
		// Above, another run has one.
		if (isThorough) {
			expect(await run(['--data', used])).toMatchObject({
				code: 1,
				stderr: expect.stringContaining(`is in use by another run (process ${process.pid}): end that one`),
			});
		}

		writeFileSync(join(used, 'shopstream.lock'), '999999999\n');
		expect(await printed(['seed', '--orders', '1', '--data', used])).toMatchObject({code: 0});
	});
});

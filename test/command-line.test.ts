import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {spawn} from 'node:child_process';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import * as z from 'zod/mini';
import {compose} from '../source/config.ts';
import {run} from './terminal/run.ts';
import {plainEnvironment, program} from './terminal/terminal.ts';

let folder: string;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'command-line-'));
});

afterAll(() => rmSync(folder, {recursive: true, force: true}));

const whole = z.int().check(z.gte(0));
const figures = {todayCents: whole, revenueCents: whole, orders: whole, units: whole};
const summary = z.strictObject({count: whole, p50Ms: z.number(), p95Ms: z.number(), p99Ms: z.number()});
const backend = z.strictObject({kind: z.literal('embedded'), label: z.string(), version: z.string()});
const backends = z.strictObject({mongo: backend, redis: backend, gcs: backend});
const measured = {mode: z.enum(['burst', 'paced']), miss: summary, hit: summary, speedup: z.strictObject({ratio: z.number(), low: z.number(), high: z.number()})};
const reportSchema = z.strictObject({
	schema: z.literal('shopstream.report/1'),
	asOf: z.iso.datetime(),
	windowDays: z.literal(30),
	categories: z.array(z.strictObject({category: z.string(), ...figures})),
	totals: z.strictObject(figures),
	read: z.strictObject({outcome: z.literal('miss'), latencyMs: z.number(), ageMs: z.number()}),
	bench: z.strictObject(measured),
	backends,
});

describe('without a terminal', () => {
	test('the main job prints eight categories that sum to the total, and a miss slower than the hits', async () => {
		const {stdout, stderr, code} = await run([]);
		expect({stderr, code}).toEqual({stderr: '', code: 0});
		const rows = stdout.split('\n').flatMap(line => /^(\S.*?) +([\d,.]+) +([\d,]+\.\d\d) +(\d+) +([\d,]+) +[\d.]+ %$/.exec(line)?.slice(1) ? [/^(\S.*?) +([\d,.]+) +([\d,]+\.\d\d) /.exec(line)!] : []);
		const cents = (text: string) => Math.round(Number(text.replaceAll(',', '')) * 100);
		expect(rows).toHaveLength(9);
		expect(rows.slice(0, 8).reduce((sum, row) => sum + cents(row[3]!), 0)).toBe(cents(rows[8]![3]!));
		const p50 = (kind: string) => Number(new RegExp(`^${kind} +([\\d.]+)`, 'm').exec(stdout)![1]);
		expect(p50('miss')).toBeGreaterThan(p50('hit'));
	});

	test('--json is one document that keeps the contract', async () => {
		const {stdout, stderr, code} = await run(['--json', '--orders', '800', '--seed', '7']);
		expect({stderr, code}).toEqual({stderr: '', code: 0});
		const report = reportSchema.parse(JSON.parse(stdout));
		expect(report.categories).toHaveLength(8);
		expect(report.categories.reduce((sum, {revenueCents}) => sum + revenueCents, 0)).toBe(report.totals.revenueCents);
		expect(report.bench.miss.p50Ms).toBeGreaterThan(report.bench.hit.p50Ms);
	});

	test('bench --json and archive --json', async () => {
		const bench = await run(['bench', '--json']);
		z.strictObject({schema: z.literal('shopstream.bench/1'), ...measured, backends}).parse(JSON.parse(bench.stdout));
		const archive = await run(['archive', '--json']);
		expect(JSON.parse(archive.stdout)).toMatchObject({schema: 'shopstream.archive/1', rows: 500, manifest: expect.stringMatching(/^manifests\/orders-/)});
		expect(archive.stderr).toContain('keep them with --data DIR');
	});

	test('a data folder keeps orders and objects between runs', async () => {
		const data = join(folder, 'kept');
		expect(JSON.parse((await run(['seed', '--json', '--orders', '30', '--data', data])).stdout)).toMatchObject({stored: 30, ordersHeld: 30});
		expect(JSON.parse((await run(['seed', '--json', '--orders', '12', '--data', data])).stdout)).toMatchObject({stored: 12, ordersHeld: 42});
		const first = JSON.parse((await run(['archive', '--json', '--data', data])).stdout) as {rows: number; created: number; objects: unknown[]};
		expect(first).toMatchObject({rows: 42, created: first.objects.length});
		expect(JSON.parse((await run(['archive', '--json', '--data', data])).stdout)).toMatchObject({rows: 42, created: 0});
	});

	test('a broken pipe ends quietly', async () => {
		const child = spawn('sh', ['-c', `"${process.execPath}" "${program}" | head -1`], {env: plainEnvironment()});
		let stderr = '';
		child.stderr.on('data', text => {
			stderr += String(text);
		});
		expect(await new Promise(resolve => {
			child.once('close', resolve);
		})).toBe(0);
		expect(stderr).toBe('');
	});

	test.each([['SIGTERM', 143], ['SIGINT', 130], ['SIGHUP', 129]] as const)('%s ends a benchmark with %i and leaves no temporary folder', async (signal, wanted) => {
		const temporary = mkdtempSync(join(folder, 'tmp-'));
		const child = spawn(process.execPath, [program, 'bench', '--paced'], {env: plainEnvironment({TMPDIR: temporary}), stdio: 'ignore'});
		while (readdirSync(temporary).length === 0) {
			await new Promise(resolve => {
				setTimeout(resolve, 10);
			});
		}

		child.kill(signal);
		expect(await new Promise(resolve => {
			child.once('close', resolve);
		})).toBe(wanted);
		expect(readdirSync(temporary)).toEqual([]);
	});
});

describe('bad input is one sentence, without a stack', () => {
	test.each<[string[], number, string]>([
		[['repot'], 2, 'There is no command "repot" (did you mean report?): the commands are dashboard, report, seed, bench, archive'],
		[['--bogus'], 2, 'There is no flag --bogus: see shopstream-tui --help'],
		[['--oders', '5'], 2, 'There is no flag --oders (did you mean --orders?): see shopstream-tui --help'],
		[['--orders', '-1'], 2, '--orders wants a whole number from 1 to 10,000,000, not "-1"'],
		[['--orders', '1e12'], 2, '--orders wants a whole number from 1 to 10,000,000, not "1e12"'],
		[['--orders', 'abc'], 2, '--orders wants a whole number from 1 to 10,000,000, not "abc"'],
		[['--seed', 'x'], 2, '--seed wants a whole number from 0 to 4,294,967,295, not "x"'],
		[['--ttl', '0'], 2, '--ttl wants a time from 0.1 s to 168 h, such as 5m, 45s, 24h, or 90 for seconds, not "0"'],
		[['--ttl', '-5'], 2, '--ttl wants a time from 0.1 s to 168 h, such as 5m, 45s, 24h, or 90 for seconds, not "-5"'],
		[['--ttl', '5x'], 2, '--ttl wants a time from 0.1 s to 168 h, such as 5m, 45s, 24h, or 90 for seconds, not "5x"'],
		[['--mongo-url', 'http://x'], 2, '--mongo-url is not a MongoDB URL: write it as mongodb://localhost:27017'],
		[['--redis-url', 'nonsense'], 2, '--redis-url is not a Redis URL: write it as redis://localhost:6379'],
		[['--gcs-endpoint', 'http://127.0.0.1:1'], 2, '--gcs-endpoint needs a bucket: name it with --bucket or SHOPSTREAM_BUCKET'],
		[['--bucket', 'gs://x'], 2, 'The bucket\'s name is not one of Google Cloud Storage: 3 to 222 lower-case letters, digits, dots, dashes and underscores, without gs://'],
		[['--seed', '1', '--seed', '2'], 2, 'The flag --seed can only be set once: see shopstream-tui --help'],
		[['seed', 'bench'], 2, 'One command at a time, not "seed bench": see shopstream-tui --help'],
	])('%j', async (args, code, sentence) => {
		expect(await run(args)).toEqual({stdout: '', stderr: `shopstream-tui: ${sentence}\n`, code});
	});

	test('servers that do not answer', async () => {
		for (const [args, start] of [
			[['--mongo-url', 'mongodb://u:secret@127.0.0.1:1'], 'MongoDB at mongodb://u:***@127.0.0.1:1 did not answer'],
			[['--redis-url', 'redis://:secret@127.0.0.1:1'], 'Redis at redis://:***@127.0.0.1:1 did not answer'],
			[['--bucket', 'some-bucket', '--gcs-endpoint', 'http://127.0.0.1:1'], 'Google Cloud Storage at http://127.0.0.1:1 (bucket some-bucket) did not answer'],
		] as const) {
			const {stdout, stderr, code} = await run(args);
			expect({stdout, code, lines: stderr.trim().split('\n').length, start: stderr.startsWith(`shopstream-tui: ${start}`)}).toEqual({stdout: '', code: 1, lines: 1, start: true});
			expect(stderr).not.toContain('secret');
		}
	});

	test('a data folder that cannot be one, or is in use', async () => {
		const file = join(folder, 'a-file');
		writeFileSync(file, '');
		expect(await run(['--data', join(file, 'x')])).toMatchObject({code: 1, stderr: expect.stringMatching(/^shopstream-tui: The data folder .* cannot be written \(ENOTDIR\): choose another with --data\n$/)});
		const used = join(folder, 'used');
		await run(['seed', '--orders', '1', '--data', used]);
		writeFileSync(join(used, 'shopstream.lock'), `${process.pid}\n`);
		expect(await run(['--data', used])).toMatchObject({code: 1, stderr: expect.stringContaining(`is in use by another run (process ${process.pid}): end that one`)});
		writeFileSync(join(used, 'shopstream.lock'), '999999999\n');
		expect(await run(['--data', used])).toMatchObject({code: 0});
	});
});

test('docker-compose.yml serves what --compose expects, pinned and health-checked', () => {
	const text = readFileSync(new URL('../docker-compose.yml', import.meta.url), 'utf8');
	const port = (url: string) => new URL(url).port;
	for (const url of [compose.mongoUrl, compose.redisUrl, compose.gcsEndpoint]) {
		expect(text).toContain(`"127.0.0.1:${port(url)}:${port(url)}"`);
	}

	expect(text).toContain(`target: /data/${compose.bucket}/`);
	const images = [...text.matchAll(/image: (\S+):(\S+)/g)].map(([, name, version]) => [name, version]);
	expect(images.map(([name]) => name)).toEqual(['mongo', 'redis', 'fsouza/fake-gcs-server']);
	expect(images.every(([, version]) => /^\d+\.\d+\.\d+$/.test(version!))).toBe(true);
	expect(images[0]![1]).toMatch(/^8\./);
	expect(images[1]![1]).toMatch(/^8\./);
	expect(text.match(/healthcheck:/g)).toHaveLength(3);
});

// Long histories into PostgreSQL, by the built program: cut short in every way, a repeat goes on, and in the end all stand once.
import {spawn} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import pg from 'pg';
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {type BreakableProxy, openBreakableProxy} from './breakable-proxy.ts';
import {postgresServers} from './postgres-servers.ts';
import {printed} from './terminal/printed.ts';
import {plainEnvironment, program} from './terminal/terminal.ts';
import {nodeFlags} from './node-flags.ts';
import {isThorough, rounds} from './thorough.ts';
import {until} from './until.ts';

const count = rounds(10_000, 20_000);
const counted = (number: number) => number.toLocaleString('en-US');

describe.each(postgresServers)('a seed into $name', ({start}) => {
	let direct: pg.Client;
	let proxy: BreakableProxy;
	let server: string;
	let url: string;
	let stop: () => Promise<void>;

	beforeAll(async () => {
		({url: server, stop} = await start());
		direct = new pg.Client(server);
		await direct.connect();
	}, 600_000);

	beforeEach(async () => {
		await direct.query('drop schema if exists shopstream cascade');
		proxy = await openBreakableProxy(Number(new URL(server).port));
		const proxied = new URL(server);
		proxied.port = String(proxy.port);
		url = proxied.toString();
		return async () => proxy.close();
	});

	afterAll(async () => {
		await direct?.query('drop schema if exists shopstream cascade');
		await direct?.end();
		await stop?.();
	});

	const rowOf = async (sql: string) => (await direct.query(sql)).rows[0] as Record<string, unknown>;
	const held = async () =>
		(await rowOf("select to_regclass('shopstream.orders') is not null as made"))['made'] === true
			? Number((await rowOf('select count(*)::int as count from shopstream.orders'))['count'])
			: 0;
	const wishes = () => ['seed', '--orders', String(count), '--years', '5', '--time-zone', 'UTC', '--postgres-url', url];

	/** The seed, once it has begun to store. */
	async function startSeed() {
		const child = spawn(process.execPath, [...nodeFlags, program, ...wishes()], {env: plainEnvironment({}), stdio: ['ignore', 'ignore', 'pipe']});
		let stderr = '';
		child.stderr.setEncoding('utf8').on('data', (text: string) => {
			stderr += text;
		});
		const closed = new Promise<number | null>(resolve => {
			child.once('close', resolve);
		});
		await until(async () => (await held()) >= 3000);
		return {child, ended: async () => ({code: await closed, stderr})};
	}

	/** The same once more, which ends with all of them, each once, over five years. */
	const expectToGoOn = async () => {
		const standing = await held();
		expect(standing).toBeLessThan(count);
		const {code, stderr, stdout} = await printed([...wishes(), '--json']);
		expect(code).toBe(0);
		const [, before, all] = /^Resumes an interrupted seed: ([\d,]+) of ([\d,]+) orders are stored already\.\n/.exec(stderr) ?? [];
		expect(all ?? counted(count)).toBe(counted(count));
		const remembered = Number(before?.replaceAll(',', ''));
		expect(remembered).toBeLessThanOrEqual(standing);
		expect(remembered).toBeGreaterThanOrEqual(standing - 2000);
		expect(JSON.parse(stdout)).toMatchObject({schema: 'shopstream.seed/1', stored: count, expiring: 0});
		expect(await held()).toBe(count);
		expect(await rowOf('select count(*)::int as seeds from shopstream.seeds')).toEqual({seeds: 0});
		expect(
			await rowOf(`
			select min(placed_at) < now() - interval '1824 days' as is_long, max(placed_at) > now() - interval '25 hours' as is_recent, count(distinct placed_at::date)::int > 1800 as has_all_days
			from shopstream.orders
		`),
		).toEqual({is_long: true, is_recent: true, has_all_days: true});
		expect(
			await rowOf('select count(*)::int as without from shopstream.orders o where not exists (select from shopstream.order_items where order_id = o.id)'),
		).toEqual({without: 0});
	};

	test.runIf(isThorough).each([
		['SIGINT', 130],
		['SIGTERM', 143],
	] as const)('that %s ends says exactly how many stand, and goes on', async (signal, wanted) => {
		const {child, ended} = await startSeed();
		child.kill(signal);
		const {code, stderr} = await ended();
		expect({code, stderr}).toEqual({code: wanted, stderr: `Cancelled: ${counted(await held())} of ${counted(count)} orders stand.\n`});
		await expectToGoOn();
	});

	test('that kill -9 ends goes on', async () => {
		const {child, ended} = await startSeed();
		child.kill('SIGKILL');
		await ended();
		await until(
			async () =>
				(await rowOf("select count(*)::int as busy from pg_stat_activity where application_name = 'shopstream-tui' and state <> 'idle'"))['busy'] === 0,
		);
		await expectToGoOn();
	});

	test.runIf(isThorough)('whose connections are cut says what stands, and goes on', async () => {
		const {ended} = await startSeed();
		proxy.cut();
		const {code, stderr} = await ended();
		const [, said] = /^shopstream-tui: PostgreSQL at \S+ does not answer; (?:at least )?([\d,]+) of [\d,]+ orders stand\n$/.exec(stderr) ?? [stderr];
		expect(code).toBe(1);
		expect(Number(said?.replaceAll(',', ''))).toBeLessThanOrEqual(await held());
		expect(Number(said?.replaceAll(',', ''))).toBeGreaterThanOrEqual(3000);
		await expectToGoOn();
	});

	test('that is done asks before it stores more, and says where they are', async () => {
		const small = ['seed', '--orders', '0.3k', '--years', '5', '--postgres-url', url];
		const {code, stdout, stderr} = await printed(small);
		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		expect(stdout.replaceAll('\n', ' ')).toMatch(/^Stored 300 orders in PostgreSQL in .+; MongoDB's window now holds 0\. PostgreSQL .+ MongoDB/);
		const again = await printed(small);
		expect(again.code).toBe(2);
		expect(again.stderr).toMatch(/ already holds 300 orders: add --yes to store 300 more beside them\n$/);
		expect((await printed([...small, '--yes'])).code).toBe(0);
		expect(await held()).toBe(600);
	});
});

test("a history longer than MongoDB keeps goes to the data folder's own PostgreSQL, the last days of it to MongoDB", async () => {
	const folder = await mkdtemp(join(tmpdir(), 'shopstream-history-'));
	try {
		const {code, stdout, stderr} = await printed(['seed', '--orders', '2k', '--days', '365', '--data', folder, '--json']);
		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		const {stored, expiring, ordersHeld} = JSON.parse(stdout) as {stored: number; expiring: number; ordersHeld: number};
		expect({stored, expiring}).toEqual({stored: 2000, expiring: 0});
		expect(ordersHeld).toBeGreaterThan(150);
		expect(ordersHeld).toBeLessThan(400);
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
});

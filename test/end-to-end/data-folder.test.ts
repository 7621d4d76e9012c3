import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {startMongoEngine} from '../../source/engines/mongo/start-mongo-engine.ts';
import type {StoredOrder} from '../../source/scenarios/shop/order.ts';
import type {RevenueReport} from '../../source/scenarios/shop/revenue.ts';
import {openTerminal} from '../terminal/open-dashboard.ts';
import {printed} from '../terminal/printed.ts';
import {run} from '../terminal/run.ts';
import {plainEnvironment, program, Terminal} from '../terminal/terminal.ts';
import {openShopWindow, ordersOf} from '../scenarios/shop/of-shop.ts';
import {nodeFlags} from '../node-flags.ts';
import {isThorough, rounds} from '../thorough.ts';
import {sumRevenue} from '../scenarios/shop/sum-revenue.ts';
import {until} from '../until.ts';

const open: Terminal[] = [];
let data: string;
let lock: string;

beforeEach(() => {
	data = join(mkdtempSync(join(tmpdir(), 'data-folder-')), 'lesson');
	lock = join(data, 'shopstream.lock');
});

afterEach(async () => {
	await Promise.all(open.splice(0).map(async terminal => terminal.end()));
	rmSync(join(data, '..'), {recursive: true, force: true});
});

function terminal(args: readonly string[]): Terminal {
	// Of fewer days than MongoDB keeps: what is as old as that may go at any moment.
	const started = new Terminal([...args, '--without', 'postgres', '--days', '34'], {columns: 120, rows: 40});
	open.push(started);
	return started;
}

/** The orders that the embedded engine finds in the folder. */
async function ordersIn(folder: string): Promise<StoredOrder[]> {
	const engine = await startMongoEngine({dataFolder: join(folder, 'mongo')});
	const window = await openShopWindow(`mongodb://127.0.0.1:${engine.port}`);
	const orders: StoredOrder[] = [];
	for await (const order of ordersOf(window, 0, Date.now())) {
		orders.push(order);
	}

	await window.close();
	await engine.close();
	return orders;
}

type ReportDocument = Pick<RevenueReport, 'categories' | 'totals' | 'timeZone'> & {asOf: string; readonly timeZone: string; read: {outcome: string}};

test('a seed killed half-way leaves all that was acknowledged, and a lock that the next run takes over', async () => {
	const wanted = 400_000;
	const seeding = terminal(['seed', '--orders', String(wanted), '--data', data]);
	// In all that it wrote: on the screen each number stands for a moment.
	await until(() => /[1-9]0,000 of 400,000 orders stored/.test(seeding.output));
	seeding.process.kill('SIGKILL');
	await seeding.exited;
	// What was said before the end is on the screen by now, whatever came after the wait.
	const said = [...seeding.output.matchAll(/([\d,]+) of 400,000 orders stored/g)].map(([, stored]) => Number(stored!.replaceAll(',', '')));
	const acknowledged = Math.max(...said);
	expect(acknowledged).toBeGreaterThanOrEqual(10_000);
	expect(readFileSync(lock, 'utf8')).toMatch(new RegExp(`^${seeding.process.pid}\\b.*\n$`));

	const {stdout, stderr, code} = await printed(['report', '--data', data, '--json']);
	expect({stderr, code}).toEqual({stderr: '', code: 0});
	expect(existsSync(lock)).toBe(false);
	const {categories, totals, asOf, timeZone, read} = JSON.parse(stdout) as ReportDocument;
	expect(read.outcome).toBe('miss');

	const orders = await ordersIn(data);
	expect(orders.length).toBeGreaterThanOrEqual(acknowledged);
	expect(orders.length).toBeLessThan(wanted);
	expect(sumRevenue(orders, Date.parse(asOf), 30, timeZone)).toMatchObject({categories, totals});
});

test.runIf(isThorough)('a dashboard killed while orders arrive keeps those that its header counted', async () => {
	const dashboard = terminal(['--data', data, '--orders', '40', '--ttl', '1s']);
	await dashboard.until(text => heldOn(text) === 40);
	dashboard.press('O');
	await dashboard.until('Orders a second');
	dashboard.press('200\ro');
	await dashboard.until(/order stream on/);
	const screen = await dashboard.until(text => heldOn(text) > 60);
	dashboard.process.kill('SIGKILL');
	await dashboard.exited;
	const orders = await ordersIn(data);
	expect(orders.length).toBeGreaterThanOrEqual(heldOn(screen));
	expect(await printed(['report', '--data', data, '--json'])).toMatchObject({stderr: '', code: 0});
});

test.skipIf(!existsSync('/proc/self'))('a folder where nothing can be made is refused at once', () => {
	const {status, signal, stdout, stderr} = spawnSync(process.execPath, [...nodeFlags, program, '--data', '/proc/shopstream'], {
		timeout: 15_000,
		killSignal: 'SIGKILL',
		encoding: 'utf8',
		env: plainEnvironment(),
	});
	expect({status, signal, stdout, stderr}).toEqual({
		status: 1,
		signal: null,
		stdout: '',
		stderr: 'shopstream-tui: The data folder /proc/shopstream cannot be written (ENOENT): choose another with --data\n',
	});
});

/** The header's number of orders. */
function heldOn(screen: string): number {
	return Number(/MongoDB[^›]*? ([\d,]+)(?: orders)? +›/.exec(screen)?.[1]?.replaceAll(',', '') ?? Number.NaN);
}

test('a folder that a dashboard holds is refused to every other command, and free once it has quit', async () => {
	const dashboard = terminal(['--data', data]);
	await dashboard.until(/(HIT from Redis|MISS, from MongoDB)/);
	const before = readdirSync(data).toSorted();
	const refusal = `shopstream-tui: The data folder ${data} is in use by another run (process ${dashboard.process.pid}): end that one, or name another folder with --data\n`;
	for (const command of rounds(['report'], ['report', 'seed', 'bench', 'archive'])) {
		expect(await run([command, '--data', data])).toEqual({stdout: '', stderr: refusal, code: 1});
	}

	// A second dashboard says the same, after the terminal is as it was.
	// In a shell that goes on: the last words of a program whose terminal ends with it may be lost.
	const second = openTerminal(
		['-c', `'${process.execPath}' ${nodeFlags.join(' ')} '${program}' --data '${data}' --without postgres; echo code: $?; exec sleep 1000`],
		{
			file: '/bin/sh',
			columns: 120,
		},
	);
	const said = await second.until(/code: \d/);
	expect(said.replaceAll('\n', '')).toContain('is in use by another run');
	expect(said).toContain('code: 1');
	expect(second.screen.buffer.active.type).toBe('normal');
	expect(readdirSync(data).toSorted()).toEqual(before);

	dashboard.press('s');
	await dashboard.until(text => heldOn(text) === 1000);
	dashboard.press('q');
	expect((await dashboard.exited).exitCode).toBe(0);
	expect(existsSync(lock)).toBe(false);
	expect(await ordersIn(data)).toHaveLength(1000);
});

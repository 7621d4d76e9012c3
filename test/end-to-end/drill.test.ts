// The drill on a real screen: a day of the embedded PostgreSQL is lost and comes back, whatever happens in between.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import pg from 'pg';
import {afterEach, expect, test} from 'vitest';
import {holdServer} from '../hold-server.ts';
import {dashboard} from '../terminal/open-dashboard.ts';
import {printed} from '../terminal/printed.ts';
import type {Terminal} from '../terminal/terminal.ts';
import {isThorough} from '../thorough.ts';

const folders: string[] = [];

afterEach(() => {
	for (const folder of folders.splice(0)) {
		rmSync(folder, {recursive: true, force: true});
	}
});

/** What the drill's panel says of a row: orders and cents. */
function figures(text: string, row: 'before' | 'after the loss' | 'restored'): readonly [orders: number, cents: number] | undefined {
	const [, orders, worth] = new RegExp(`${row} +([\\d,]+) orders? +revenue +([\\d,.]+)`).exec(text) ?? [];
	return orders === undefined ? undefined : [Number(orders.replaceAll(',', '')), Math.round(Number(worth!.replaceAll(',', '')) * 100)];
}

const heldByMongo = (text: string) => Number(/MongoDB +(\d+) orders/.exec(text)?.[1]);

/** On the layers screen, once PostgreSQL has taken over and its days are archived. */
async function archived(terminal: Terminal): Promise<void> {
	await terminal.until('took over');
	terminal.press('2');
	await terminal.until('nothing is archived yet');
	terminal.press('d');
	await terminal.until('nothing is archived yet, archive first: a');
	terminal.press('a');
	await terminal.until(/3\d days archived/);
}

async function lose(terminal: Terminal): Promise<void> {
	terminal.press('d');
	await terminal.until('Lose a day and restore it?');
	terminal.press('y');
	await terminal.until('is gone from');
}

test('orders arrive, a day is lost and MongoDB with it, and d brings it back, equal to the cent; killed while one is lost, the next start does', async () => {
	const data = mkdtempSync(join(tmpdir(), 'drill-'));
	folders.push(data);
	const terminal = await dashboard(['--data', data], {columns: 100, rows: 30, hasPostgres: true});
	await archived(terminal);
	// So few that the counts below tell a lost day from orders that came.
	terminal.press('O');
	await terminal.until('Orders a second');
	terminal.press('0.2\r');
	terminal.press('o');
	await terminal.until('orders arrive');
	const atLoss = heldByMongo(terminal.text());
	await lose(terminal);
	const lost = terminal.text();
	const before = figures(lost, 'before')!;
	expect(before[0]).toBeGreaterThan(0);
	expect(figures(lost, 'after the loss')).toEqual([0, 0]);
	// A restore before MongoDB has followed would have nothing to tell of that. So many orders as a day's do not come meanwhile.
	await terminal.until(text => heldByMongo(text) < atLoss);
	terminal.press('d');
	const text = await terminal.until('equal to the cent');
	expect(figures(text, 'restored')).toEqual(before);
	expect(text.replaceAll(/[\s│]+/g, ' ')).toMatch(
		/MongoDB, a copy that follows, lost them [\d.]+ m?s later; the archive gave them back in [\d.]+ m?s, equal to the cent\./,
	);
	expect(text).toContain('When is the archive needed?');
	expect(text).toContain('orders arrive');
	terminal.press('\u001B');
	await terminal.until('Why is MongoDB in the middle?');

	await lose(terminal);
	const [orders] = figures(terminal.text(), 'before')!;
	terminal.process.kill('SIGKILL');
	await terminal.exited;
	const verified = await printed(['archive', 'verify', '--data', data, '--json']);
	expect(verified.stderr).toMatch(/A drill was cut short: \d{4}-\d\d-\d\d is back in PostgreSQL from the archive\./);
	expect(JSON.parse(verified.stdout)).toMatchObject({schema: 'shopstream.verify/1', differences: [], withPostgres: true, days: expect.any(Number)});
	expect(orders).toBeGreaterThan(0);
	expect(verified.code).toBe(0);
}, 240_000);

test.runIf(isThorough)(
	'on the smallest screen Esc restores at once',
	async () => {
		const terminal = await dashboard([], {hasPostgres: true});
		await archived(terminal);
		await lose(terminal);
		terminal.press('\u001B');
		const text = await terminal.until(/restored +\d+ orders? +revenue +[\d,.]+ +█+.? +equal to the cent/);
		expect(figures(text, 'restored')).toEqual(figures(text, 'before'));
	},
	240_000,
);

const named = process.env['SHOPSTREAM_TEST_POSTGRES_URL'] ?? '';
test.runIf(named !== '')(
	'on a server that is named nothing but a scratch schema is touched',
	async () => {
		const release = await holdServer(named);
		const client = new pg.Client(named);
		await client.connect();
		try {
			await client.query('drop schema if exists shopstream cascade');
			await printed(['seed', '--orders', '700', '--postgres-url', named, '--yes']);
			const all = async () => JSON.stringify((await client.query('select *, xmin::text from shopstream.orders order by id')).rows);
			const whole = await all();
			const terminal = await dashboard(['--postgres-url', named], {columns: 100, rows: 30, hasPostgres: true});
			terminal.press('2');
			await terminal.until('nothing is archived yet');
			terminal.press('a');
			await terminal.until(/3\d days archived/);
			terminal.press('d');
			await terminal.until('works in a scratch schema');
			terminal.press('y');
			await terminal.until('is gone from the scratch copy');
			expect(await all()).toBe(whole);
			terminal.press('d');
			await terminal.until('equal to the cent');
			expect(await all()).toBe(whole);
			expect((await client.query("select to_regnamespace('shopstream_drill') as scratch")).rows).toEqual([{scratch: null}]);
		} finally {
			await client.query('drop schema if exists shopstream cascade');
			await client.end();
			await release();
		}
	},
	240_000,
);

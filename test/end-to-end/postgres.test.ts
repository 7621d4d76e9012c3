// PostgreSQL joins the others once the first row is live. Its embedded engine starts beside the reads.
import pg from 'pg';
import {expect, test} from 'vitest';
import {noonZone} from '../now-noon.ts';
import {dashboard} from '../terminal/open-dashboard.ts';
import {until} from '../until.ts';
import {isThorough} from '../thorough.ts';

test('the header shows it once it is up, an ordinary client finds it where the help says, orders are placed in it and reach MongoDB, and quitting ends it', async () => {
	const terminal = await dashboard(['--time-zone', noonZone()], {columns: 140, rows: 45, hasPostgres: true});
	await terminal.until('PostgreSQL is open');
	await terminal.until('took over 500 orders');
	await terminal.until(/PostgreSQL (?:embedded [\d.]+ )?500 .*MongoDB/);
	terminal.press('?');
	const help = await terminal.until('psql postgres://');
	const client = new pg.Client(/postgres:\/\/\S+/.exec(help)![0]);
	const gone = new Promise(resolve => {
		client.on('error', resolve);
	});
	await client.connect();
	expect((await client.query('select current_database() as name')).rows).toEqual([{name: 'shopstream'}]);
	terminal.press('\u001B');
	await terminal.until('PostgreSQL is open');

	const reached = async (condition: (postgres: number, mongo: number) => boolean) =>
		until(() => {
			const now = held(terminal.lines()[0]!);
			return now && condition(...now) ? now : undefined;
		});
	await reached((postgres, mongo) => postgres === 500 && mongo === 500);
	// On the layers it is at the head of the way: what is placed there goes on to MongoDB, and how far that is behind stands beside it.
	terminal.press('2');
	terminal.resize(100, 30);
	await terminal.until(/\n│ orders ─[^\n]*\n│ PostgreSQL +500 orders/);
	await terminal.until(/500 orders +\d+ \w+( \d+)? to [\d:]+ +[\d.]+ [kM]B/);
	terminal.press('s');
	await terminal.until(/│ orders ─*●/);
	await terminal.until(/├─+●─*› +[\d.]+ m?s behind/);
	await terminal.until(/PostgreSQL +1,000 orders[^]* MongoDB +1,000 orders/);
	expect(await terminal.until('0 in the outbox')).toMatch(/up, embedded \d[\d.]*, PostgreSQL/);
	terminal.press('1');
	terminal.resize(140, 45);
	await terminal.until(/seeded 500 orders/);
	await reached((postgres, mongo) => postgres === 1000 && mongo === 1000);
	terminal.press('o');
	await reached((postgres, mongo) => postgres > 1003 && mongo > 1003);
	terminal.press('o');
	await terminal.until(/order stream off after \d+ orders/);
	await reached((postgres, mongo) => postgres === mongo);

	terminal.press('q');
	await gone;
	expect((await terminal.exited).exitCode).toBe(0);
});

/** The orders in PostgreSQL and in MongoDB, as the header has them. */
function held(screen: string): readonly [postgres: number, mongo: number] | undefined {
	const [, ...numbers] = /PostgreSQL (?:embedded [\d.]+ )?([\d,]+)\D.*MongoDB (?:embedded [\d.]+ )?([\d,]+)\D/.exec(screen) ?? [];
	const [postgres, mongo] = numbers.map(number => Number(number.replaceAll(',', '')));
	return postgres === undefined || mongo === undefined ? undefined : [postgres, mongo];
}

// A close while it starts is tested without the screen too.
test.runIf(isThorough)('quitting while it starts ends at once', async () => {
	const terminal = await dashboard([], {hasPostgres: true});
	await terminal.until('PostgreSQL');
	terminal.press('q');
	expect((await terminal.exited).exitCode).toBe(0);
});

// PostgreSQL joins the others once the first row is live. Its embedded engine starts beside the reads.
import pg from 'pg';
import {expect, test} from 'vitest';
import {dashboard} from '../terminal/open-dashboard.ts';

test('the header shows it once it is up, an ordinary client finds it where the help says, and quitting ends it', async () => {
	const terminal = await dashboard([], {columns: 140, rows: 45, hasPostgres: true});
	await terminal.until('PostgreSQL is open', 60_000);
	await terminal.until(/PostgreSQL (?:embedded [\d.]+ )?0 .*MongoDB/, 15_000);
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
	terminal.press('q');
	await gone;
	expect((await terminal.exited).exitCode).toBe(0);
}, 120_000);

test('quitting while it starts ends at once', async () => {
	const terminal = await dashboard([], {hasPostgres: true});
	await terminal.until('PostgreSQL', 30_000);
	terminal.press('q');
	expect((await terminal.exited).exitCode).toBe(0);
}, 120_000);

test('--without postgres leaves it out', async () => {
	const terminal = await dashboard();
	terminal.press('?');
	await terminal.until(/PostgreSQL +not open/);
}, 60_000);

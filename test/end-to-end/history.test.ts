// Years on a real screen: made by a key, archived, loaded, asked about, looked through.
import {expect, test} from 'vitest';
import {dashboard} from '../terminal/open-dashboard.ts';
import {isThorough} from '../thorough.ts';

test.runIf(isThorough)(
	'4 shows years: a history is made by Enter, its months are gone through, its days looked at, and kept as they were',
	async () => {
		const terminal = await dashboard([], {hasPostgres: true});
		terminal.press('4');
		await terminal.until('makes a history first');
		await terminal.until('PostgreSQL 500');
		await terminal.until(text => !text.includes('takes over'));
		terminal.press('y');
		await terminal.until('Nothing is archived yet');
		terminal.press('\r');
		await terminal.until('A history of how many orders over 5 years (1,000 to 1,000,000): 100000_');
		terminal.press('\u007F'.repeat(6));
		terminal.press('3000');
		terminal.press('\r');
		await terminal.until(/history, \w+ [\d,]+ \/ [\d,]+[^]*Esc cancels/);
		const shown = await terminal.until(/PostgreSQL +[\d.]+ [kM]B read +[\d.]+ m?s/, 240_000);
		expect(shown).toMatch(/DuckDB +[\d.]+ kB read +[\d.]+ m?s/);
		expect(shown).toContain('both say the same');
		expect(shown).toMatch(/Electronics +[▁-█ ]+ +[\d,]+ +[+-]\d+ %/);
		expect(shown).toMatch(/growth +– +[+-]?\d+ %/);
		const month = /\w{3} \d{4}(?= +a year +│)/.exec(shown)![0];
		terminal.press('\u001B[D');
		await terminal.until(text => !text.includes(`${month} `) || !new RegExp(`${month} +a year +│`).test(text));
		terminal.press('\r');
		await terminal.until(/by day/);
		// The sign under the day that is looked at may hide a number, or stand beside one.
		await terminal.until(/│ +[1^][\d^ ]{14,}\d/);
		terminal.press('\u001B');
		await terminal.until('Revenue by month and category');
		terminal.press('y');
		await terminal.until('load again');
		terminal.press('?');
		await terminal.until('page 1');
		terminal.press('\u001B');
		await terminal.until('Why a warehouse?');
	},
	400_000,
);

test('in ASCII, and without PostgreSQL: what is archived is loaded, its months are gone through, its days looked at', async () => {
	const terminal = await dashboard(['--ascii']);
	terminal.press('4');
	await terminal.until('loads what is archived');
	terminal.press('\r');
	await terminal.until(/left out by --without postgres/);
	terminal.press('a');
	await terminal.until(/GCS [1-9]/);
	terminal.press('y');
	await terminal.until(/PostgreSQL +- read +- +is not open/);
	expect(terminal.text()).not.toMatch(/[^\n -~]/);
	const shown = terminal.text();
	expect(shown).toMatch(/Electronics +[_.:=+*%#-]/);
	const month = /\w{3} \d{4}(?= +\|)/.exec(shown)![0];
	// The last month is seldom over: it begins with the one before.
	terminal.press('\u001B[C');
	await terminal.until(text => !new RegExp(`${month} +\\|`).test(text));
	terminal.press('\r');
	await terminal.until(/by day/);
	terminal.press('\u001B');
	await terminal.until('Revenue by month and category');
});

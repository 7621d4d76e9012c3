import {describe, expect, test} from 'vitest';
import {dashboard, sharedDashboard} from '../terminal/open-dashboard.ts';
import type {Terminal} from '../terminal/terminal.ts';
import {isThorough, rounds} from '../thorough.ts';

const enter = '\r';
const down = '\u001B[B';
const escape = '\u001B';

/** Types a value into the prompt of a key, once the prompt stands. */
async function type(terminal: Terminal, key: string, asks: string, text: string): Promise<void> {
	terminal.press(key);
	await terminal.until(asks);
	terminal.press(`${text}${enter}`);
	await terminal.until(screen => !screen.includes(asks));
}

/** What of a screen does not fit in it. */
const tooWide = (terminal: Terminal, columns: number) => terminal.lines().filter(line => line.length > columns);

test('a thousand viewers a second before an origin of 5 s, unprotected: the clock goes on, what is shed is counted, and q quits', async () => {
	const terminal = await dashboard(['--ttl', '1s'], {columns: 100, rows: 30});
	await type(terminal, 'L', 'Added to each query', '5s');
	terminal.press('p');
	await terminal.until('> [on]  single-flight');
	terminal.press(` ${escape}`);
	await terminal.until('protection: none');
	await type(terminal, 'V', 'Viewers in place of the dashboard', '1000');
	terminal.press('v');
	await terminal.until(/> viewers +1,000/);
	terminal.press(`${down}${down}${enter}`);
	await terminal.until('Each viewer reads every');
	terminal.press(`1s${enter}`);
	await terminal.until(/> each reads +every 1 s/);
	terminal.press(escape);

	const seconds = new Set<string>();
	const shed = new Set<number>();
	await terminal.until(screen => {
		const [, time] = /(\d\d:\d\d:\d\d) [A-Z]{3}/.exec(screen) ?? [];
		const [, count] = /([\d,]+) not begun/.exec(screen) ?? [];
		if (time !== undefined) {
			seconds.add(time);
		}

		if (count !== undefined) {
			shed.add(Number(count.replaceAll(',', '')));
		}

		return seconds.size >= 3 && shed.size >= 3;
	});
	expect([...shed].every((count, i, all) => i === 0 || count > all[i - 1]!)).toBe(true);
	expect(tooWide(terminal, 100)).toEqual([]);

	// Sooner than the reads under way end.
	const quitAt = performance.now();
	terminal.press('q');
	expect((await terminal.exited).exitCode).toBe(0);
	expect(performance.now() - quitAt).toBeLessThan(4500);
	expect(terminal.screen.buffer.active.type).toBe('normal');
});

describe.each([[80, 24], ...rounds([], [[140, 45] as const])] as const)('the laboratory at %i × %i', (columns, rows) => {
	const session = sharedDashboard(['--refresh', '100ms', '--ttl', '2s'], {columns, rows});

	test("shows hit rate and mean age beside theory at the present TTL, and a stampede's result, each line within the width", async () => {
		const terminal = session();
		terminal.press('3');
		await terminal.until('At TTL 2 s');
		// One poller with T = 2 s, P = 0.1 s: about 20 hits after each miss.
		await terminal.until(/hit rate, % +– +\d\d\.\d +(\d\d\.\d|100)/);
		await terminal.until(/mean age, s +(0\.\d+|1\.\d) +[\d.]+/);
		expect(terminal.text()).toMatch(/guess +theory +seen/);
		expect(terminal.text()).toContain('1 viewer, every 100 ms');
		// The legend explains the marks, the present TTL among them.
		expect(terminal.lines().join('\n')).toContain('TTL');
		expect(terminal.text()).toContain('Buys: hit rate');
		expect(terminal.text()).toContain('Costs:');
		expect(tooWide(terminal, columns)).toEqual([]);
		expect(terminal.lines()).toHaveLength(rows);

		terminal.press('!');
		const screen = await terminal.until(/stampede: 1 origin\s/);
		expect(screen.replaceAll(/\s*│\n/g, ' ')).toMatch(/predicted/);
		expect(tooWide(terminal, columns)).toEqual([]);

		terminal.press('+');
		await terminal.until('At TTL 5 s');
		expect(terminal.text()).not.toContain('At TTL 2 s');
	});

	test('a resize while a menu is open keeps the menu, its row and what is behind it; help over the laboratory ends where it began', async () => {
		const terminal = session();
		terminal.resize(100, 30);
		terminal.press('1');
		await terminal.until('Revenue by category');
		terminal.press(`p${down}`);
		await terminal.until('> [off] lock in Redis');
		terminal.resize(80, 24);
		await terminal.until(
			screen => screen.includes('> [off] lock in Redis') && terminal.lines().length === 24 && screen.split('\n').every(line => line.length <= 80),
		);
		terminal.press(' ');
		await terminal.until('> [on]  lock in Redis');
		terminal.resize(60, 20);
		await terminal.until('this is 60 × 20.');
		terminal.resize(140, 45);
		await terminal.until('> [on]  lock in Redis');
		expect(tooWide(terminal, 140)).toEqual([]);
		terminal.press(escape);
		await terminal.until(/s S? ?seed/);
		terminal.press('3');
		await terminal.until('Buys: hit rate');
		terminal.press('v');
		await terminal.until('> viewers');
		terminal.resize(80, 24);
		await terminal.until(screen => screen.includes('> viewers') && screen.includes('Buys: hit rate') && screen.split('\n').every(line => line.length <= 80));
		terminal.press(escape);
		await terminal.until(screen => !screen.includes('> viewers') && screen.includes('1 dashboard'));

		// Its pages end where they began, and a key that does something closes it.
		terminal.press('?');
		const pages = Number(/page 1 of (\d)/.exec(await terminal.until(/page 1 of \d/))![1]);
		for (let page = 2; page <= pages; page++) {
			terminal.press('?');
			await terminal.until(`page ${page} of ${pages}`);
			expect(tooWide(terminal, 80)).toEqual([]);
		}

		terminal.press('?');
		await terminal.until('Buys: hit rate');
		terminal.press('?');
		await terminal.until(/page 1 of \d/);
		terminal.press('w');
		await terminal.until('SIMULATED');
		terminal.press('?');
		await terminal.until(/page 1 of \d/);
		terminal.press(escape);
		await terminal.until('Buys: hit rate');
	});
});

test.runIf(isThorough)('--ascii: the laboratory writes ASCII alone, with a menu, a guess and a simulation on it', async () => {
	const terminal = await dashboard(['--ascii', '--refresh', '100ms']);
	terminal.press('3');
	await terminal.until('Buys: hit rate');
	await terminal.until(/hit rate, % +- +\d\d\.\d +(\d\d\.\d|100)/);
	terminal.press('p');
	await terminal.until('[on]');
	terminal.press(escape);
	await terminal.until('Tab charts');
	terminal.press('\u001B[A');
	await terminal.until('your guess 50 %');
	terminal.press(enter);
	await terminal.until('guess: 50 %');
	terminal.press('w');
	await terminal.until('SIMULATED');
	terminal.press('\t');
	await terminal.until('Buys: fewer queries');
	// oxlint-disable-next-line no-control-regex
	expect(terminal.output).toMatch(/^[\u0000-\u007F]*$/);
	expect(terminal.text()).not.toContain('?????');
	expect(tooWide(terminal, 80)).toEqual([]);
});

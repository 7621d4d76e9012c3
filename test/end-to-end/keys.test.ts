import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import {keysOf} from '../../source/dashboard/keys/keymap.ts';
import {shop} from '../../source/scenarios/shop/shop.ts';
import {scenarios} from '../../source/scenarios/scenarios.ts';
import {said} from '../../source/scenarios/wording.ts';
import {dashboard, openTerminal, sharedDashboard} from '../terminal/open-dashboard.ts';
import {Terminal} from '../terminal/terminal.ts';
import {until} from '../until.ts';

const pressed = new Set<string>();
function press(terminal: Terminal, key: string): void {
	pressed.add(key);
	terminal.press(codes[key] ?? key);
}

const [up, down, right, left] = ['\u001B[A', '\u001B[B', '\u001B[C', '\u001B[D'] as const;
const codes: Readonly<Record<string, string>> = {esc: '\u001B', return: '\r', tab: '\t', up, left};

const escape = '\u001B';
const enter = '\r';
const held = (text: string) => Number(/MongoDB ([\d,]+)/.exec(text)?.[1]?.replace(',', ''));
const money = /^│ (\S[^\d]*?) +([\d,.]+) +([\d,.]+) /;

describe('in a terminal of 80 × 24', () => {
	describe('a session on the main screen', () => {
		const folder = mkdtempSync(join(tmpdir(), 'shopstream-save-'));
		afterAll(() => rmSync(folder, {recursive: true}));
		const session = sharedDashboard([], {cwd: folder});

		test('the first screen has eight categories that sum to the total, from 500 orders seeded at once', async () => {
			const terminal = session();
			await terminal.until('seeded 500');
			const rows = terminal
				.lines()
				.map(line => money.exec(line))
				.filter(match => match !== null);
			const cents = (text: string) => Math.round(Number(text.replaceAll(',', '')) * 100);
			const total = rows.find(([, name]) => name === 'Total')!;
			const categories = rows.filter(([, name]) => name !== 'Total');
			expect(categories).toHaveLength(8);
			expect(categories.reduce((sum, row) => sum + cents(row[3]!), 0)).toBe(cents(total[3]!));
			expect(categories.reduce((sum, row) => sum + cents(row[2]!), 0)).toBe(cents(total[2]!));
			expect(terminal.lines()).toHaveLength(24);
			expect(terminal.lines().every(line => line.length <= 80)).toBe(true);
		});

		test('- and + go through the TTL presets, and m chooses when they act', async () => {
			const terminal = session();
			await terminal.until('TTL 5 min');
			press(terminal, '+');
			await terminal.until('TTL 10 min');
			press(terminal, '-');
			press(terminal, '-');
			await terminal.until('TTL 2 min');
			await terminal.until(/[█░]+ +1:5\d/);
			press(terminal, 'm');
			await terminal.until(/TTL 2 min +next fill/);
			press(terminal, '+');
			await terminal.until(/TTL 5 min +next fill/);
			await terminal.until(/[█░]+ +1:[45]\d/);
			terminal.press('m');
			await terminal.until(text => !/TTL 5 min +next fill/.test(text));
		});

		test('Esc leaves a prompt and changes nothing', async () => {
			const terminal = session();
			press(terminal, 't');
			await terminal.until('TTL (100 ms to 7 days');
			terminal.press('9');
			press(terminal, 'esc');
			await terminal.until(text => !text.includes('TTL (100 ms'));
			expect(terminal.text()).toContain('TTL 5 min');
		});

		test('t takes an exact TTL, and refuses one out of range where it is typed', async () => {
			const terminal = session();
			press(terminal, 't');
			await terminal.until('TTL (100 ms to 7 days');
			terminal.press(`5x${enter}`);
			await terminal.until('wants a time from 100 ms to 7 days');
			terminal.press('\u007F\u007F45s' + enter);
			await terminal.until('TTL 45 s');
		});

		test('2 has the drill, 4 the history: what cannot act yet says why', async () => {
			const terminal = session();
			press(terminal, '2');
			await terminal.until('The way of the orders');
			press(terminal, 'd');
			await terminal.until('d: left out by --without postgres');
			press(terminal, '4');
			await terminal.until('Revenue by month and category');
			press(terminal, 'left');
			await terminal.until('arrows: nothing was asked yet');
			press(terminal, 'y');
			// A sentence goes on in the next line of its panel.
			await terminal.until(text => text.replaceAll(/[│\s]+/g, ' ').includes('has no archived days'));
			await terminal.until('Nothing is archived yet.');
			terminal.press('1');
			await terminal.until('Revenue by category');
		});

		test('s seeds 500 more', async () => {
			const terminal = session();
			const before = held(await terminal.until('MongoDB'));
			press(terminal, 's');
			await terminal.until(text => held(text) === before + 500);
		});

		test('S seeds a number that is typed, and refuses one that is none', async () => {
			const terminal = session();
			const before = held(terminal.text());
			press(terminal, 'S');
			await terminal.until('Seed how many orders');
			terminal.press(`abc${enter}`);
			await terminal.until('wants a whole number from 1 to 1,000,000, not "abc"');
			terminal.press('\u007F\u007F\u007F20' + enter);
			await terminal.until(text => held(text) === before + 20);
		});

		test('o lets orders arrive, [ and ] change the rate, O takes any', async () => {
			const terminal = session();
			const before = held(terminal.text());
			press(terminal, ']');
			press(terminal, ']');
			press(terminal, '[');
			press(terminal, 'o');
			await terminal.until('orders 5 a second');
			await terminal.until(text => held(text) > before);
			press(terminal, 'O');
			await terminal.until('Orders a second');
			terminal.press(`0${enter}`);
			await terminal.until('wants a number from 0.01 to 10,000');
			terminal.press('\u007F20' + enter);
			await terminal.until('orders 20 a second');
			terminal.press('o');
			await terminal.until('orders off');
		});

		test('g lists the scenarios, and Esc stays with this one', async () => {
			const terminal = session();
			press(terminal, 'g');
			await terminal.until(/shop {2}Revenue by category {2}\(open now\)/);
			terminal.press(escape);
			await terminal.until(text => !text.includes('(open now)'));
		});

		test('i looks into one order, the newest or one that is pasted, and Esc closes it', async () => {
			const terminal = session();
			press(terminal, '2');
			await terminal.until('i audit');
			press(terminal, 'i');
			await terminal.until('Audit which order id (empty: the newest): _');
			terminal.press(enter);
			const shown = await terminal.until(/Order [\dA-Z]{26}/);
			const [, id] = /Order ([\dA-Z]{26})/.exec(shown)!;
			await terminal.until(/^│ MongoDB +pending /m);
			await terminal.until('PostgreSQL: it is not open.');
			terminal.press(escape);
			await terminal.until('The way of the orders');
			terminal.press('i');
			await terminal.until('Audit which order id');
			// Another last letter, whichever it has.
			terminal.press(`\u001B[200~${id!.slice(0, -1)}${id!.endsWith('0') ? '1' : '0'}\n\u001B[201~`);
			await terminal.until('No layer that answered has');
			terminal.press(escape);
			terminal.press('1');
			await terminal.until('Revenue by category');
		});

		test('a archives whole days', async () => {
			const terminal = session();
			press(terminal, 'a');
			await terminal.until(/archived from/);
			await terminal.until(/GCS \d\d/);
		});

		test('? shows every key and the addresses, page by page, and closes again', async () => {
			const terminal = session();
			press(terminal, '?');
			let help = await terminal.until('redis-cli -u redis://127.0.0.1:');
			const pages = Number(/page 1 of (\d)/.exec(help)?.[1]);
			expect(pages).toBeGreaterThan(1);
			for (let page = 2; page <= pages; page++) {
				terminal.press('?');
				help += await terminal.until(`page ${page} of`);
			}

			// The address of each layer that is open, and that another is not.
			expect(help).toMatch(/PostgreSQL +not open/);
			for (const {help: line} of keysOf(shop)) {
				expect(help).toContain(said(line, scenarios[0]));
			}

			expect(help).toMatch(/mongosh mongodb:\/\/127\.0\.0\.1:\d+\/shopstream/);
			expect(help).toMatch(/http:\/\/127\.0\.0\.1:\d+\/shopstream-archive/);
			terminal.press('?');
			await terminal.until('Revenue by category');
		});

		test('E saves a table of the screen in the working folder, and writes over nothing unasked', async () => {
			const terminal = session();
			for (const left of readdirSync(folder)) {
				rmSync(join(folder, left));
			}

			press(terminal, 'E');
			await terminal.until('Save the table revenue as: shopstream-revenue-');
			terminal.press(enter);
			await terminal.until('8 rows, as');
			const [file = ''] = readdirSync(folder);
			expect(readFileSync(join(folder, file), 'utf8')).toMatch(/^category,todayCents,revenueCents,orders,units\n(?:[^,\n]+(?:,\d+){4}\n){8}$/);
			terminal.press('E');
			await terminal.until('Save the table revenue as:');
			press(terminal, 'tab');
			await terminal.until('Save the table latency as:');
			terminal.press('\u007F'.repeat(60));
			await terminal.until('Save the table latency as: _');
			terminal.press(`${file}${enter}`);
			await terminal.until(`${file} is there already.`);
			terminal.press('n');
			await terminal.until('s seed');
			expect(readFileSync(join(folder, file), 'utf8')).toMatch(/^category/);
			expect(readdirSync(folder)).toEqual([file]);
		});

		test('b measures misses against hits and gives the speed-up with its interval', async () => {
			const terminal = session();
			press(terminal, 'b');
			await terminal.until(/p99 reads +(a hit: )?[\d.,]+ × faster/);
			const screen = terminal.text();
			expect(screen).toMatch(/miss +[\d.]+ +[\d.]+ +[\d.–]+ +40 +95 % interval of/);
			expect(screen).toMatch(/hit +[\d.]+ +[\d.]+ +[\d.–]+ +400 +(this run: |run: )?[\d.,]+ to [\d.,]+/);
			// The same key again so soon would be one that is held down.
			press(terminal, '2');
			await terminal.until('The way of the orders');
			press(terminal, '1');
			await terminal.until('Revenue by category');
			terminal.press('b');
			await terminal.until(/earlier: [\d.,]+ × \([\d.,]+ to [\d.,]+\)/);
		});

		test('B paces the reads, shows its progress, and Esc cancels it', async () => {
			const terminal = session();
			press(terminal, 'B');
			await terminal.until(/benchmark \d+ \/ 440/);
			await terminal.until('Esc cancels');
			terminal.press(escape);
			await terminal.until(/\d benchmark +│?\s*\n?.*cancelled/);
			await terminal.until(/s (S )?seed/);
		});

		test('p switches each protection and sets its figure, refusing one out of range', async () => {
			const terminal = session();
			press(terminal, 'p');
			await terminal.until('> [on]  single-flight');
			terminal.press(' ');
			await terminal.until('> [off] single-flight');
			terminal.press(`${down} `);
			await terminal.until(/> \[on\] +lock in Redis +lives 10 s/);
			terminal.press(`${down}${down} ${right}`);
			await terminal.until(/> \[on\] +XFetch +β 2/);
			terminal.press(`${enter}0${enter}`);
			await terminal.until('wants a number from 0.01 to 100, not "0"');
			terminal.press('\u007F1.5' + enter);
			await terminal.until(/XFetch +β 1.5/);
			terminal.press(escape);
			await terminal.until(/s (S )?seed/);
		});

		test('C goes through the themes', async () => {
			const terminal = session();
			expect(terminal.output).toContain('\u001B[38;2;135;175;255m');
			press(terminal, 'C');
			await terminal.until('light background');
			await until(() => terminal.output.includes('\u001B[38;2;0;95;215m'));
			terminal.press('C');
			await terminal.until('no colours');
		});
	});

	describe('a session that reads once a minute', () => {
		const session = sharedDashboard(['--refresh', '1m']);

		test('space pauses, r is off meanwhile and says why; r reads at once afterwards', async () => {
			const terminal = session();
			press(terminal, ' ');
			await terminal.until(/paused:/);
			press(terminal, 'r');
			await terminal.until(/r: paused:/);
			terminal.press(' ');
			await terminal.until(/ 1 read /);
			terminal.press('r');
			await terminal.until(/ 2 reads /);
		});

		test('x expires the key, and the next read is a miss', async () => {
			const terminal = session();
			await terminal.until('HIT from Redis');
			press(terminal, 'x');
			await terminal.until('no key');
			terminal.press('r');
			await terminal.until('MISS, from MongoDB');
		});

		test('V takes a number of viewers, v says how they read, and the screen shows what they read', async () => {
			const terminal = session();
			press(terminal, 'V');
			await terminal.until('Viewers in place of the dashboard (0 to 1,000)');
			terminal.press(`1001${enter}`);
			await terminal.until('wants a whole number from 0 to 1,000, not "1001"');
			terminal.press('\u007F\u007F\u007F0' + enter);
			await terminal.until(/v (?:V )?10 viewers/);
			press(terminal, 'v');
			await terminal.until(/> viewers +10/);
			terminal.press(right);
			await terminal.until(/> viewers +30/);
			terminal.press(down + right);
			await terminal.until(/> arrivals +Poisson/);
			terminal.press(down + left);
			await terminal.until(/> each reads +every 2 s/);
			terminal.press(`${enter}0${enter}`);
			await terminal.until('wants a time from 1 s to 1 h, such as 5s or 1m');
			terminal.press(`\u007F1s${enter}`);
			await terminal.until(/> each reads +every 1 s/);
			terminal.press(down + ' ');
			await terminal.until(/> they stand for +laptops/);
			terminal.press(escape);
			await terminal.until(/ \d\d\d reads /);
			press(terminal, 'b');
			await terminal.until('b: viewers');
		});

		// The last of the session, as is the other way out below.
		test("Ctrl-C restores the terminal, and leaves the session's figures in it", async () => {
			const terminal = session();
			terminal.press('\u0003');
			await terminal.exited;
			await terminal.until('shopstream-tui ran for');
			expect(terminal.output).toContain('\u001B[?1049l');
		});
	});

	describe('a session that reads every two seconds', () => {
		const session = sharedDashboard(['--refresh', '2s']);

		test('l slows the origin, L takes an exact time, and ! counts a stampede beside its prediction', async () => {
			const terminal = session();
			press(terminal, 'l');
			await terminal.until('slow +100 ms');
			press(terminal, 'L');
			await terminal.until('Added to each query');
			terminal.press(`6s${enter}`);
			await terminal.until('The added time wants a time from 0 s to 5 s, such as 400ms or 2s, not "6s"');
			terminal.press('\u007F\u007F300ms' + enter);
			await terminal.until('slow +300 ms');
			press(terminal, '!');
			await terminal.until(/stampede: 1/);
			await terminal.until(/predicted 1/);
		});
	});

	describe('a session that reads five times a second', () => {
		const session = sharedDashboard(['--refresh', '200ms']);

		test('3 is the laboratory: arrows, G and Enter guess, w and W simulate, e asks an error budget, Tab swaps, 1 leads back', async () => {
			const terminal = session();
			press(terminal, '2');
			await terminal.until('Why is MongoDB in the middle?');
			press(terminal, '3');
			await terminal.until('Buys: hit rate');
			press(terminal, 'up');
			await terminal.until('hidden while you guess');
			terminal.press(up);
			await terminal.until('your guess 55 %');
			terminal.press(escape);
			await terminal.until(text => !text.includes('hidden while'));
			press(terminal, 'G');
			await terminal.until('Your guess of the hit rate');
			terminal.press(`120${enter}`);
			await terminal.until('A guess wants a share from 0 to 100 %, not "120"');
			terminal.press('\u007F\u007F\u007F70' + enter);
			await terminal.until('your guess 70 %');
			press(terminal, 'return');
			await terminal.until(/hit rate, % +70 +99\.9 +\d/);
			press(terminal, 'w');
			await terminal.until(/SIMULATED TTL 24 h/);
			press(terminal, 'W');
			await terminal.until('What if the TTL were');
			terminal.press(`1h${enter}`);
			await terminal.until(/SIMULATED TTL 1 h/);
			press(terminal, 'e');
			await terminal.until('How far off today may be');
			terminal.press(`99${enter}`);
			await terminal.until('wants a share from 0.01 to 50 %');
			terminal.press(escape);
			await terminal.until('Tab charts');
			press(terminal, 'tab');
			await terminal.until('Buys: fewer queries');
			press(terminal, '1');
			await terminal.until('Revenue by category');
		});

		test("q closes the help, then quits with 0, leaves the terminal as it was, and the session's figures in it", async () => {
			const terminal = session();
			terminal.press('?');
			await terminal.until('page 1 of');
			press(terminal, 'q');
			await terminal.until('Revenue by category');
			// A key that comes again at once is one held down: two reads are further apart than that.
			const reads = (text: string) => Number(/│ ([\d,]+) reads? /.exec(text)?.[1]?.replaceAll(',', '') ?? 0);
			const before = reads(terminal.text());
			await terminal.until(text => reads(text) > before + 1);
			terminal.press('q');
			expect((await terminal.exited).exitCode).toBe(0);
			expect(terminal.output).toContain('\u001B[?1049l');
			expect(terminal.output.lastIndexOf('\u001B[?25h')).toBeGreaterThan(terminal.output.lastIndexOf('\u001B[?25l'));
			expect(terminal.screen.buffer.active.type).toBe('normal');
			const left = await terminal.until('Archive      nothing was archived');
			expect(left).toMatch(/shopstream-tui ran for [\d.]+ s, until \d\d:\d\d:\d\d; embedded engines \d/);
			expect(left).toMatch(/Reads +\d+, (\d+ of them (hits|a hit): too few for a share|[\d.]+ % of them hits, answers [\d.]+ m?s old on average); they/);
			expect(left).toMatch(/Orders +500 seeded, 0 arrived by the stream; MongoDB held 500/);
		});
	});

	test("c compares PostgreSQL's ways with the cache, k places orders beside dashboards: both on 5, and Esc ends them", async () => {
		const terminal = await dashboard([], {hasPostgres: true});
		await terminal.until('took over');
		press(terminal, '5');
		await terminal.until('c and k measure the answer here');
		press(terminal, 'c');
		await terminal.until(/\d+ orders, as of [\d:]+, all 5 equal/);
		await terminal.until(/Each miss would read [\d,]+ rows \(/);
		press(terminal, 'k');
		await terminal.until(/contend \d+ \/ 36 s/);
		terminal.press(escape);
		await terminal.until('contend cancelled');
		await terminal.until(/^│ 8? ?dashboards, scanning +–/m);
	});

	test('every key of the table was pressed above', () => {
		expect(
			keysOf(shop)
				.map(({keys}) => keys[0]!)
				.filter(key => !pressed.has(key)),
		).toEqual([]);
	});
});

describe('sizes', () => {
	test('a terminal that is too small says what it needs, goes on when it grows, and is redrawn at each size; --ascii writes ASCII alone', async () => {
		const terminal = openTerminal(['--ascii', '--without', 'postgres'], {columns: 60, rows: 20});
		await terminal.until('this is 60 x 20.');
		terminal.resize(80, 24);
		await terminal.until('Total');
		terminal.resize(120, 40);
		await terminal.until(text => text.split('\n').some(line => line.length === 120));
		await terminal.until('share');
		terminal.resize(80, 24);
		await terminal.until(text => text.split('\n').every(line => line.length <= 80) && text.includes('q quit') && !text.includes('share'));

		const isWhole = (text: string) => {
			const framed = text.split('\n').filter(line => /^[|+]/.test(line));
			return text.includes('share') && framed.length > 20 && framed.every(line => line.length === 100);
		};

		terminal.resize(100, 30);
		await terminal.until(isWhole);
		terminal.resize(60, 20);
		await terminal.until('this is 60 x 20.');
		terminal.resize(100, 30);
		await terminal.until(isWhole);
		// Narrower and taller: what was wrapped leaves nothing behind.
		terminal.resize(60, 50);
		await terminal.until(text => /^\s*shopstream-tui\s+needs 80 x 24,\s+this is 60 x 50\.\s+Enlarge it, or q quits\.\s*$/.test(text));

		terminal.resize(80, 24);
		await terminal.until(text => text.includes('Total') && !text.includes('share'));
		terminal.press('b');
		await terminal.until(/p99 reads +(a hit: )?[\d.,]+ x faster/);
		// oxlint-disable-next-line no-control-regex
		expect(terminal.output).toMatch(/^[\u0000-\u007F]*$/);
		expect(terminal.text()).toMatch(/\+ Revenue by category -/);
	});

	test('NO_COLOR writes no colour; a locale without UTF-8 gets ASCII', async () => {
		// oxlint-disable-next-line no-control-regex
		const colour = /\u001B\[[34]8;/;
		const plain = openTerminal(['--without', 'postgres'], {env: {NO_COLOR: '1', LC_ALL: 'C'}});
		await plain.until('+ Cache');
		expect(plain.output).not.toMatch(colour);
	});
});

describe('ends', () => {
	test('the figures begin a line, in a terminal that has no alternate screen, as GNU screen by default', async () => {
		const terminal = openTerminal(['--without', 'postgres']);
		const isOfScreens = (parameters: ReadonlyArray<number | number[]>) => parameters.includes(1049);
		terminal.screen.parser.registerCsiHandler({prefix: '?', final: 'h'}, isOfScreens);
		terminal.screen.parser.registerCsiHandler({prefix: '?', final: 'l'}, isOfScreens);
		await terminal.until('HIT from Redis');
		terminal.press('q');
		await terminal.exited;
		expect(terminal.lines().filter(line => line.includes('ran for'))).toEqual([expect.stringMatching(/^shopstream-tui ran for/)]);
	});

	test('a server that does not answer is one sentence after the terminal is restored, exit code 1', async () => {
		const terminal = openTerminal(['--redis-url', 'redis://:secret@127.0.0.1:1']);
		expect((await terminal.exited).exitCode).toBe(1);
		await terminal.until('refuses the connection');
		expect(terminal.output).not.toContain('secret');
		expect(terminal.output).not.toContain('ran for');
	});
});

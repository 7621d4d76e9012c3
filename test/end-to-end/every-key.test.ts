// Every key of the scenarios beside the shop, in one terminal each: what it does is seen, or the sentence that says why it does nothing.
import {describe, expect, test} from 'vitest';
import {keysOf} from '../../source/dashboard/keys/keymap.ts';
import type {Scenario} from '../../source/scenarios/scenario.ts';
import {merchants} from '../../source/scenarios/merchants/merchants.ts';
import {rides} from '../../source/scenarios/rides/rides.ts';
import {dashboard} from '../terminal/open-dashboard.ts';
import {isThorough} from '../thorough.ts';

const enter = '\r';
const codes: Readonly<Record<string, string>> = {
	esc: '\u001B',
	return: enter,
	tab: '\t',
	up: '\u001B[A',
	down: '\u001B[B',
	right: '\u001B[C',
	left: '\u001B[D',
};

type Words = {
	readonly args: readonly string[];
	/** What comes by the stream, and what is seeded. */
	readonly many: string;
	readonly facts: string;
	/** Those asked about, in their order. */
	readonly abouts: readonly string[];
	readonly title: string;
};

describe.each<{readonly name: string; readonly scenario: Scenario; readonly words: Words}>([
	{
		name: 'rides',
		scenario: rides as Scenario,
		words: {
			args: ['--drivers', '100'],
			many: 'reports',
			facts: 'trips',
			abouts: rides.question.abouts!.all,
			title: 'Drivers within 2 km',
		},
	},
	{
		name: 'merchants',
		scenario: merchants as Scenario,
		words: {
			args: ['--merchants', '1000', '--orders', '500'],
			many: 'orders',
			facts: 'orders',
			abouts: merchants.question.abouts!.all,
			title: 'Sales today',
		},
	},
])('$name', ({name, scenario, words: {args, many, facts, abouts, title}}) => {
	test.runIf(isThorough)(
		'every key on its screen does what the help says of it, and q ends with the terminal as it was',
		async () => {
			const terminal = await dashboard(['--scenario', name, ...args], {columns: 160, rows: 50});
			const pressed = new Set<string>();
			const see = async (key: string, shown: string | RegExp | ((text: string) => boolean)) => {
				pressed.add(key);
				terminal.press(codes[key] ?? key);
				await terminal.until(shown);
			};

			/** Opens what a key opens, and types into it, or leaves it. */
			const type = async (key: string, asked: string | RegExp, typed?: string, shown: string | RegExp = '') => {
				await see(key, asked);
				terminal.press(typed === undefined ? codes['esc']! : typed + enter);
				await terminal.until(text => !(typeof asked === 'string' ? text.includes(asked) : asked.test(text)));
				await terminal.until(shown);
			};

			const rate = (perSecond: number) => `o ${many} ${perSecond} a second`;
			// What moves comes from the start.
			if (scenario.facts.moving) {
				await see('o', `o ${many} off`);
			}

			await type('O', `${many[0]!.toUpperCase()}${many.slice(1)} a second`, '10', `10 ${many} a second`);
			await see('o', rate(10));
			await see('[', rate(5));
			await see('<', rate(2));
			await see(',', rate(1));
			await see(']', rate(2));
			await see('>', rate(5));
			await see('.', rate(10));
			// A city whose drivers are silent has no answer to keep.
			if (!scenario.facts.moving) {
				await see('o', `o ${many} off`);
			}

			// The program seeds at its start too.
			await see('s', /seeded [^]*seeded /);
			await type('S', `Seed how many ${facts}`, '20', `seeded 20 ${facts}`);

			await see('n', `${title}, ${abouts[1]}`);
			await see('right', `${title}, ${abouts[2]}`);
			await see('down', `${title}, ${abouts[3]}`);
			await see('left', `${title}, ${abouts[2]}`);
			await see('up', `${title}, ${abouts[1]}`);
			await type('/', /Which of [\d,]+ /, abouts[0], `${title}, ${abouts[0]}`);

			await see('-', 'TTL 2 min');
			await see('_', 'TTL 1 min');
			await see('+', 'TTL 2 min');
			await see('=', 'TTL 5 min');
			await see('m', 'TTL changes act with the next fill');
			await type('t', 'TTL (100 ms', '10m', 'TTL 10 min');
			await see('m', 'TTL changes act now');

			await see('b', /benchmark \(burst, [\d,]+ reads\): a hit is/);
			await see('B', 'benchmark, running');
			await see('esc', /benchmark cancelled|not enough/);
			await see('a', scenario.facts.moving ? 'nothing to archive from MongoDB' : 'archived from MongoDB');
			await see('r', 'read now: ');
			await see('x', 'expired the key');
			await type('V', 'Viewers in place of the dashboard', '5', 'v V 5 viewers');
			await see('v', '> viewers');
			await see('esc', 'q quit');
			await see('p', 'Protections');
			await see('esc', 'q quit');
			await see('l', 'slow +100 ms');
			await type('L', 'Added to each query of MongoDB', '0', 'slow origin  ');
			await see('!', /stampede: \d+ origin quer/);
			await type('V', 'Viewers in place of the dashboard', '0', 'v V 1 viewer');
			await see('c', 'c: left out by --without postgres');
			await see('k', 'k: left out by --without postgres');
			await see('1', '1: this is the dashboard');
			await see(' ', 'paused: nothing is read');
			await see('esc', 'Esc: nothing runs and nothing is open');
			await see(' ', 'reading again');
			await see('?', /Redis +.*embedded/);
			await see('esc', title);
			await see('h', /redis-cli|embedded/);
			await see('esc', title);
			await type('E', /Save the table \w+ as/);
			await see('C', 'colours for a light background');
			await see('C', 'no colours');
			await see('C', 'colours for a dark background');
			await see('g', /rides +Drivers within 2 km/);
			await see('esc', 'q quit');

			await see('2', `The way of the ${facts}`);
			await see('d', 'd: left out by --without postgres');
			if (scenario.audit) {
				await type('i', /Audit which/, '', /audit/);
			}

			await see('3', 'Buys: hit rate');
			for (const key of ['up', 'down', 'right', 'left']) {
				await see(key, /guess/);
			}

			await type('G', 'Your guess of the hit rate', '80', 'guess');
			await see('return', 'your guess 80 %');
			await see('w', 'SIMULATED TTL 24 h');
			await type('W', 'What if the TTL were (SIMULATED', '1m', 'SIMULATED TTL 1 min');
			await type('e', 'How far off ', '5', 'at most 5 %');
			await see('M', 'Memory of Redis');
			await type('K', 'Redis has memory for how many keys', '50', 'Redis got memory for');
			await see('M', 'Buys: hit rate');
			await see('J', 'J: the dashboard reads one key alone');
			await see('tab', 'Tab: all four charts stand here already');

			await see('4', 'History');
			await see('y', `y: years of ${facts} are not asked about`);
			await see('left', `arrows: years of ${facts} are not asked about`);
			await see('return', `Enter: years of ${facts} are not asked about`);
			await see('5', 'One question, ');
			await see('1', title);

			expect([...pressed].toSorted()).toEqual(
				[
					...new Set(
						keysOf(scenario)
							.flatMap(({keys}) => keys)
							.filter(key => key !== 'q'),
					),
				].toSorted(),
			);
			terminal.press('q');
			expect((await terminal.exited).exitCode).toBe(0);
			expect(terminal.output).toContain('\u001B[?1049l');
			expect(terminal.output.lastIndexOf('\u001B[?25h')).toBeGreaterThan(terminal.output.lastIndexOf('\u001B[?25l'));
			await terminal.until('shopstream-tui ran for');
		},
		300_000,
	);
});

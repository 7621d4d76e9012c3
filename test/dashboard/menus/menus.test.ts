import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {menus} from '../../../source/dashboard/menus/menus.ts';
import type {Viewers} from '../../../source/dashboard/state/state.ts';
import {protections} from '../../../source/lab/protections.ts';
import {scenarios} from '../../../source/scenarios/scenarios.ts';
import {type Desk, openDesk} from '../desk.ts';

const names = protections.map(({name}) => name);

function openMenu(kind: 'viewers' | 'protections', row = 0): Desk {
	const desk = openDesk();
	desk.dispatch({type: 'menu-opened', kind});
	desk.dispatch({type: 'menu-moved', row});
	return desk;
}

test('what explains a row fits a line of 80 columns', () => {
	expect(
		Object.values(menus)
			.flatMap(({rows}) => rows.map(({says}) => says))
			.filter(says => says.length > 78),
	).toEqual([]);
});

describe('scenarios', () => {
	const chooseAt = (desk: Desk, name: string) => {
		desk.press('g');
		desk.dispatch({type: 'menu-moved', row: scenarios.findIndex(one => one.name === name)});
		desk.press('return');
		return desk;
	};

	test('each teaches in three lines that a screen of 80 columns has room for', () => {
		expect(scenarios.flatMap(({teaches}) => teaches).filter(line => line.length > 75)).toEqual([]);
	});

	test('g opens the list at the one that is open, Enter opens another, and g closes it', () => {
		const desk = openDesk();
		desk.press('g');
		expect(desk.state().menu).toEqual({kind: 'scenarios', row: 0});
		desk.press('g');
		expect(desk.state().menu).toBeUndefined();
		expect(chooseAt(desk, 'rides').commands).toEqual([{type: 'leave', scenario: 'rides'}]);
		expect(chooseAt(openDesk(), 'shop').state().activity[0]?.text).toBe('shop is open already');
	});

	test('while something runs, or what was made would be gone, it is asked first', () => {
		const busy = openDesk();
		busy.press('b');
		const before = busy.commands.length;
		expect(chooseAt(busy, 'rides').state().question).toEqual({about: 'leave', scenario: 'rides', loses: 'benchmark is running, and would be cancelled.'});
		busy.press('n');
		expect([busy.state().question, busy.commands.length]).toEqual([undefined, before]);
		chooseAt(busy, 'rides').press('y');
		expect(busy.commands.at(-1)).toEqual({type: 'leave', scenario: 'rides'});
		const {layers, session} = openDesk().state();
		const mongo = {health: 'up', backend: {kind: 'embedded', label: 'embedded engine', version: '1', address: 'mongodb://127.0.0.1:1'}} as const;
		const streamed = openDesk({session: {...session, streamed: 3}, layers: {...layers, mongo}});
		expect(chooseAt(streamed, 'rides').state().question).toMatchObject({
			loses: expect.stringContaining('Without --data DIR, the orders that arrived would be gone') as string,
		});
		expect(chooseAt(openDesk({...streamed.state(), question: undefined, isKept: true}), 'rides').commands).toEqual([{type: 'leave', scenario: 'rides'}]);
	});
});

describe('protections', () => {
	test('there is a row for each, in their order, with the line that explains it', () => {
		expect(menus.protections.rows.map(({title, says}) => ({title, says}))).toEqual(protections.map(({title, says}) => ({title, says})));
	});

	test.each(names.map((name, row) => [name, row] as const))('space and Enter switch %s and keep the others', (name, row) => {
		const desk = openMenu('protections', row);
		const before = desk.state().protection;
		desk.press(' ');
		const {protection} = desk.state();
		expect(protection.on.has(name)).toBe(!before.on.has(name));
		expect({...protection, on: undefined}).toEqual({...before, on: undefined});
		expect(names.filter(other => other !== name && protection.on.has(other))).toEqual(names.filter(other => other !== name && before.on.has(other)));
		desk.press(' ');
		expect(desk.state().protection).toEqual(before);
	});

	test.each(names.map((name, row) => [name, row] as const))('left and right give %s the next figure and switch nothing', (_, row) => {
		const desk = openMenu('protections', row);
		const before = desk.state().protection;
		const value = () => menus.protections.rows[row]!.value(desk.state());
		const first = value();
		desk.press('right');
		const second = value();
		expect(second === first).toBe(row === 0);
		expect(desk.state().protection.on).toEqual(before.on);
		desk.press('left');
		expect(value()).toBe(first);
		expect(desk.state().protection).toEqual(before);
		desk.press(...Array.from({length: 20}, () => 'left'));
		const least = value();
		desk.press('-');
		expect(value()).toBe(least);
	});

	test('Enter types the figure of one that has one, and that switches it on', () => {
		const desk = openMenu('protections', names.indexOf('xfetch'));
		desk.press('return');
		expect(desk.state().prompt).toEqual({kind: 'beta', text: ''});
		desk.type('1.5');
		desk.press('return');
		expect(desk.state()).toMatchObject({
			prompt: undefined,
			menu: {kind: 'protections', row: names.indexOf('xfetch')},
			protection: {beta: 1.5, on: new Set(['single-flight', 'xfetch'])},
		});
	});

	test('whatever is pressed: every figure stays in its range, and each switch is where its presses left it', () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom('up', 'down', 'j', 'k', 'left', 'right', '+', '-', ' '), {maxLength: 80}), keys => {
				const desk = openMenu('protections');
				const on = new Set(desk.state().protection.on);
				for (const key of keys) {
					const name = names[desk.state().menu!.row]!;
					if (key === ' ' && !on.delete(name)) {
						on.add(name);
					}

					desk.press(key);
				}

				const {protection} = desk.state();
				expect(new Set(protection.on)).toEqual(on);
				const within = (figure: number, least: number, most: number) => figure >= least && figure <= most;
				expect(within(protection.lockSeconds, 0.1, 60)).toBe(true);
				expect(within(protection.staleSeconds, 1, 86_400)).toBe(true);
				expect(within(protection.staleOnErrorSeconds, 1, 86_400)).toBe(true);
				expect(within(protection.beta, 0.01, 100)).toBe(true);
				expect(within(protection.jitterFraction, 0.01, 1)).toBe(true);
			}),
		);
	});
});

describe('viewers', () => {
	const changed = (desk: Desk, ...keys: string[]): Partial<Viewers> => {
		const before = desk.state().viewers;
		desk.press(...keys);
		return Object.fromEntries(Object.entries(desk.state().viewers).filter(([name, value]) => value !== before[name as keyof Viewers]));
	};

	test('each row changes its own and nothing else', () => {
		expect(changed(openMenu('viewers', 0), 'right')).toEqual({count: 1});
		expect(changed(openMenu('viewers', 1), 'right')).toEqual({arrivals: 'poisson'});
		expect(changed(openMenu('viewers', 1), 'left')).toEqual({arrivals: 'fixed'});
		expect(changed(openMenu('viewers', 2), 'right')).toEqual({everySeconds: 10});
		expect(changed(openMenu('viewers', 2), 'left')).toEqual({everySeconds: 2});
		for (const key of [' ', 'return', 'left', 'right']) {
			expect(changed(openMenu('viewers', 3), key)).toEqual({ownProcess: true});
		}
	});

	test('the arrivals go round, their number from none to a thousand and no further', () => {
		const desk = openMenu('viewers', 1);
		expect(changed(desk, 'right', 'right', 'right')).toEqual({});
		desk.press('up', ...Array.from({length: 30}, () => '+'));
		expect(desk.state().viewers.count).toBe(1000);
		desk.press(...Array.from({length: 30}, () => '-'));
		expect(desk.state().viewers.count).toBe(0);
	});

	test('a number between two steps goes to the next one', () => {
		const desk = openMenu('viewers', 0);
		desk.press('return', '4', '2', 'return', 'right');
		expect(desk.state().viewers.count).toBe(100);
		desk.press('return', '4', '2', 'return', 'left');
		expect(desk.state().viewers.count).toBe(30);
	});

	test('says what stands there', () => {
		const [count, arrivals, every, ownProcess] = menus.viewers.rows.map(({value}) => value);
		const {state} = openMenu('viewers');
		expect([count!(state()), arrivals!(state()), every!(state()), ownProcess!(state())]).toEqual([
			'none: the dashboard reads',
			'each polls, phases differ',
			'every 5 s',
			'users of one process',
		]);
		const crowd = {...state(), viewers: {count: 1000, arrivals: 'fixed', everySeconds: 60, ownProcess: true} as const};
		expect([count!(crowd), arrivals!(crowd), every!(crowd), ownProcess!(crowd)]).toEqual([
			'1,000',
			'fixed, evenly apart',
			'every 1 min',
			'laptops, a process each',
		]);
	});
});

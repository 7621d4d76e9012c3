import {describe, expect, test} from 'vitest';
import {smallest} from '../../source/dashboard/press-key.ts';
import {openDesk} from './desk.ts';

const server = {kind: 'server', label: 'MongoDB 8.0.4', version: '8.0.4', address: 'mongodb://h:27017'} as const;

describe('a prompt', () => {
	test('takes every letter, also those that are keys', () => {
		const desk = openDesk();
		desk.press('t');
		desk.type('q?3vps');
		expect(desk.state()).toMatchObject({prompt: {kind: 'ttl', text: 'q?3vps'}, menu: undefined, screen: 'dashboard', helpPage: undefined});
		expect([desk.quits(), desk.wishes]).toEqual([0, []]);
	});

	test('takes no named key for text, and no more than twenty signs', () => {
		const desk = openDesk();
		desk.press('t', 'up', 'tab', 'left');
		expect(desk.state().prompt?.text).toBe('');
		desk.type('1'.repeat(30));
		expect(desk.state().prompt?.text).toBe('1'.repeat(20));
		desk.press('backspace');
		expect(desk.state().prompt?.text).toBe('1'.repeat(19));
	});

	test('Enter with nothing typed, and Esc, close it and change nothing', () => {
		for (const keys of [['return'], ['5', 'esc'], ['5', 'backspace', 'backspace', 'return']]) {
			const desk = openDesk();
			const before = desk.state();
			desk.press('V', ...keys);
			expect([desk.state(), desk.wishes]).toEqual([before, []]);
		}
	});

	test('over a menu it comes first, and leads back to it', () => {
		const desk = openDesk();
		desk.press('v', 'return', '1', '2', 'return');
		expect(desk.state()).toMatchObject({prompt: undefined, menu: {kind: 'viewers', row: 0}, viewers: {count: 12}});
	});
});

describe('a menu', () => {
	test.each([['v', 'viewers', 4], ['p', 'protections', 6]] as const)('%s opens the %s; up and down go round its %i rows', (key, kind, rows) => {
		const desk = openDesk();
		desk.press(key);
		expect(desk.state().menu).toEqual({kind, row: 0});
		desk.press('up');
		expect(desk.state().menu?.row).toBe(rows - 1);
		desk.press('down', 'j');
		expect(desk.state().menu?.row).toBe(1);
		desk.press('k');
		expect(desk.state().menu?.row).toBe(0);
	});

	test.each(['esc', 'v', 'p', 'q'])('%s closes it, and does nothing else', key => {
		const desk = openDesk();
		const before = desk.state();
		desk.press('p', key);
		expect([desk.state(), desk.wishes, desk.quits()]).toEqual([before, [], 0]);
	});

	test('other keys wait until it is closed', () => {
		const desk = openDesk();
		desk.press('p', 's', '3', '!', '?', 'b', 'x', 'tab');
		expect([desk.wishes, desk.state().screen, desk.state().helpPage]).toEqual([[], 'dashboard', undefined]);
	});
});

describe('a question', () => {
	const asked = () => {
		const desk = openDesk({ordersHeld: 9, layers: {...openDesk().state().layers, mongo: {health: 'up', backend: server}}});
		desk.press('s');
		expect(desk.state().question).toEqual({about: 'seed', count: 500, held: 9});
		return desk;
	};

	test.each(['y', 'Y'])('%s does what was asked', key => {
		const desk = asked();
		desk.press(key);
		expect([desk.wishes, desk.state().question]).toEqual([[['seed', 500]], undefined]);
	});

	test.each(['n', 'N', 'esc', 'q'])('%s does not', key => {
		const desk = asked();
		desk.press(key);
		expect([desk.wishes, desk.state().question, desk.quits()]).toEqual([[], undefined, 0]);
	});

	test('nothing else answers it', () => {
		const desk = asked();
		desk.press('return', ' ', '3', 's', 'x');
		expect([desk.wishes, desk.state().question?.about]).toEqual([[], 'seed']);
	});
});

describe('a key that cannot act', () => {
	test('says why', () => {
		const desk = openDesk({isOpen: false});
		desk.press('!');
		expect([desk.wishes, desk.state().activity[0]?.text]).toEqual([[], '!: the stores are still opening']);
	});

	test('belongs to another screen: it says nothing', () => {
		const desk = openDesk();
		desk.press('w', 'tab', 'G', 'up');
		expect([desk.wishes, desk.state().activity, desk.state().prompt, desk.state().laboratory.chartPair]).toEqual([[], [], undefined, 0]);
		desk.press('3', 'w');
		expect(desk.wishes).toEqual([['showScreen', 'laboratory'], ['simulate', 86_400]]);
	});
});

describe('a guess', () => {
	test('arrows move it between 0 and 100 %, and say where it ends', () => {
		const desk = openDesk({screen: 'laboratory'});
		desk.press('up', 'up', 'right', 'left', 'left', 'down');
		expect(desk.state().laboratory.guess).toEqual({hitRate: 0.49, ttlSeconds: 300, isPlacing: true});
		desk.press(...Array.from({length: 80}, () => 'up'));
		expect(desk.state().laboratory.guess?.hitRate).toBe(0.99);
		expect(desk.state().activity[0]?.text).toBe('a guess lies between 0 % and 100 %');
		desk.press('right', 'right');
		expect(desk.state().laboratory.guess?.hitRate).toBe(1);
	});

	test('Enter without one says what makes one; Esc leaves one', () => {
		const desk = openDesk({screen: 'laboratory'});
		desk.press('return');
		expect(desk.state().activity[0]?.text).toMatch(/^Enter: there is no guess to place/);
		desk.press('up', 'esc');
		expect([desk.state().laboratory.guess, desk.wishes]).toEqual([undefined, []]);
	});
});

describe('on a screen that is too small', () => {
	const small = {columns: smallest.columns - 1, rows: smallest.rows};

	test('no key acts unseen, but q quits', () => {
		const desk = openDesk(small);
		desk.press('s', 'x', '!', 'v', '3', '+');
		expect([desk.wishes, desk.state().menu, desk.state().ttlSeconds]).toEqual([[], undefined, 300]);
		desk.press('q');
		expect(desk.quits()).toBe(1);
	});

	test.each([
		['a prompt', ['t', '4']],
		['a menu', ['p']],
	] as const)('%s waits for room: nothing is typed or switched unseen, and q quits', (_, keys) => {
		const desk = openDesk();
		desk.press(...keys);
		const {prompt, menu} = desk.state();
		desk.dispatch({type: 'resized', ...small});
		desk.press('5', 'return', ' ', 'esc', 'backspace');
		expect([desk.wishes, desk.state().prompt, desk.state().menu]).toEqual([[], prompt, menu]);
		desk.press('q');
		expect(desk.quits()).toBe(1);
	});

	test('a question is not answered unseen', () => {
		const desk = openDesk({question: {about: 'seed', count: 500, held: 9}, ...small});
		desk.press('y', 'n');
		expect([desk.wishes, desk.state().question?.about]).toEqual([[], 'seed']);
	});
});

describe('while the help is open', () => {
	test.each(['t', 'v', 'p', '3', 'x'])('%s closes it, so that what it does is seen', key => {
		const desk = openDesk({helpPage: 0});
		desk.press(key);
		expect(desk.state().helpPage).toBeUndefined();
		expect(desk.wishes.length > 0 || desk.state().prompt !== undefined || desk.state().menu !== undefined).toBe(true);
	});

	test('? turns its page, Esc closes it and cancels nothing, a key without a meaning leaves it open', () => {
		const desk = openDesk({helpPage: 0});
		desk.press('?');
		expect(desk.state().helpPage).toBe(1);
		desk.press('Z', '9');
		expect(desk.state().helpPage).toBe(1);
		desk.press('esc');
		expect([desk.state().helpPage, desk.wishes]).toEqual([undefined, []]);
	});
});

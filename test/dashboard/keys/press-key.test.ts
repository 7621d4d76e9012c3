import {describe, expect, test} from 'vitest';
import {smallestTerminal as smallest} from '../../../source/dashboard/screens/screen.ts';
import {activityText} from '../../../source/dashboard/update/note.ts';
import {byLayer} from '../../../source/layers/layers.ts';
import {openDesk} from '../desk.ts';

const server = {kind: 'server', label: 'MongoDB 8.0.4', version: '8.0.4', address: 'mongodb://h:27017'} as const;

describe('a prompt', () => {
	test('takes every letter, also those that are keys', () => {
		const desk = openDesk();
		desk.press('t');
		desk.type('q?3vps');
		expect(desk.state()).toMatchObject({prompt: {kind: 'ttl', text: 'q?3vps'}, menu: undefined, screen: 'dashboard', helpPage: undefined});
		expect([desk.quits(), desk.commands]).toEqual([0, []]);
	});

	test('takes no named key for text, and no more than twenty signs', () => {
		const desk = openDesk();
		desk.press('t', 'up', 'tab', 'left');
		expect(desk.state().prompt?.text).toBe('');
		desk.type('1'.repeat(30));
		expect(desk.state().prompt).toMatchObject({text: '1'.repeat(20), refusal: '20 characters at most'});
		desk.press('backspace');
		expect(desk.state().prompt?.text).toBe('1'.repeat(19));
	});

	test('Ctrl-U empties it, what it was given too, and means nothing elsewhere', () => {
		const desk = openDesk();
		desk.dispatch({type: 'prompt-opened', kind: 'history-orders', text: '100000'});
		desk.press('ctrl-u', '3');
		expect(desk.state().prompt).toMatchObject({text: '3'});
		const before = openDesk({menu: {kind: 'viewers', row: 0}});
		before.press('ctrl-u', 'esc', 'ctrl-u');
		expect(before.state().activity).toEqual([]);
	});

	test('Enter with nothing typed, and Esc, close it and change nothing', () => {
		for (const keys of [['return'], ['5', 'esc'], ['5', 'backspace', 'backspace', 'return']]) {
			const desk = openDesk();
			const before = desk.state();
			desk.press('V', ...keys);
			expect([desk.state(), desk.commands]).toEqual([before, []]);
		}
	});

	test('over a menu it comes first, and leads back to it', () => {
		const desk = openDesk();
		desk.press('v', 'return', '1', '2', 'return');
		expect(desk.state()).toMatchObject({prompt: undefined, menu: {kind: 'viewers', row: 0}, viewers: {count: 12}});
	});
});

describe('a menu', () => {
	test.each([
		['v', 'viewers', 4],
		['p', 'protections', 6],
	] as const)('%s opens the %s; up and down go round its %i rows', (key, kind, rows) => {
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

	test.each([
		['esc', 'p'],
		['p', 'p'],
		['q', 'p'],
		['v', 'v'],
		['q', 'v'],
	])('%s closes the one that %s opened, and does nothing else', (key, menu) => {
		const desk = openDesk();
		const before = desk.state();
		desk.press(menu, key);
		expect([desk.state(), desk.commands, desk.quits()]).toEqual([before, [], 0]);
	});

	test('the key of the other menu leads there', () => {
		const desk = openDesk();
		desk.press('v', 'p');
		expect(desk.state().menu).toEqual({kind: 'protections', row: 0});
		desk.press('v');
		expect(desk.state().menu).toEqual({kind: 'viewers', row: 0});
	});

	test('other keys wait until it is closed, and say so', () => {
		const desk = openDesk();
		desk.press('p', 's', '3', '!', '?', 'b', 'x', 'tab', 'l');
		expect([desk.commands, desk.state().screen, desk.state().helpPage]).toEqual([[], 'dashboard', undefined]);
		expect(desk.state().activity).toMatchObject([{text: 'l: waits while the panel of the protections is open: Esc closes it', times: 8}]);
	});

	test('a line that a key cannot change says what would', () => {
		const desk = openDesk();
		desk.press('p', 'left');
		expect(desk.state().activity[0]?.text).toBe('an arrow: this line is on or off: space switches it');
		desk.press('v', ' ');
		expect(desk.state().activity[0]?.text).toBe('space: this line is no switch: left and right change it');
		desk.press('left');
		expect(desk.state().activity[0]?.text).toBe('an arrow: viewers stands at its smallest preset: Enter takes any');
		desk.press('down', 'return');
		expect(desk.state().activity[0]?.text).toBe('Enter: nothing is typed here: left and right change it');
		expect(desk.commands).toEqual([]);
	});
});

describe('a question', () => {
	const asked = () => {
		const desk = openDesk({held: {mongo: 9}, layers: {...openDesk().state().layers, mongo: {health: 'up', backend: server}}});
		desk.press('s');
		expect(desk.state().question).toEqual({about: 'seed', count: 500});
		// The number that the question names is counted anew.
		expect(desk.commands.splice(0)).toEqual([{type: 'count-facts'}]);
		return desk;
	};

	test.each(['y', 'Y'])('%s does what was asked', key => {
		const desk = asked();
		desk.press(key);
		expect([desk.commands, desk.state().question]).toEqual([[{type: 'seed', count: 500}], undefined]);
	});

	test.each(['n', 'N', 'esc', 'q'])('%s does not', key => {
		const desk = asked();
		desk.press(key);
		expect([desk.commands, desk.state().question, desk.quits()]).toEqual([[], undefined, 0]);
	});

	test('nothing else answers it, and says so', () => {
		const desk = asked();
		desk.press('return', ' ', '3', 's', 'x');
		expect([desk.commands, desk.state().question?.about]).toEqual([[], 'seed']);
		expect(desk.state().activity).toMatchObject([{text: 'x: answer the question below with y or n', times: 5}]);
	});
});

describe('a key that cannot act', () => {
	test('says why', () => {
		const desk = openDesk({layers: byLayer(() => ({health: 'opening', backend: undefined}))});
		desk.press('!');
		expect([desk.commands, desk.state().activity[0]?.text]).toEqual([[], '!: the stores are still opening']);
	});

	test('belongs to another screen: it says which', () => {
		const desk = openDesk();
		desk.press('w', 'tab', 'G', 'up');
		expect([desk.commands, desk.state().prompt, desk.state().laboratory.chartPair]).toEqual([[], undefined, 0]);
		expect(desk.state().activity).toMatchObject([{text: 'an arrow: acts in the laboratory: 3 opens it', times: 4}]);
		desk.press('3', 'w');
		expect(desk.state()).toMatchObject({screen: 'laboratory', laboratory: {simulatingSeconds: 86_400}});
	});

	test('of the screen that stands already says so', () => {
		const desk = openDesk();
		desk.press('1');
		expect(desk.state().activity[0]?.text).toBe('1: this is the dashboard');
		desk.press('3', '3');
		expect(desk.state().activity[0]?.text).toBe('3: this is the laboratory');
		desk.dispatch({type: 'resized', columns: 140, rows: 45});
		desk.press('tab');
		expect(desk.state().activity[0]?.text).toBe('Tab: all four charts stand here already');
	});

	test.each(['9', 'Z', 'f', 'й'])('%s is none, and says where the keys are', key => {
		const desk = openDesk();
		desk.press(key);
		expect(desk.state().activity.map(({text}) => text)).toEqual([`${key} is no key here: ? shows the keys`]);
	});

	test('Esc with nothing open says so and cancels nothing', () => {
		const desk = openDesk();
		desk.press('esc', 'esc');
		expect([desk.commands, desk.state().activity]).toMatchObject([[], [{text: 'Esc: nothing runs and nothing is open', times: 2}]]);
	});

	test('pressed in vain again and again is counted in one line and pushes nothing away', () => {
		const desk = openDesk({job: {name: 'benchmark', done: 1, total: 440, cancelling: false, remarks: [], worstDelayMs: 0}});
		desk.dispatch({type: 'noted', text: 'seeded 500 orders', failed: false});
		desk.press(...Array.from({length: 10}, () => ['b', '9', '!', 'u']).flat());
		expect(desk.state().activity.map(line => activityText(line))).toEqual([
			'u is no key here: ? shows the keys (×20)',
			'!: benchmark is running: Esc cancels it (×20)',
			'seeded 500 orders',
		]);
		// After other news it is said anew.
		desk.dispatch({type: 'noted', text: 'benchmark cancelled', failed: false});
		desk.press('b');
		expect(
			desk
				.state()
				.activity.slice(0, 2)
				.map(line => activityText(line)),
		).toEqual(['b: benchmark is running: Esc cancels it', 'benchmark cancelled']);
	});
});

describe('the rate of the order stream', () => {
	test('off, says that o starts it; several steps are one line', () => {
		const desk = openDesk();
		desk.press(']', ']', '[');
		expect(desk.state().activity.map(({text}) => text)).toEqual(['5 orders a second once o starts the stream']);
		desk.dispatch({type: 'stream-wished', isStreaming: true});
		desk.press(']');
		expect(desk.state().activity[0]?.text).toBe('10 orders a second');
		desk.press('[', '[', '[');
		expect(desk.state().activity[0]?.text).toBe('1 order a second');
		desk.press('[');
		expect(desk.state().activity[0]?.text).toBe('0.5 orders a second');
	});
});

describe('a guess', () => {
	test('arrows move it between 0 and 100 %, and say where it ends', () => {
		const desk = openDesk({screen: 'laboratory'});
		desk.press('up', 'up', 'right', 'left', 'left', 'down');
		expect(desk.state().laboratory.guess).toEqual({hitRate: 0.49, ttlSeconds: 300, isPlacing: true});
		desk.press(...Array.from({length: 80}, () => 'up'));
		expect(desk.state().laboratory.guess?.hitRate).toBe(0.99);
		expect(desk.state().activity[0]?.text).toBe('arrows: a guess lies between 0 % and 100 %');
		desk.press('right', 'right');
		expect(desk.state().laboratory.guess?.hitRate).toBe(1);
	});

	test('Enter without one says what makes one; Esc leaves one', () => {
		const desk = openDesk({screen: 'laboratory'});
		desk.press('return');
		expect(desk.state().activity[0]?.text).toMatch(/^Enter: there is no guess to place/);
		desk.press('up', 'esc');
		expect([desk.state().laboratory.guess, desk.commands]).toEqual([undefined, []]);
	});
});

describe('on a screen that is too small', () => {
	const small = {columns: smallest.columns - 1, rows: smallest.rows};

	test('no key acts unseen, but q quits', () => {
		const desk = openDesk(small);
		desk.press('s', 'x', '!', 'v', '3', '+');
		expect([desk.commands, desk.state().menu, desk.state().ttlSeconds]).toEqual([[], undefined, 300]);
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
		expect([desk.commands, desk.state().prompt, desk.state().menu]).toEqual([[], prompt, menu]);
		desk.press('q');
		expect(desk.quits()).toBe(1);
	});

	test('a question is not answered unseen', () => {
		const desk = openDesk({question: {about: 'seed', count: 500}, ...small});
		desk.press('y', 'n');
		expect([desk.commands, desk.state().question?.about]).toEqual([[], 'seed']);
	});
});

describe('while the help is open', () => {
	test.each(['t', 'v', 'p', '3', 'a'])('%s closes it, so that what it does is seen', key => {
		const desk = openDesk({helpPage: 0});
		desk.press(key);
		expect(desk.state().helpPage).toBeUndefined();
		expect(desk.commands.length > 0 || desk.state().prompt !== undefined || desk.state().menu !== undefined || desk.state().screen !== 'dashboard').toBe(true);
	});

	test('q closes it, and only then quits', () => {
		const desk = openDesk({helpPage: 1});
		desk.press('q');
		expect([desk.state().helpPage, desk.quits()]).toEqual([undefined, 0]);
		desk.press('3', 'up', 'q');
		expect([desk.state().laboratory.guess, desk.quits()]).toEqual([undefined, 0]);
		desk.press('q');
		expect(desk.quits()).toBe(1);
	});

	test('q and Esc close the answer of a what-if, and only then quit or say that nothing is open', () => {
		for (const key of ['q', 'esc']) {
			const desk = openDesk({
				screen: 'laboratory',
				laboratory: {...openDesk().state().laboratory, answer: {askedSeconds: 86_400, sentences: ['It costs age.']}},
			});
			desk.press(key);
			expect([desk.state().laboratory.answer, desk.quits(), desk.commands]).toEqual([undefined, 0, []]);
		}
	});

	test('? turns its page, Esc closes it and cancels nothing, a key without a meaning leaves it open', () => {
		const desk = openDesk({helpPage: 0});
		desk.press('?');
		expect(desk.state().helpPage).toBe(1);
		desk.press('Z', '9');
		expect(desk.state().helpPage).toBe(1);
		desk.press('esc');
		expect([desk.state().helpPage, desk.commands]).toEqual([undefined, []]);
	});
});

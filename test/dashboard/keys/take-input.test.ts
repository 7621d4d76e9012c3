import {describe, expect, test} from 'vitest';
import {createInputTaker} from '../../../source/dashboard/keys/take-input.ts';
import type {State} from '../../../source/dashboard/state/state.ts';
import {type Desk, openDesk} from '../desk.ts';

/** A desk whose input comes from a terminal, and its clock. */
function open(changes: Partial<State> = {}, asksBackground = true) {
	const desk: Desk = openDesk(changes);
	let nowMs = 0;
	let suspensions = 0;
	const take = createInputTaker({state: desk.state, dispatch: desk.dispatch, suspend: () => suspensions++, clock: () => nowMs, asksBackground});
	return {
		...desk,
		suspensions: () => suspensions,
		/** Keys a millisecond apart. */
		keys: (...keys: readonly string[]) =>
			keys.forEach(key => {
				nowMs++;
				take({type: 'key', key});
			}),
		paste: (text: string) => take({type: 'paste', text}),
		answer: (text: string) => take({type: 'answer', text}),
		wait: (ms: number) => {
			nowMs += ms;
		},
	};
}

/** What the keys brought about. */
const acted = ({events}: Pick<Desk, 'events'>) => events.map(({type}) => type).filter(type => type !== 'key-refused');

const texts = ({state}: Pick<Desk, 'state'>) => state().activity.map(({text}) => text);

describe('a key that is held down', () => {
	test.each(['s', 'o', 'a', 'x', '!', 'b', 'B', 'm', ' '])('%j acts once, and says so', key => {
		const desk = open();
		desk.keys(...Array.from({length: 30}, () => key));
		expect(acted(desk)).toHaveLength(1);
		expect(desk.state().activity[0]).toMatchObject({text: expect.stringContaining('is held down'), times: 29});
	});

	test('acts again when it was let go, or another came between', () => {
		const desk = open();
		desk.keys('x', 'x');
		desk.wait(400);
		desk.keys('x', 'l', 'x');
		expect(acted(desk).filter(name => name === 'expiry-wished')).toHaveLength(3);
	});

	test('writes not even when it is pressed twice in a hurry; another may', () => {
		const desk = open();
		for (const key of ['x', 'x', 'm', 'm', ' ', ' ']) {
			desk.wait(150);
			desk.keys(key);
		}

		expect(acted(desk)).toEqual(['expiry-wished', 'ttl-mode-chosen', 'ttl-mode-chosen', 'paused', 'paused']);
	});

	test('q closes what is open, and held down does not quit', () => {
		const desk = open({helpPage: 0});
		desk.keys('q', 'q', 'q');
		expect([desk.state().helpPage, desk.quits()]).toEqual([undefined, 0]);
		desk.wait(120);
		desk.keys('q');
		expect(desk.quits()).toBe(1);
	});

	test('acts on where that is harmless', () => {
		const desk = open();
		desk.keys('+', '+', '+', ']', ']', '-');
		expect(acted(desk).filter(name => name === 'ttl-chosen')).toHaveLength(4);
		expect(desk.state().factsPerSecond).toBe(10);
	});

	test('types into no prompt that it opened, and flickers no menu and no switch', () => {
		const desk = open();
		desk.keys('t', 't', 't');
		expect(desk.state().prompt).toMatchObject({text: ''});
		desk.keys('5', '5', 'm', 'esc', 'v', 'v', 'v');
		expect(desk.state().menu?.kind).toBe('viewers');
		desk.keys('esc', 'p', ' ', ' ', ' ');
		expect(acted(desk).filter(name => name === 'protection-chosen')).toHaveLength(1);
	});
});

describe('a paste', () => {
	test.each([
		['20\n', 20],
		['  45s \r\n', 45],
		['5m\r', 300],
	])('%j is typed and taken', (text, seconds) => {
		const desk = open();
		desk.keys('t');
		desk.paste(text);
		expect(desk.state().ttlSeconds).toBe(seconds);
	});

	test('without the end of a line waits for Enter', () => {
		const desk = open();
		desk.keys('t', '1');
		desk.paste('0s');
		expect(desk.state()).toMatchObject({prompt: {text: '10s'}, ttlSeconds: 300});
	});

	test.each([
		['20\n30\n', 'one line'],
		['\u001B[2J5', 'plain signs'],
		['5\u202Em', 'plain signs'],
		['x'.repeat(21), 'at most 20'],
	])('%j is refused whole, beside what is typed', (text, reason) => {
		const desk = open();
		desk.keys('t');
		desk.paste(text);
		expect(desk.state().prompt).toMatchObject({text: '', refusal: expect.stringContaining(reason)});
		desk.keys('7');
		expect(desk.state().prompt).toEqual({kind: 'ttl', text: '7'});
	});

	test.each([{}, {menu: {kind: 'viewers', row: 0}}, {helpPage: 0}, {question: {about: 'seed', count: 1}}] as Array<Partial<State>>)(
		'elsewhere does nothing: %j',
		changes => {
			const desk = open(changes);
			desk.paste('sqay!\n');
			expect(desk.commands).toEqual([]);
			expect(desk.quits()).toBe(0);
			expect(texts(desk)).toEqual(['paste: acts only where a value is typed']);
		},
	);
});

describe('the answer about the background', () => {
	const white = '11;rgb:ffff/ffff/ffff';

	test('decides the theme, once it comes and in time', () => {
		const desk = open();
		desk.wait(90);
		desk.answer(white);
		expect(desk.state().theme).toBe('light');
		expect(open({theme: 'light'}).state().theme).toBe('light');
	});

	test('comes too late, or unasked, or after a choice: nothing changes', () => {
		const late = open();
		late.wait(1001);
		late.answer(white);
		const unasked = open({}, false);
		unasked.answer(white);
		const chosen = open();
		chosen.keys('C', 'C', 'C', 'C', 'C');
		chosen.answer('11;rgb:0000/0000/0000');
		const other = open();
		other.answer('52;c;c3E=');
		expect([late, unasked, chosen, other].map(({state}) => state().theme)).toEqual(['dark', 'dark', 'plain', 'dark']);
	});
});

test('Ctrl-C quits and Ctrl-Z suspends, whatever is open', () => {
	const desk = open({question: {about: 'seed', count: 1}});
	desk.keys('ctrl-z', 'ctrl-c');
	expect([desk.suspensions(), desk.quits()]).toEqual([1, 1]);
});

import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {decode, expire, ground, type Input, isSame, patienceMs, type Waiting} from '../../../source/dashboard/terminal/decode-input.ts';

const E = '\u001B';
const ST = `${E}\\`;

/** What pieces come to, sent one after the other; a number is a pause in milliseconds. Bytes above 0x7F are given as numbers in an array. */
function read(...pieces: ReadonlyArray<string | number | Uint8Array>): readonly Input[] {
	let waiting: Waiting = ground;
	const inputs: Input[] = [];
	const took = (result: ReturnType<typeof decode>) => {
		waiting = result.waiting;
		inputs.push(...result.inputs);
	};

	for (const piece of pieces) {
		if (typeof piece !== 'number') {
			took(decode(waiting, typeof piece === 'string' ? Buffer.from(piece) : piece));
			continue;
		}

		for (let left = piece; left >= (patienceMs(waiting) ?? Number.POSITIVE_INFINITY);) {
			left -= patienceMs(waiting)!;
			took(expire(waiting));
		}
	}

	return inputs;
}

const keys = (...names: readonly string[]): Input[] => names.map(key => ({type: 'key', key}));

describe('keys', () => {
	test.each<[string, string[]]>([
		['s', ['s']],
		['sq!', ['s', 'q', '!']],
		['\r', ['return']],
		['20\n', ['2', '0', 'return']],
		['\t\u007F\b', ['tab', 'backspace', 'backspace']],
		['\u0003\u0015\u001A', ['ctrl-c', 'ctrl-u', 'ctrl-z']],
		['\u0001\u000B\u0000', []],
		['é日😀', ['é', '日', '😀']],
		[`${E}[A${E}[B${E}[C${E}[D`, ['up', 'down', 'right', 'left']],
		[`${E}OA${E}OB${E}OC${E}OD${E}OM`, ['up', 'down', 'right', 'left', 'return']],
		[`${E}[1;5A${E}[1;2D`, ['up', 'left']],
		[`${E}[Z${E}[3~`, ['tab', 'backspace']],
		[`${E}[113u${E}[13u${E}[27u${E}[57358u`, ['q', 'return', 'esc']],
		[`${E}[97:65;2u${E}[97;5u${E}[99;5u${E}[117;5u${E}[113;1:3u`, ['A', 'ctrl-c', 'ctrl-u']],
	])('%j', (bytes, wanted) => {
		expect(read(bytes)).toEqual(keys(...wanted));
	});

	test('Esc alone is a key after a moment, and not before', () => {
		expect(read(E, 20)).toEqual([]);
		expect(read(E, 50)).toEqual(keys('esc'));
		expect(read(E, 1000, E, 50)).toEqual(keys('esc', 'esc'));
		expect(read(E + E, 50)).toEqual(keys('esc', 'esc'));
	});

	test.each([...'lqsb19?+-]O[P_X^'])('Esc and at once %s is Esc and then the key', key => {
		expect(read(E + key, 1000)).toEqual(keys('esc', key));
		expect(read(E, key, 1000)).toEqual(keys('esc', key));
	});

	test('Esc, a pause, and what might have been the rest of a sequence, typed', () => {
		for (const key of ['[', ']', 'O', 'P']) {
			expect(read(E, 50, key)).toEqual(keys('esc', key));
		}

		expect(read(E, 50, ']]]', 500, '[[')).toEqual(keys('esc', ']', ']', ']', '[', '['));
		expect(read(E, 600, '[2')).toEqual(keys('esc', '[', '2'));
	});
});

/** What terminals send by themselves, or for keys that nothing hears. */
const noise = [
	`${E}P>|tmux 3.3a${ST}`,
	`${E}P1+r544e=787465726d${ST}`,
	`${E}P1$r2 q${ST}`,
	`${E}P!|00000000${ST}`,
	`${E}P>|kitty(0.35)\u0007`,
	`${E}_Gi=31;OK${ST}`,
	`${E}_sq\u0007`,
	`${E}^private sq${ST}`,
	`${E}Xstring sq${ST}`,
	`${E}[?62;1;6c`,
	`${E}[>41;354;0c`,
	`${E}[?2026;2$y`,
	`${E}[4;1$y`,
	`${E}[24;80R`,
	`${E}[?24;80;1R`,
	`${E}[0n`,
	`${E}[?997;1n`,
	`${E}[8;24;80t`,
	`${E}[?1u`,
	`${E}[?0u`,
	`${E}[I`,
	`${E}[O`,
	`${E}[M !!`,
	`${E}[Mqs!`,
	`${E}[M#~~`,
	`${E}[<0;10;20M`,
	`${E}[<35;10;20m`,
	`${E}[32;10;20M`,
	`${E}[<64;1;1M`,
	`${E}[11~`,
	`${E}[2~`,
	`${E}[[A`,
	`${E}[15;5~`,
	`${E}[2$`,
	`${E}[H`,
	`${E}[F`,
	`${E}OP`,
	`${E}OH`,
	`${E}Oj`,
	`${E}[1;5:3A`,
	`${E}[201~`,
	`${E}[57441;2u`,
	ST,
	`${E}P\u0018`,
	'\u009B?62c',
	'\u0090>|q\u009C',
];

const answers = ['11;rgb:1e1e/1e1e/1e1e', '10;rgb:ffff/ffff/ffff', '4;1;rgb:cdcd/0000/0000', '52;c;c3E=', 'l✓ title sq'];

describe('what a terminal sends by itself is no key', () => {
	test.each(noise)('%j', bytes => {
		expect(read(`a${bytes}b`, 500)).toEqual(keys('a', 'b'));
	});

	test.each(answers)('the answer %j', text => {
		for (const end of [ST, '\u0007']) {
			expect(read(`a${E}]${text}${end}b`, 500)).toEqual([...keys('a'), {type: 'answer', text}, ...keys('b')]);
		}
	});

	test('a mouse report of X10 whose bytes are no UTF-8', () => {
		expect(read(Buffer.from([0x1b, 0x5b, 0x4d, 0x20, 0xc3, 0xff, 0x71]))).toEqual(keys('q'));
		expect(read(Buffer.from([0x1b, 0x5b, 0x4d, 0x20, 0xe2]), Buffer.from([0x82, 0x71]))).toEqual(keys('q'));
	});

	test('controls of eight bits', () => {
		expect(read(Buffer.from([0x9b, 0x3f, 0x36, 0x32, 0x63, 0x71]))).toEqual(keys('q'));
		expect(read(Buffer.from([0x90, 0x71, 0x73, 0x9c, 0x71]))).toEqual(keys('q'));
		expect(read(Buffer.from([0x9d, 0x71, 0xe2, 0x9c, 0x93, 0x9c, 0x71]))).toEqual([{type: 'answer', text: 'q✓'}, ...keys('q')]);
		expect(read(Buffer.from([0xff, 0xc0, 0x71]))).toEqual(keys('q'));
	});

	test('what is never ended is given up, and keys act again', () => {
		for (const begun of [`${E}P1+rsq`, `${E}]11;rgb:`, `${E}_Gsq`, `${E}[?62;`, `${E}[M `, `${E}O1;`]) {
			expect(read(begun, 1000, 'q')).toEqual(keys('q'));
		}

		expect(read(`${E}P${'s'.repeat(100_000)}`, 1000, 'q')).toEqual(keys('q'));
		expect(read(`${E}Psq${E}`, 1000, 'q')).toEqual(keys('esc', 'q'));
	});

	test('a sequence whose Esc came long before its rest is no key but Esc', () => {
		for (const bytes of noise.filter(one => one.startsWith(E) && !/^.(?:[O\\]|P\u0018|_s|\[\[)/.test(one))) {
			expect(read(E, 60, bytes.slice(1), 500, 'b')).toEqual(keys('esc', 'b'));
		}
	});

	test('in any order among keys, cut anywhere', () => {
		const piece = fc.oneof(
			fc.constantFrom('a', 's', 'q', '!', '+', '\r', '日', '😀').map(key => ({bytes: key, inputs: keys(key === '\r' ? 'return' : key), isEsc: false})),
			fc.constantFrom(['A', 'up'], ['D', 'left']).map(([letter, key]) => ({bytes: `${E}[${letter}`, inputs: keys(key!), isEsc: false})),
			fc.constantFrom(...noise).map(bytes => ({bytes, inputs: keys(), isEsc: false})),
			fc.constantFrom(...answers).map(text => ({bytes: `${E}]${text}${ST}`, inputs: [{type: 'answer', text}] as Input[], isEsc: false})),
			fc.stringMatching(/^[\w !é日]{0,9}$/).map(text => ({bytes: `${E}[200~${text}${E}[201~`, inputs: [{type: 'paste', text}] as Input[], isEsc: false})),
			fc.constant({bytes: E, inputs: keys('esc'), isEsc: true}),
		);
		fc.assert(
			fc.property(fc.array(piece, {maxLength: 12}), fc.array(fc.nat(200), {maxLength: 8}), (pieces, cuts) => {
				const sent: Array<Uint8Array | number> = [];
				for (const {bytes, isEsc} of pieces) {
					const all = Buffer.from(bytes);
					const places = [...new Set(cuts.map(cut => cut % (all.length + 1)))].sort((a, b) => a - b);
					[0, ...places].forEach((from, i) => sent.push(all.subarray(from, places[i] ?? all.length)));
					// Only an Esc that is followed by a pause is surely one.
					if (isEsc) {
						sent.push(600);
					}
				}

				expect(read(...sent, 600)).toEqual(pieces.flatMap(({inputs}) => inputs));
			}),
			{numRuns: 2000},
		);
	});

	test('whatever comes, a pause and a key that follows acts', () => {
		fc.assert(
			fc.property(fc.uint8Array({maxLength: 40}), bytes => {
				expect(read(bytes, 2000, 'q').at(-1)).toEqual({type: 'key', key: 'q'});
			}),
			{numRuns: 2000},
		);
	});
});

test('a string that goes on is waited for from its beginning', () => {
	const begun = decode(ground, Buffer.from(`a${E}P1+`)).waiting;
	expect(isSame(begun, 5)).toBe(false);
	const longer = decode(begun, Buffer.from('qq')).waiting;
	expect(isSame(longer, 2)).toBe(true);
	expect(isSame(decode(longer, Buffer.from(`${ST}${E}Pa`)).waiting, 5)).toBe(false);
	expect(isSame(decode(longer, Buffer.from(ST)).waiting, 2)).toBe(false);
});

describe('a paste', () => {
	test('is one, whatever is in it', () => {
		expect(read(`a${E}[200~sq\r${E}[A${E}P日${E}[201~b`)).toEqual([...keys('a'), {type: 'paste', text: `sq\r${E}[A${E}P日`}, ...keys('b')]);
	});

	test('that is huge is kept in part', () => {
		const [paste, ...more] = read(`${E}[200~${'x'.repeat(100_000)}${E}[201~q`);
		expect(more).toEqual(keys('q'));
		expect((paste as {text: string}).text.length).toBeLessThan(10_000);
	});

	test('that is never ended is one after a pause', () => {
		expect(read(`${E}[200~5m`, 500, 'q')).toEqual([{type: 'paste', text: '5m'}, ...keys('q')]);
	});
});

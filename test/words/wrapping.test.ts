import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {wrapWords} from '../../source/words/wrapping.ts';

describe('words are wrapped', () => {
	test.each<[string, number, string, readonly string[]]>([
		['', 10, '', ['']],
		['one', 10, '', ['one']],
		['one two three', 7, '', ['one two', 'three']],
		['one two three', 8, '  ', ['one two', '  three']],
		['exactly ten', 11, '', ['exactly ten']],
		['a word tooooooooolong here', 8, '', ['a word', 'tooooooo', 'oolong', 'here']],
		['tooooooooolong', 8, '  ', ['tooooooo', '  oolong']],
		['it is off by 12 % now', 14, '', ['it is off by', '12 % now']],
		['a TTL of 5 min', 10, '', ['a TTL of', '5 min']],
		['a TTL of 5 min', 4, '', ['a', 'TTL', 'of 5', 'min']],
		['12:04:31 seeded 500 orders in 38.2 ms', 23, '  ', ['12:04:31 seeded 500', '  orders in 38.2 ms']],
	])('%j in %i', (text, width, indent, lines) => {
		expect(wrapWords(text, width, indent)).toEqual(lines);
	});
});

test('no line is wider than asked for, and no sign is lost', () => {
	const text = fc.string({unit: fc.constantFrom('a', 'b', '…', ' '), maxLength: 80});
	fc.assert(
		fc.property(text, fc.integer({min: 3, max: 40}), fc.constantFrom('', '  '), (words, width, indent) => {
			const lines = wrapWords(words, width, indent);
			expect(lines.every(line => line.length <= width)).toBe(true);
			expect(lines.slice(1).every(line => line.startsWith(indent))).toBe(true);
			expect(lines.join('').replaceAll(' ', '')).toBe(words.replaceAll(' ', ''));
		}),
	);
});

import fc from 'fast-check';
import {expect, test} from 'vitest';
import {plainText} from '../../source/words/plain-text.ts';

test.each([
	['plain', 'Home & Garden', 'Home & Garden'],
	['accents and other scripts', 'Bücher 本 Ωмега', 'Bücher 本 Ωмега'],
	['an escape sequence', '\u001B[2Jgone', '?[2Jgone'],
	['the same in one 8-bit sign', '\u009B2Jgone', '?2Jgone'],
	['a title with its bell', '\u001B]0;x\u0007', '?]0;x?'],
	['lines and tabs', 'a\r\nb\tc', 'a??b?c'],
	['delete, line and paragraph separator', '\u007F\u2028\u2029', '???'],
	['text that turns around', '\u202Egpj\u2066x\u2069\u200F', '?gpj?x??'],
])('%s', (_, text, expected) => {
	expect(plainText(text)).toBe(expected);
});

test('nothing that a terminal obeys is left, nothing else is touched, and once is enough', () => {
	fc.assert(fc.property(fc.string({unit: 'binary'}), text => {
		const plain = plainText(text);
		expect(plain).not.toMatch(/\p{Cc}/u);
		expect(plain).toHaveLength(text.length);
		const signs = [...text];
		expect([...plain].every((sign, i) => sign === '?' || sign === signs[i])).toBe(true);
		expect(plainText(plain)).toBe(plain);
	}));
});

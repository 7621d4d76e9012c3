import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {plainJson, plainLines, plainText} from '../../source/words/plain-text.ts';

test.each([
	['plain', 'Home & Garden', 'Home & Garden'],
	['accents and other scripts', 'Bücher 本・雑誌 Ωмега עברית العربية हिन्दी', 'Bücher 本・雑誌 Ωмега עברית العربية हिन्दी'],
	['an escape sequence', '\u001B[2Jgone', '?[2Jgone'],
	['a colour', '\u001B[31mred', '?[31mred'],
	['the same in one 8-bit sign', '\u009B2Jgone', '?2Jgone'],
	['a title with its bell', '\u001B]0;x\u0007', '?]0;x?'],
	['lines and tabs', 'a\r\nb\tc', 'a??b?c'],
	['delete, line and paragraph separator', '\u007F\u2028\u2029', '???'],
	['text that turns around', '\u202Egpj\u2066x\u2069\u200F\u061C', '\\u202egpj\\u2066x\\u2069\\u200f\\u061c'],
	['what shows nothing', 'a\u200Bb\u200C\u200D\u2060\uFEFF\u00AD\u034F\u3164', 'a\\u200bb\\u200c\\u200d\\u2060\\ufeff\\u00ad\\u034f\\u3164'],
	['tags', '\u{E0041}x', '\\udb40\\udc41x'],
	['half a sign', 'a\uD83D', 'a\\ud83d'],
	['a variation alone, and of a sign', '\uFE0Fa ❤\uFE0F', '\\ufe0fa ❤'],
	['a family', '👩\u200D👧', '👩\\u200d👧'],
	['a skin tone', '👍🏽', '👍\\ud83c\\udffd'],
	['a flag', '🇫🇷', '\\ud83c\\uddeb\\ud83c\\uddf7'],
	['a keycap', '1\uFE0F\u20E3', '1\\u20e3'],
	['an accent of its own sign, and one alone', 'e\u0301 \u0301', 'é \u0301'],
	['a mark at the start', '\u0301a', '\\u0301a'],
	['Korean letters of a syllable, and alone', '\u1112\u1161\u11AB \u1161', '한 \\u1161'],
	['Thai', 'กำ', 'ก\u0E4D\u0E32'],
])('%s', (_, text, expected) => {
	expect(plainText(text)).toBe(expected);
	expect(plainText(expected)).toBe(expected);
});

test('marks do not pile up', () => {
	expect(plainText(`x${'\u0302'.repeat(7)}`)).toBe(`x${'\u0302'.repeat(4)}${'\\u0302'.repeat(3)}`);
});

test('nothing that a terminal obeys, turns by or hides is left', () => {
	fc.assert(
		fc.property(fc.string({unit: 'binary'}), text => {
			const plain = plainText(text);
			expect(plain).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]/u);
			expect(plainLines(`${text}\n${text}`)).not.toMatch(/[^\P{Cc}\n]/u);
		}),
		{numRuns: 2000},
	);
});

describe('JSON', () => {
	test('keeps its values and has no such sign', () => {
		fc.assert(
			fc.property(fc.jsonValue({stringUnit: 'binary'}), value => {
				const json = JSON.stringify(value, undefined, 2);
				expect(JSON.parse(plainJson(json))).toEqual(JSON.parse(json));
				expect(plainJson(json)).not.toMatch(/[^\P{Cc}\n]|\p{Default_Ignorable_Code_Point}/u);
			}),
			{numRuns: 2000},
		);
		expect(plainJson('{"a": "\u202E\u009B日本 é"}')).toBe('{"a": "\\u202e\\u009b日本 é"}');
	});
});

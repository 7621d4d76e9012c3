import {readdirSync, readFileSync} from 'node:fs';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {toAscii} from '../../source/words/ascii.ts';
import {columnsOf} from '../../source/words/columns.ts';

test.each([
	['╭ Cache ─╮', '+ Cache -+'],
	['│ █▌░░ │', '| #|.. |'],
	['▁▂▃▄▅▆▇█', '_.:-=+*#'],
	['  1 ms ┤', '  1 ms +'],
	['12.5 × faster · 1 – 2 …', '12.5 x faster | 1 - 2 ~'],
	['\u001B[38;5;111mπ\u001B[39m\r\n', '\u001B[38;5;111m?\u001B[39m\r\n'],
	['😀本e\u0301', '????e'],
	['Bücher & Röcke, Ærø, Łódź, 10 ²', 'Bucher & Rocke, Aro, Lodz, 10 2'],
])('%j becomes %j', (text, ascii) => {
	expect(toAscii(text)).toBe(ascii);
});

test('what comes out is ASCII, column for column, and ASCII is left alone', () => {
	fc.assert(
		fc.property(fc.string({unit: 'binary'}), text => {
			const ascii = toAscii(text);
			expect(ascii).toMatch(/^[\u0000-\u007F]*$/);
			expect(ascii).toHaveLength([...text].reduce((sum, sign) => sum + (sign <= '\u007F' ? 1 : columnsOf(sign)), 0));
			expect(toAscii(ascii)).toBe(ascii);
		}),
	);
});

test('every sign that the program writes is known, but for Braille, which charts have another way for', () => {
	const source = new URL('../../source/', import.meta.url);
	const files = readdirSync(source, {recursive: true, encoding: 'utf8'}).filter(file => /\.tsx?$/.test(file) && !file.startsWith('engines'));
	const code = files
		.map(file => readFileSync(new URL(file.replaceAll('\\', '/'), source), 'utf8').replaceAll(/\/\*.*?\*\/|(?:^|\s)\/\/ [^\n]*/gs, ''))
		.join('');
	const signs = new Set([...code].filter(sign => sign > '\u007F'));
	expect(signs.size).toBeGreaterThan(15);
	expect([...signs].filter(sign => toAscii(sign).includes('?') && !/[\u2800-\u28FF]/.test(sign))).toEqual([]);
});

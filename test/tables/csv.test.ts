import fc from 'fast-check';
import {expect, test} from 'vitest';
import {csvOf} from '../../source/tables/csv.ts';
import {type Sheet, sheetOf, type Value} from '../../source/tables/sheet.ts';

/** A table of one row, its cells under the names a, b, c … */
const row = (...values: readonly Value[]): Sheet =>
	sheetOf(
		'test',
		[values],
		values.map((_, i) => ({name: 'abcdefg'[i]!, value: (all: readonly Value[]) => all[i]})),
	);

test.each([
	['figures as they are', [4_812_011, -5, 0.9167, 0], '4812011,-5,0.9167,0'],
	['no value is nothing', [undefined, 1], ',1'],
	['yes and no', [true, false], 'true,false'],
	['a comma and quotation marks', ['Home, "Garden"', 1], '"Home, ""Garden""",1'],
	['what a spreadsheet of another country takes for the end of a cell', ['a;=1+1'], '"a;=1+1"'],
	['formulas', ['=1+1', '+1', '-1', '@SUM(A1)', '＝1'], "'=1+1,'+1,'-1,'@SUM(A1),'＝1"],
	['a formula behind a comma', ['=HYPERLINK("http://x", "y")'], `"'=HYPERLINK(""http://x"", ""y"")"`],
	['signs that act on a terminal, and ends of lines', ['\u001B[2Jx', 'a\r\nb', '\t=1'], String.raw`\u001b[2Jx,a\u000d\u000ab,\u0009=1`],
	['other scripts', ['Bücher 本'], 'Bücher 本'],
])('%s', (_, values, line) => {
	const names = [...'abcdefg'].slice(0, values.length).join(',');
	expect(csvOf(row(...values))).toBe(`${names}\n${line}\n`);
});

test('with --ascii no other sign is written', () => {
	expect(csvOf(row('Bücher'), {ascii: true})).toBe('a\nB\\u00fccher\n');
});

test('a line a row, whatever is in it, and no cell begins as a formula does', () => {
	fc.assert(
		fc.property(fc.array(fc.tuple(fc.string({unit: 'binary'}), fc.string({unit: 'grapheme'})), {maxLength: 5}), rows => {
			const csv = csvOf(
				sheetOf('test', rows, [
					{name: 'a', value: ([a]) => a},
					{name: 'b', value: ([, b]) => b},
				]),
			);
			const lines = csv.split(/\r\n|[\r\n\u2028\u2029\u0085]/);
			expect(lines).toHaveLength(rows.length + 2);
			for (const line of lines) {
				expect(line).not.toMatch(/^"?[=+\-@\t]/);
			}
		}),
	);
});

test('what only paper has is in no file, and the other way round', () => {
	const sheet = sheetOf(
		'stalls',
		[{sold: 1600, taken: 300_000}],
		[
			{name: 'takenCents', title: 'taken', value: ({taken}) => taken, text: ({taken}) => String(taken / 100)},
			{title: 'each', text: ({sold, taken}) => String(taken / 100 / sold)},
			{name: 'sold', value: ({sold}) => sold},
		],
	);
	expect(sheet.shown).toEqual({
		columns: [
			{title: 'taken', align: 'right'},
			{title: 'each', align: 'right'},
		],
		rows: [['3000', '1.875']],
	});
	expect(csvOf(sheet)).toBe('takenCents,sold\n300000,1600\n');
});

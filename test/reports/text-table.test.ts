import fc from 'fast-check';
import {expect, test} from 'vitest';
import {textTable} from '../../source/reports/text-table.ts';

test('columns as wide as their widest cell, two spaces apart, nothing after the last', () => {
	expect(
		textTable([{title: 'name', align: 'left'}, {title: 'count'}, {title: 'note', align: 'left'}], [['a', '1', 'x'], ['a longer one', '12,345', ''], ['short']]),
	).toEqual(['name           count  note', 'a                  1  x', 'a longer one  12,345', 'short']);
});

test('neighbours of one group stand under its name, which widens them if it must', () => {
	expect(
		textTable(
			[
				{title: 'TTL', align: 'left'},
				{title: 'a', group: 'both'},
				{title: 'b', group: 'both'},
				{title: 'c', group: 'a long name'},
			],
			[['1 s', '123', '4', '5']],
		),
	).toEqual(['       both  a long name', 'TTL    a  b            c', '1 s  123  4            5']);
});

test('no rows are a heading', () => {
	expect(textTable([{title: 'a'}, {title: 'b'}], [])).toEqual(['a  b']);
});

test('no cell is cut, and right-aligned cells end in one column', () => {
	const cell = fc.stringMatching(/^[a-z\d]{1,9}$/);
	fc.assert(
		fc.property(fc.array(fc.tuple(cell, cell), {maxLength: 8}), rows => {
			const lines = textTable([{title: 'x', align: 'left'}, {title: 'y'}], rows);
			expect(lines.slice(1).map(line => line.split(/ +/))).toEqual(rows);
			expect(new Set(lines.map(line => line.length)).size).toBe(1);
		}),
	);
});

test('where a line would be wider than 80 columns, words are cut and figures are not', () => {
	const name = 'a category with a name that no table has room for, and then some more of it';
	const figure = '123,456,789,012.34';
	const lines = textTable(
		[
			{title: 'category', align: 'left'},
			{title: 'a', group: 'both'},
			{title: 'b', group: 'both'},
		],
		[
			[name, figure, figure],
			['b', '1', '2'],
		],
	);
	expect(lines.map(line => line.length)).toEqual([80, 80, 80, 80]);
	expect(lines[2]).toBe(`${name.slice(0, 39)}…  ${figure}  ${figure}`);
	expect(lines[0]).toMatch(/ both$/);
});

test('signs that act on a terminal do not get into a cell', () => {
	expect(textTable([{title: 'x', align: 'left'}, {title: 'y'}], [['a\u001B[2Jb', '1']])).toEqual(['x       y', 'a?[2Jb  1']);
});

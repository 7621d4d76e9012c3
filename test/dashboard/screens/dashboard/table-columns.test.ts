import {expect, test} from 'vitest';
import {fitTable} from '../../../../source/dashboard/screens/dashboard/table-columns.ts';
import type {Table} from '../../../../source/scenarios/view.ts';
import {fitColumns} from '../../../../source/words/columns.ts';

const table: Table = {
	kind: 'table',
	name: 'stalls',
	rowTitle: 'stall',
	columns: [
		{name: 'takenCents', title: 'taken', unit: 'money'},
		{name: 'sold', title: 'sold', unit: 'count'},
		{name: 'each', title: 'each', unit: 'mean'},
	],
	rows: [
		{name: 'Cheese', figures: [800_000, 1600, 5]},
		{name: 'Flowers, cut and in pots', figures: [400_000, 100, 40]},
		{name: 'Bread', figures: [200_000, 500, 4]},
		{name: 'Eggs', figures: [100_000, 500, undefined]},
	],
	totals: [1_500_000, 2700, 5.6],
	sharesOf: 0,
};

/** The lines of a table, its heading first. */
function lines(of: Table, width: number, rows: number): string[] {
	const {columns, rows: cells, total} = fitTable(of, width, rows);
	const line = (texts: readonly string[]) =>
		columns
			.map(({width, align}, i) => fitColumns(texts[i]!, width, align))
			.join('  ')
			.trimEnd();
	return [line(columns.map(({title}) => title)), ...cells.map(line), ...(total === undefined ? [] : [total.trim()])];
}

test('all columns and rows where they fit, with bars of shares', () => {
	expect(lines(table, 60, 4)).toEqual([
		'stall                   taken   sold  each  share',
		'Cheese               8,000.00  1,600   5.0  ██████████████',
		'Flowers, cut and …   4,000.00    100  40.0  ███████',
		'Bread                2,000.00    500   4.0  ███▌',
		'Eggs                 1,000.00    500     –  █▊',
		'Total               15,000.00  2,700   5.6',
	]);
});

test('columns are dropped whole, the last one first; what stays loses its cents', () => {
	const heads = [50, 43, 40, 36, 20].map(width => lines(table, width, 4)[0]!.split(/ +/).join(' '));
	expect(heads).toEqual(['stall taken sold each', 'stall taken sold', 'stall taken sold', 'stall taken sold', 'stall taken sold']);
	expect(lines(table, 40, 4)[1]).toContain('8,000.00');
	expect(lines(table, 36, 4)[1]).toMatch(/ 8,000 /);
});

test('rows that do not fit are summed to one; a mean has no sum, and no sum of shares is greater than its bar', () => {
	expect(lines(table, 60, 2).map(line => line.replace(/ {2,}/g, '  '))).toEqual([
		'stall  taken  sold  each  share',
		'Cheese  8,000.00  1,600  5.0  ████████████████████████',
		'3 others  7,000.00  1,100  –  █████████████████████',
		'Total  15,000.00  2,700  5.6',
	]);
});

test('without a total a bar is of its figure, not of a share', () => {
	const {columns} = fitTable({...table, totals: undefined}, 80, 4);
	expect(columns.map(({title}) => title)).toEqual(['stall', 'taken', 'sold', 'each', 'taken']);
});

test('without totals and shares there are neither', () => {
	const {columns, total} = fitTable({...table, totals: undefined, sharesOf: undefined}, 80, 4);
	expect(columns.map(({title}) => title)).toEqual(['stall', 'taken', 'sold', 'each']);
	expect(total).toBeUndefined();
});

test('of a list without an end the rows that do not fit are left out', () => {
	expect(lines({...table, isOpenEnded: true, totals: undefined}, 60, 2).map(line => line.split(/ {2,}/)[0])).toEqual(['stall', 'Cheese', 'Flowers, cut and …']);
});

test('columns stay where they are as what is off by grows, with money as wide everywhere as where it is widest', () => {
	const off = (cents: number): Table => ({
		...table,
		columns: [...table.columns, {name: 'offByCents', title: 'off by', unit: 'money'}],
		rows: [{name: 'Cheese', figures: [800_000, 1600, 5, cents]}],
		totals: undefined,
	});
	const placed = (of: Table) => fitTable(of, 80, 4).columns.map(({title, width}) => ({title, width}));
	expect(placed(off(0))).toEqual(placed(off(123_456)));
	// Where that took the room of another column, each is as wide as it must be.
	expect(fitTable(off(0), 40, 4).columns.map(({title}) => title)).toEqual(['stall', 'taken', 'sold', 'each', 'off by']);
});

test('no bars where a column of figures had to go, nor for a row alone', () => {
	const heads = (rows: Table['rows'], width: number) => fitTable({...table, rows, totals: undefined}, width, 4).columns.map(({title}) => title);
	const cheese = {name: 'Cheese', figures: [800_000, 1600, 123_456_789.1]};
	const eggs = {name: 'Eggs', figures: [1, 1, 1]};
	expect(heads([cheese, eggs], 60)).toEqual(['stall', 'taken', 'sold', 'each', 'taken']);
	expect(heads([cheese, eggs], 34)).toEqual(['stall', 'taken', 'sold']);
	expect(heads([cheese], 60)).toEqual(['stall', 'taken', 'sold', 'each']);
});

import {expect, test} from 'vitest';
import {PostgresRecords} from '../../source/stores/postgres-records.ts';

const read = (text: string, columns: number) => {
	const records = new PostgresRecords(text, columns);
	return Array.from({length: records.count}, (_, row) => Array.from({length: columns}, (_, column) => records.text(row, column)));
};

test('records are read as PostgreSQL writes them', () => {
	expect(read('(1790000000000000,-12,id)\n(2,3,"a\nb, (c)")\n(,"","""\\\\""")\n("é",漢,"(""x"",)")', 3)).toEqual([
		['1790000000000000', '-12', 'id'],
		['2', '3', 'a\nb, (c)'],
		[null, '', '"\\"'],
		['é', '漢', '("x",)'],
	]);
	expect(read('(x)\n()\n("")', 1)).toEqual([['x'], [null], ['']]);
});

test('what is not there is nothing, and empty text is text', () => {
	expect(read('(,,)\n("",,"")', 3)).toEqual([
		[null, null, null],
		['', null, ''],
	]);
	expect(read('(a,,b,)', 4)).toEqual([['a', null, 'b', null]]);
	expect(read('', 4)).toEqual([]);
});

test('many short values are found where they stand', () => {
	const rows = Array.from({length: 300}, (_, i) => ['', String(i % 7), null, '']);
	expect(read(rows.map(row => `(${row.map(value => (value === '' ? '""' : value)).join(',')})`).join('\n'), 4)).toEqual(rows);
});

test('rows are looked up by their first value, whatever other values hash to', () => {
	const keys = Array.from({length: 500}, (_, i) => `"key ${i % 100}"`);
	const records = new PostgresRecords(keys.map((key, i) => `(${key},${i})`).join('\n'), 2);
	const asked = new PostgresRecords('(x,"key 7")\n(x,"key 100")\n(x,)', 2);
	const found: number[] = [];
	for (let row = records.find(asked, 0, 1); row !== -1; row = records.next(row)) {
		found.push(records.whole(row, 1));
	}

	expect(found).toEqual([7, 107, 207, 307, 407]);
	expect(records.find(asked, 1, 1)).toBe(-1);
	expect(records.find(asked, 2, 1)).toBe(-1);
});

test('whole numbers are summed to the last digit', () => {
	const numbers = ['9223372036854775807', '-9223372036854775808', '0', '-1', '6676502133546108893', '999999999', '-1000000000'];
	const records = new PostgresRecords(numbers.map(number => `(${number})`).join('\n'), 1);
	expect(numbers.map((_, row) => records.sum([row], 0).toString())).toEqual(numbers);
	expect(records.sum([0, 4, 5, 6], 0)).toBe(9_223_372_036_854_775_807n + 6_676_502_133_546_108_893n - 1n);
	expect(records.whole(6, 0)).toBe(-1_000_000_000);
});

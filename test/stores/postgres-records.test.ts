import {expect, test} from 'vitest';
import {firstValue, readRecord, splitRecords} from '../../source/stores/postgres-records.ts';

test('records are read as PostgreSQL writes them', () => {
	const records = splitRecords('(1790000000000000,-12,id)\n(2,3,"a\nb, (c)")\n(,"","""\\\\""")\n(x)');
	expect(records).toHaveLength(4);
	expect(records.map(readRecord)).toEqual([['1790000000000000', '-12', 'id'], ['2', '3', 'a\nb, (c)'], [null, '', '"\\"'], ['x']]);
	expect(firstValue(records[0]!)).toBe('1790000000000000');
	expect(firstValue(records[3]!)).toBe('x');
});

test('what is not there is nothing, and empty text is text', () => {
	expect(readRecord('(,,)')).toEqual([null, null, null]);
	expect(readRecord('("",,"")')).toEqual(['', null, '']);
	expect(readRecord('()')).toEqual([null]);
	expect(readRecord('(a,,b,)')).toEqual(['a', null, 'b', null]);
});

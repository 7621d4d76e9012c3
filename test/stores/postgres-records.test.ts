import fc from 'fast-check';
import {expect, test} from 'vitest';
import {PostgresRecords, recordSql, RecordsRoom} from '../../source/stores/postgres-records.ts';

const columnsOf = (numbers: number, texts: number) => ({numbers: Array.from({length: numbers}, () => ''), texts: Array.from({length: texts}, () => '')});

/** Records of so many numbers, then texts, as PostgreSQL writes them. */
const recordOf = (numbers: number, values: ReadonlyArray<string | null>) => {
	const texts = values.slice(numbers);
	return [...values.slice(0, numbers), ...texts.map(text => (text === null ? -1 : Buffer.byteLength(text))), ...texts.filter(text => text !== null)].join(',');
};

const recordsOf = (rows: ReadonlyArray<ReadonlyArray<string | null>>, numbers: number, room = new RecordsRoom()) =>
	new PostgresRecords(rows.map(row => recordOf(numbers, row)).join('\n'), columnsOf(numbers, rows[0]!.length - numbers), room);

test('records are read whatever their texts are, and whatever was in their memory', () => {
	const room = new RecordsRoom();
	const text = fc.option(fc.string({unit: 'binary', maxLength: 12}));
	const rows = fc
		.tuple(fc.integer({min: 0, max: 3}), fc.integer({min: 0, max: 4}))
		.filter(([numbers, texts]) => numbers + texts > 0)
		.chain(([numbers, texts]) =>
			fc.record({
				numbers: fc.constant(numbers),
				rows: fc.array(
					fc
						.tuple(fc.array(fc.bigInt(), {minLength: numbers, maxLength: numbers}), fc.array(text, {minLength: texts, maxLength: texts}))
						.map(([numbers, texts]) => [...numbers.map(String), ...texts]),
					{minLength: 1, maxLength: 20},
				),
			}),
		);
	fc.assert(
		fc.property(rows, ({numbers, rows}) => {
			const records = recordsOf(rows, numbers, room);
			expect(Array.from({length: records.count}, (_, at) => rows[0]!.map((_, column) => records.text(at, column)))).toEqual(rows);
		}),
		{numRuns: 300},
	);
	expect(new PostgresRecords('', columnsOf(1, 1)).count).toBe(0);
});

test.each([
	['a length that is too great', '1,5,abc'],
	['one that is too small', '1,2,abc'],
	['one that is too small before another record', '1,2,abc\n1,1,a'],
	['one that is too small by a line break', '1,3,abc\n'],
	['one that is too great before another record', '1,4,abc\n1,1,a'],
])('%s is no answer', (_, text) => {
	expect(() => new PostgresRecords(text, columnsOf(1, 1))).toThrow('other lengths');
});

test('numbers have no length', () => {
	expect(recordSql({numbers: ['line'], texts: []})).toBe("concat_ws(',', line)");
});

test('rows are looked up by their first text, whatever other keys hash to', () => {
	const keys = Array.from({length: 500}, (_, i) => `key ${i % 100} and its end`);
	const records = recordsOf(
		keys.map((key, i) => [String(i), key]),
		1,
	);
	const asked = recordsOf([['key 7 and its end'], ['key 100 and its end'], [null]], 0);
	const found: number[] = [];
	for (let row = records.find(asked, 0, 0); row !== -1; row = records.next(row)) {
		found.push(records.whole(row, 0));
	}

	expect(found).toEqual([7, 107, 207, 307, 407]);
	expect(records.find(asked, 1, 0)).toBe(-1);
	expect(records.find(asked, 2, 0)).toBe(-1);
});

test('rows of one key are found, be they apart or side by side', () => {
	fc.assert(
		fc.property(fc.array(fc.constantFrom('a', 'b', 'c', '1 of them at the end', '2 of them at the end'), {minLength: 1}), keys => {
			const records = recordsOf(
				keys.map((key, i) => [String(i), key]),
				1,
			);
			for (const [at, key] of keys.entries()) {
				const found: number[] = [];
				for (let row = records.find(records, at, 1); row !== -1; row = records.next(row)) {
					found.push(row);
				}

				expect(found).toEqual([...keys.keys()].filter(i => keys[i] === key));
			}
		}),
	);
});

test('whole numbers are summed to the last digit', () => {
	const numbers = ['9223372036854775807', '-9223372036854775808', '0', '-1', '6676502133546108893', '999999999', '-1000000000'];
	const records = recordsOf(
		numbers.map(number => [number]),
		1,
	);
	expect(numbers.map((_, row) => records.sum([row], 0).toString())).toEqual(numbers);
	expect(records.sum([0, 4, 5, 6], 0)).toBe(9_223_372_036_854_775_807n + 6_676_502_133_546_108_893n - 1n);
	expect(records.whole(6, 0)).toBe(-1_000_000_000);
});

import fc from 'fast-check';
import {expect, test} from 'vitest';
import {LineBytes} from '../../source/scenarios/line-bytes.ts';
import {plainJson} from '../../source/scenarios/plain-json.ts';
import {PostgresRecords} from '../../source/stores/postgres-records.ts';

const written = (write: (lines: LineBytes) => void) => {
	const lines = new LineBytes(4);
	write(lines);
	const {length, textLength} = lines;
	const bytes = lines.take();
	expect(bytes).toHaveLength(length);
	expect(lines.length).toBe(0);
	const text = bytes.toString();
	expect(text).toHaveLength(textLength);
	return text;
};

/** Signs of all kinds, short and long. NUL and half a pair PostgreSQL does not keep. */
const anyText = fc
	.oneof(fc.string({unit: 'binary', maxLength: 300}), fc.string({maxLength: 20}), fc.constantFrom('\u2028', 'a"b', 'c\\d', '\u0085', 'é', '\u{1F600}'))
	.map(text => text.replaceAll('\0', ' '));

test('values are written as JSON writes them', () => {
	fc.assert(
		fc.property(fc.array(fc.option(anyText), {minLength: 1, maxLength: 5}), values => {
			const lengths = values.map(value => (value === null ? -1 : Buffer.byteLength(value)));
			const records = new PostgresRecords([...lengths, ...values.filter(value => value !== null)].join(','), {numbers: [], texts: values.map(() => '')});
			expect(written(lines => values.forEach((_, column) => lines.json(records, 0, column)))).toBe(values.map(plainJson).join(''));
		}),
		{numRuns: 300},
	);
});

test('text and numbers are written as they are', () => {
	fc.assert(
		fc.property(fc.array(anyText), texts => {
			expect(written(lines => texts.forEach(text => lines.text(text)))).toBe(texts.join(''));
		}),
		{numRuns: 200},
	);
	const records = new PostgresRecords('-12\n1790000000000000', {numbers: [''], texts: []});
	expect(written(lines => [0, 1].forEach(row => lines.bare(records, row, 0)))).toBe('-121790000000000000');
});

test('instants are written as dates write them', () => {
	const years = Date.UTC(2400, 0, 1);
	fc.assert(
		fc.property(fc.oneof(fc.integer({min: -years, max: years}), fc.constantFrom(-1, 0, 8.64e15, -8.64e15, -62_198_755_200_000)), instantMs => {
			expect(written(lines => lines.instant(instantMs))).toBe(new Date(instantMs).toISOString());
		}),
		{numRuns: 500},
	);
});

test('lines are written over those that were taken and read, and not over any that are not', () => {
	const lines = new LineBytes(8);
	lines.text('one');
	const one = lines.take();
	lines.text('two');
	lines.reuse();
	const two = lines.take();
	expect([one.toString(), two.toString()]).toEqual(['one', 'two']);
	lines.reuse();
	lines.text('three');
	const three = lines.take();
	expect(three.toString()).toBe('three');
	expect(three.buffer).toBe(two.buffer);
	expect(one.toString()).toBe('one');
});

import {Binary, BSONRegExp, Double, Long, ObjectId} from 'bson';
import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {canonicalKey} from '../../../../source/engines/mongo/values/canonical-key.ts';
import {compareValues} from '../../../../source/engines/mongo/values/compare-values.ts';

/** One value of each kind and several numbers, in MongoDB's order. */
const ascending: readonly unknown[] = [
	null,
	Number.NaN,
	Number.NEGATIVE_INFINITY,
	Long.MIN_VALUE,
	-1.5,
	0,
	0.1,
	1,
	1.5,
	Long.fromString('9007199254740992'),
	Long.fromString('9007199254740993'),
	Long.MAX_VALUE,
	2 ** 63,
	1e300,
	Number.POSITIVE_INFINITY,
	'',
	'a',
	'ab',
	'b',
	'\uFF5E',
	'😀',
	{},
	{a: 1},
	{a: 1, b: 1},
	{a: 2},
	{b: 1},
	{a: 'x'},
	[],
	[1],
	[1, 2],
	[2],
	['a'],
	new Binary(Buffer.from('a')),
	new Binary(Buffer.from('aa')),
	new ObjectId('000000000000000000000001'),
	new ObjectId('0000000000000000000000ff'),
	false,
	true,
	new Date(-1),
	new Date(0),
	new BSONRegExp('a'),
	new BSONRegExp('b'),
];

describe('the order of values', () => {
	test("is MongoDB's", () => {
		for (const [i, a] of ascending.entries()) {
			for (const [j, b] of ascending.entries()) {
				expect([i, j, compareValues(a, b)]).toEqual([i, j, Math.sign(i - j) || 0]);
			}
		}
	});

	test('holds numbers of different types for equal when their values are', () => {
		for (const same of [
			[1, new Double(1), new Long(1)],
			[2 ** 60, Long.fromString(String(2n ** 60n))],
			[0, -0],
		]) {
			for (const a of same) {
				for (const b of same) {
					expect(compareValues(a, b)).toBe(0);
					expect(canonicalKey(a)).toBe(canonicalKey(b));
				}
			}
		}
	});

	const number = fc.oneof(
		fc.double(),
		fc.integer(),
		fc.bigInt({min: -(2n ** 63n), max: 2n ** 63n - 1n}).map(value => Long.fromBigInt(value)),
		fc.integer().map(value => new Double(value)),
	);
	const scalar = fc.oneof(number, fc.string({unit: 'grapheme', maxLength: 4}), fc.boolean(), fc.constant(null), fc.date({noInvalidDate: true}));
	const {value} = fc.letrec(tie => ({
		value: fc.oneof(
			{maxDepth: 3},
			scalar,
			fc.array(tie('value'), {maxLength: 3}),
			fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), {maxKeys: 3, noNullPrototype: true}),
		),
	}));

	test('is an order, and equal values share their key', () => {
		fc.assert(
			fc.property(value, value, value, (a, b, c) => {
				const ab = compareValues(a, b);
				expect(compareValues(b, a) + ab).toBe(0);
				expect(canonicalKey(a) === canonicalKey(b)).toBe(ab === 0);
				expect(ab > 0 || compareValues(b, c) > 0 || compareValues(a, c) <= 0).toBe(true);
			}),
			{numRuns: 2000, seed: 1},
		);
	});

	test('of texts is that of their UTF-8 bytes', () => {
		fc.assert(
			fc.property(fc.string({unit: 'binary'}), fc.string({unit: 'binary'}), (a, b) => {
				expect(Math.sign(compareValues(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
			}),
			{numRuns: 1000, seed: 2},
		);
	});
});

import {BSONRegExp, Double, Long, ObjectId} from 'bson';
import {expect, test} from 'vitest';
import {canonicalKey, mapKey} from '../../../../source/engines/mongo/values/canonical-key.ts';

const values: readonly unknown[] = [
	0,
	-0,
	new Double(-0),
	new Double(0),
	1,
	new Double(1),
	Long.fromNumber(1),
	'1',
	0.1,
	Number.NaN,
	new Double(Number.NaN),
	Infinity,
	2 ** 53,
	Long.fromBigInt(2n ** 53n),
	Long.fromBigInt(2n ** 53n + 1n),
	1e21,
	1e300,
	'',
	'a',
	'\0a',
	'\0sa',
	's',
	'n1',
	'\0n1',
	'null',
	null,
	true,
	false,
	'T',
	[],
	[1],
	[new Double(1)],
	{},
	{a: 1},
	{a: Long.fromNumber(1)},
	{a: null},
	new Date(1),
	new Date(2),
	new ObjectId('0123456789abcdef01234567'),
	'0123456789abcdef01234567',
	new BSONRegExp('a', ''),
	'ra',
];

test('two values share a key exactly when MongoDB holds them for equal', () => {
	for (const a of values) {
		for (const b of values) {
			expect([a, b, new Map([[mapKey(a), true]]).has(mapKey(b))]).toEqual([a, b, canonicalKey(a) === canonicalKey(b)]);
		}
	}

	expect(mapKey(undefined)).not.toBe(mapKey(null));
});

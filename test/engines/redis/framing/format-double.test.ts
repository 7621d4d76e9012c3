import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {formatDouble} from '../../../../source/engines/redis/framing/format-double.ts';

test.each([
	[0, '0'],
	[-0, '-0'],
	[3, '3'],
	[-1.5, '-1.5'],
	[0.1, '0.10000000000000001'],
	[0.0001, '0.0001'],
	[0.000_01, '1.0000000000000001e-05'],
	[-0.012_5, '-0.012500000000000001'],
	[1e17, '1e+17'],
	[1e300, '1.0000000000000001e+300'],
	[13_510_798_882_111_488, '13510798882111488'],
	[123_456_789_012_345_680, '1.2345678901234568e+17'],
	// Just between two: the even one.
	[564_844_843_473_078.125, '564844843473078.12'],
	[564_844_843_473_078.375, '564844843473078.38'],
	[Number.POSITIVE_INFINITY, 'inf'],
	[Number.NEGATIVE_INFINITY, '-inf'],
] as const)('%d is written as %s', (value, text) => {
	expect(formatDouble(value)).toBe(text);
});

test('what is written is the same number when it is read', () => {
	fc.assert(
		fc.property(fc.double({noNaN: true, noDefaultInfinity: true}), value => {
			expect(Number(formatDouble(value))).toBe(value);
		}),
	);
});

import {expect, test} from 'vitest';
import {addFloat80, formatFloat80, parseFloat80} from '../../../../source/engines/redis/state/float80.ts';

// Sums as Redis 7.0.15 gives them on x86-64.
test.each([
	['0.1', '0.2', '0.3'],
	['10.50', '0.1', '10.6'],
	['5.0e3', '2.0e2', '5200'],
	['1e17', '0.1', '100000000000000000.1015625'],
	['3.14159265358979323846', '0', '3.14159265358979324'],
	['18446744073709551615', '1', '18446744073709551616'],
	['18446744073709551616', '1', '18446744073709551616'],
	['-1e-30', '0', '0'],
	['-0.00000000000000001', '0', '-0.00000000000000001'],
	['0x1p-3', '0', '0.125'],
	['1e4932', '1e4932', undefined],
	['inf', '1', undefined],
])('%s + %s = %s', (a, b, sum) => {
	const [left, right] = [parseFloat80(a), parseFloat80(b)];
	const value = left === undefined || right === undefined ? undefined : addFloat80(left, right);
	expect(value === undefined ? undefined : formatFloat80(value)).toBe(sum);
});

test.each(['', ' 1', '1 ', 'x', '.', '1e', '0x', 'nan', '1e5000', '1e-5000', '--1', '1,5'])('%j is no number', text => {
	expect(parseFloat80(text)).toBeUndefined();
});

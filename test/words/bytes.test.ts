import {expect, test} from 'vitest';
import {formatBytes} from '../../source/words/bytes.ts';

test.each([
	[0, '0 B'],
	[412, '412 B'],
	[999, '999 B'],
	[1000, '1.00 kB'],
	[1412, '1.41 kB'],
	[9994, '9.99 kB'],
	[9999, '10.0 kB'],
	[99_949, '99.9 kB'],
	[239_500, '240 kB'],
	[999_499, '999 kB'],
	[999_600, '1.00 MB'],
	[35_240_000, '35.2 MB'],
	[2_100_000_000, '2.10 GB'],
	[7e18, '7000 PB'],
])('%d is %s', (bytes, text) => {
	expect(formatBytes(bytes)).toBe(text);
});

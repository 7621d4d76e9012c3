import {expect, test} from 'vitest';
import {formatLatency, latencyDigits} from '../../source/words/latency.ts';

test.each<[number | undefined, string, string]>([
	[undefined, '–', '–'],
	[0, '0.000 ms', '0.000'],
	[0.0004, '0.000 ms', '0.000'],
	[0.2144, '0.214 ms', '0.214'],
	[0.9994, '0.999 ms', '0.999'],
	[1, '1.00 ms', '1.00'],
	[4.8123, '4.81 ms', '4.81'],
	[12.25, '12.3 ms', '12.3'],
	[99.94, '99.9 ms', '99.9'],
	[152.4, '152 ms', '152'],
	[1000, '1.00 s', '1,000'],
	[1254, '1.25 s', '1,254'],
	[65_432, '65.4 s', '65,432'],
])('%s', (latencyMs, text, digits) => {
	expect(formatLatency(latencyMs)).toBe(text);
	expect(latencyDigits(latencyMs)).toBe(digits);
});

test.each([
	[0.9996, '1.00 ms'],
	[9.996, '10.0 ms'],
	[99.96, '100 ms'],
	[999.6, '1.00 s'],
])('%s is rounded up to the next unit or width with three digits, not more', (latencyMs, text) => {
	expect(formatLatency(latencyMs)).toBe(text);
});

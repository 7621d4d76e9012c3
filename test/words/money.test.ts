import fc from 'fast-check';
import {expect, test} from 'vitest';
import {formatCents, formatWholeUnits} from '../../source/words/money.ts';

test.each([
	[0, '0.00', '0'],
	[5, '0.05', '0'],
	[49, '0.49', '0'],
	[50, '0.50', '1'],
	[99, '0.99', '1'],
	[100, '1.00', '1'],
	[4_812_011, '48,120.11', '48,120'],
	[100_000_000, '1,000,000.00', '1,000,000'],
	[-150, '-1.50', '-1'],
	[-1234, '-12.34', '-12'],
])('%i cents', (cents, exact, whole) => {
	expect(formatCents(cents)).toBe(exact);
	expect(formatWholeUnits(cents)).toBe(whole);
});

test('not a cent is lost up to a trillion', () => {
	fc.assert(
		fc.property(fc.integer({min: 0, max: 100_000_000_000_000}), cents => {
			expect(
				formatCents(cents)
					.replaceAll(/[,.]/g, '')
					.replace(/^0+(?=\d{1,})/, ''),
			).toBe(String(cents));
		}),
		{numRuns: 1000},
	);
});

import fc from 'fast-check';
import {expect, test} from 'vitest';
import {startOfUtcDay, utcDay} from '../../source/orders/utc-day.ts';

test.each([
	[0, 0, '1970-01-01'],
	[86_399_999, 0, '1970-01-01'],
	[86_400_000, 86_400_000, '1970-01-02'],
	[-1, -86_400_000, '1969-12-31'],
	[Date.UTC(2024, 1, 29, 23, 59, 59, 999), Date.UTC(2024, 1, 29), '2024-02-29'],
	[Date.UTC(2026, 2, 29, 2, 30), Date.UTC(2026, 2, 29), '2026-03-29'],
])('%i', (instantMs, startMs, day) => {
	expect(startOfUtcDay(instantMs)).toBe(startMs);
	expect(utcDay(instantMs)).toBe(day);
});

test('the start of a day is midnight of that day, at most a day ago', () => {
	fc.assert(fc.property(fc.integer({min: -1e12, max: 4e12}), instantMs => {
		const startMs = startOfUtcDay(instantMs);
		expect(new Date(startMs).toISOString()).toBe(`${utcDay(instantMs)}T00:00:00.000Z`);
		expect(instantMs - startMs).toBeGreaterThanOrEqual(0);
		expect(instantMs - startMs).toBeLessThan(86_400_000);
	}));
});

import {expect, test} from 'vitest';
import {clockTime} from '../../source/dashboard/clock-time.ts';

test.each([
	[0, '00:00:00'],
	[Date.UTC(2026, 10, 24, 12, 4, 31, 999), '12:04:31'],
	[Date.UTC(2026, 10, 24, 23, 59, 59), '23:59:59'],
])('%i is %s, UTC wherever it runs', (instantMs, shown) => {
	expect(clockTime(instantMs)).toBe(shown);
});

import {expect, test} from 'vitest';
import {clockTime} from '../../../source/dashboard/selectors/clock-time.ts';

test.each([
	[0, 'UTC', '00:00:00'],
	[Date.UTC(2026, 10, 24, 12, 4, 31, 999), 'UTC', '12:04:31'],
	[Date.UTC(2026, 10, 24, 12, 4, 31, 999), 'Asia/Kolkata', '17:34:31'],
	[Date.UTC(2026, 10, 24, 23, 0, 0), 'Europe/Berlin', '00:00:00'],
	[Date.UTC(2026, 6, 24, 22, 0, 0), 'Europe/Berlin', '00:00:00'],
	[Date.UTC(2026, 10, 24, 23, 59, 59), 'UTC', '23:59:59'],
])('%i in %s is %s, wherever it runs', (instantMs, timeZone, shown) => {
	expect(clockTime(instantMs, timeZone)).toBe(shown);
});

import {describe, expect, it, test} from 'vitest';
import {todayMissingShare, ttlError} from '../../source/lab/ttl-error.ts';

const lesson = {hitRate: 1, ordersPerSecond: 0.0634, valueVariation: 1};

it('today: half the TTL over the time since midnight, while the TTL is within the day', () => {
	expect(ttlError({...lesson, ttlSeconds: 300, sinceMidnightSeconds: 3600}).todayMeanPercent).toBeCloseTo((100 * 150) / 3600, 9);
	expect(ttlError({...lesson, hitRate: 0.5, ttlSeconds: 300, sinceMidnightSeconds: 3600}).todayMeanPercent).toBeCloseTo((50 * 150) / 3600, 9);
	expect(ttlError({...lesson, hitRate: 0.8, ttlSeconds: 10, fillSeconds: 2, sinceMidnightSeconds: 100}).todayMeanPercent).toBeCloseTo(0.8 * 7 + 0.2 * 2, 9);
	expect(ttlError({...lesson, ttlSeconds: 0, fillSeconds: 2, sinceMidnightSeconds: 100}).todayMeanPercent).toBe(2);
});

it("the window: √(T·h·(1 + c²)/μ)/W; a value of 5 minutes is about 0.005 % off at the lesson's scale", () => {
	const {windowRmsPercent} = ttlError({...lesson, hitRate: 0.98, ttlSeconds: 300, sinceMidnightSeconds: 3600});
	expect(windowRmsPercent).toBeCloseTo((100 * Math.sqrt((300 * 0.98 * 2) / 0.0634)) / (30 * 86_400), 9);
	expect(ttlError({...lesson, valueVariation: 0.8, ttlSeconds: 600, sinceMidnightSeconds: 3600}).windowRmsPercent).toBeCloseTo(0.005, 3);
	expect(ttlError({...lesson, ordersPerSecond: 0, ttlSeconds: 300, sinceMidnightSeconds: 3600}).windowRmsPercent).toBeUndefined();
});

describe('today under a TTL of a day and about: many reads show a day that is over, summed up by hand', () => {
	test.each([
		[86_400, 0, 600],
		[86_400, 0, 21_600],
		[86_400, 0, 43_200],
		[86_400, 0, 80_000],
		[86_400, 1, 600],
		[86_400, 600, 600],
		[100_000, 30, 43_200],
		[1000, 86_000, 43_200],
		[300, 86_500, 600],
		[43_000, 43_000, 43_200],
	])('T = %d, L = %d, t = %d', (ttlSeconds, fillSeconds, t) => {
		// Trade of one unit a second: missing is what came since, or all of today when the value is from before midnight.
		const errorAt = (age: number) => (age <= t ? age / t : 1);
		let sum = 0;
		for (let step = 0; step < ttlSeconds; step++) {
			sum += errorAt(fillSeconds + step + 0.5);
		}

		const {todayMeanPercent} = ttlError({...lesson, hitRate: 0.9, ttlSeconds, fillSeconds, sinceMidnightSeconds: t});
		expect(todayMeanPercent).toBeCloseTo((90 * sum) / ttlSeconds + 10 * errorAt(fillSeconds), 2);
	});
});

describe('what values miss of today', () => {
	test('a day that brought more than the present rate would: less is missed, and from before midnight all', () => {
		const day = {fullSeconds: 20_000, dayOldSeconds: 1000};
		expect(todayMissingShare({...day, leastSeconds: 0, mostSeconds: 500})).toBeCloseTo(250 / 20_000, 12);
		expect(todayMissingShare({...day, leastSeconds: 0, mostSeconds: 2000})).toBeCloseTo((1000 ** 2 / 2 / 20_000 + 1000) / 2000, 12);
		expect([900, 1000, 1001].map(age => todayMissingShare({...day, leastSeconds: age, mostSeconds: age}))).toEqual([0.045, 0.05, 1]);
	});

	test('a day that brought less: all of it, not more', () => {
		expect(todayMissingShare({fullSeconds: 10, dayOldSeconds: 900, leastSeconds: 10, mostSeconds: 300})).toBe(1);
	});
});

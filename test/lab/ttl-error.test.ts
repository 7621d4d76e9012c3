import {describe, expect, it, test} from 'vitest';
import {ttlError} from '../../source/lab/ttl-error.ts';

const lesson = {hitRate: 1, ordersPerSecond: 0.0634, valueVariation: 1};

it('today: half the TTL over the time since midnight, while the TTL is within the day', () => {
	expect(ttlError({...lesson, ttlSeconds: 300, sinceMidnightSeconds: 3600}).todayMeanPercent).toBeCloseTo(100 * 150 / 3600, 9);
	expect(ttlError({...lesson, hitRate: 0.5, ttlSeconds: 300, sinceMidnightSeconds: 3600}).todayMeanPercent).toBeCloseTo(50 * 150 / 3600, 9);
	expect(ttlError({...lesson, hitRate: 0.8, ttlSeconds: 10, fillSeconds: 2, sinceMidnightSeconds: 100}).todayMeanPercent).toBeCloseTo(0.8 * 7 + 0.2 * 2, 9);
	expect(ttlError({...lesson, ttlSeconds: 0, fillSeconds: 2, sinceMidnightSeconds: 100}).todayMeanPercent).toBe(2);
});

it('the window: √(T·h·(1 + c²)/μ)/W; a value of 5 minutes is about 0.005 % off at the lesson\'s scale', () => {
	const {windowRmsPercent} = ttlError({...lesson, hitRate: 0.98, ttlSeconds: 300, sinceMidnightSeconds: 3600});
	expect(windowRmsPercent).toBeCloseTo(100 * Math.sqrt(300 * 0.98 * 2 / 0.0634) / (30 * 86_400), 9);
	expect(ttlError({...lesson, valueVariation: 0.8, ttlSeconds: 600, sinceMidnightSeconds: 3600}).windowRmsPercent).toBeCloseTo(0.005, 3);
	expect(ttlError({...lesson, ordersPerSecond: 0, ttlSeconds: 300, sinceMidnightSeconds: 3600}).windowRmsPercent).toBeUndefined();
});

describe('today under a TTL of a day and about: many reads show yesterday, summed up by hand', () => {
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
		const errorAt = (age: number) => {
			// Trade of one unit a second: shown is the day's part before the as-of instant, true is t.
			const asOf = t - age;
			const shown = asOf >= 0 ? asOf : asOf + 86_400;
			return Math.abs(shown - t) / t;
		};

		let sum = 0;
		for (let step = 0; step < ttlSeconds; step++) {
			sum += errorAt(fillSeconds + step + 0.5);
		}

		const {todayMeanPercent} = ttlError({...lesson, hitRate: 0.9, ttlSeconds, fillSeconds, sinceMidnightSeconds: t});
		expect(todayMeanPercent).toBeCloseTo(90 * sum / ttlSeconds + 10 * errorAt(fillSeconds), 2);
	});

	it('is known until the values show the day before yesterday', () => {
		const at = (fillSeconds: number) => ttlError({...lesson, ttlSeconds: 86_400, fillSeconds, sinceMidnightSeconds: 600}).todayMeanPercent;
		expect(at(600)).toBeTypeOf('number');
		expect(at(601)).toBeUndefined();
	});
});

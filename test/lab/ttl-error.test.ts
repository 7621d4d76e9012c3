import {expect, it} from 'vitest';
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

it('today under a TTL of 24 h: as many reads show yesterday, summed up by hand', () => {
	for (const t of [600, 21_600, 43_200, 80_000]) {
		let sum = 0;
		const steps = 86_400;
		for (let step = 0; step < steps; step++) {
			const age = step + 0.5;
			// Trade of one unit a second: shown is the day's part before the as-of instant, true is t.
			const shown = age <= t ? t - age : t - age + 86_400;
			sum += Math.abs(shown - t) / t;
		}

		expect(ttlError({...lesson, ttlSeconds: 86_400, sinceMidnightSeconds: t}).todayMeanPercent).toBeCloseTo(100 * sum / steps, 3);
	}

	expect(ttlError({...lesson, ttlSeconds: 86_400, fillSeconds: 1, sinceMidnightSeconds: 600}).todayMeanPercent).toBeUndefined();
});

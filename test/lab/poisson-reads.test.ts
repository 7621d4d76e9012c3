import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {createRandom} from '../../source/chance/random.ts';
import {bruteForce, poissonInstants} from './brute-force.ts';
import {jitteredReads, poissonReads} from './poisson-reads.ts';

const reads = 300_000;

describe('reference values, and a simulation: λ, T → h, mean age', () => {
	test.each([
		[0.2, 5, 0.499_61, 1.249],
		[0.2, 30, 0.857_15, 12.858],
		[0.2, 300, 0.983_61, 147.6],
		[5, 300, 0.999_33, 149.71],
	])('%d/s, %d s', (ratePerSecond, ttlSeconds, hitRate, meanAgeSeconds) => {
		const prediction = poissonReads({ratePerSecond, ttlSeconds});
		expect(Math.abs(prediction.hitRate / hitRate - 1)).toBeLessThan(0.001);
		expect(Math.abs(prediction.meanAgeSeconds / meanAgeSeconds - 1)).toBeLessThan(0.002);

		const simulated = bruteForce({nextArrival: poissonInstants(ratePerSecond, createRandom(1)), reads, ttl: () => ttlSeconds});
		expect(Math.abs(simulated.hitRate / prediction.hitRate - 1)).toBeLessThan(0.005);
		expect(Math.abs(simulated.meanAgeSeconds / prediction.meanAgeSeconds - 1)).toBeLessThan(0.005);
		// A hit alone is T/2 old.
		expect(simulated.meanAgeSeconds / simulated.hitRate / (ttlSeconds / 2)).toBeCloseTo(1, 2);
	});
});

test('jitter: the reference value, and a simulation', () => {
	const prediction = jitteredReads({ratePerSecond: 0.2, ttlSeconds: 30, jitter: 0.5});
	expect(prediction.hitRate).toBe(6 / 7);
	expect(Math.abs(prediction.hitRate - 0.857_09)).toBeLessThan(0.0005);
	expect(Math.abs(prediction.meanAgeSeconds / 13.924 - 1)).toBeLessThan(0.001);

	const random = createRandom(2);
	const simulated = bruteForce({nextArrival: poissonInstants(0.2, random), reads, ttl: () => 30 * (0.5 + random.next())});
	expect(Math.abs(simulated.hitRate / prediction.hitRate - 1)).toBeLessThan(0.005);
	expect(Math.abs(simulated.meanAgeSeconds / prediction.meanAgeSeconds - 1)).toBeLessThan(0.005);
	expect(simulated.greatestAgeSeconds).toBeLessThan(prediction.greatestAgeSeconds);
});

test('all of it, once', () => {
	expect(poissonReads({ratePerSecond: 0.5, ttlSeconds: 6})).toEqual({
		hitRate: 0.75,
		meanAgeSeconds: 2.25,
		greatestAgeSeconds: 6,
		originPerSecond: 0.125,
	});
});

test('the hit rate rises with the TTL, the mean age stays under half of it', () => {
	const rate = fc.double({min: 1e-4, max: 1e4, noNaN: true});
	const seconds = fc.double({min: 0, max: 1e5, noNaN: true});
	fc.assert(
		fc.property(rate, seconds, seconds, (ratePerSecond, a, b) => {
			const less = poissonReads({ratePerSecond, ttlSeconds: Math.min(a, b)});
			const more = poissonReads({ratePerSecond, ttlSeconds: Math.max(a, b)});
			expect(less.hitRate).toBeGreaterThanOrEqual(0);
			expect(more.hitRate).toBeLessThanOrEqual(1);
			expect(more.hitRate).toBeGreaterThanOrEqual(less.hitRate);
			expect(more.meanAgeSeconds).toBeLessThanOrEqual((more.greatestAgeSeconds / 2) * (1 + 1e-12));
		}),
	);
});

test.each([
	[0, 5],
	[-1, 5],
	[1, -5],
	[Number.NaN, 1],
])('refuses λ = %d, T = %d', (ratePerSecond, ttlSeconds) => {
	expect(() => poissonReads({ratePerSecond, ttlSeconds})).toThrow(RangeError);
});

test('refuses a jitter beyond the TTL', () => {
	expect(() => jitteredReads({ratePerSecond: 1, ttlSeconds: 1, jitter: 1.1})).toThrow('jitter must lie in 0…1, not 1.1');
});

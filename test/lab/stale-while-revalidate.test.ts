import * as fc from 'fast-check';
import {describe, expect, it, test} from 'vitest';
import {singleFlightReads} from '../../source/lab/fill-time.ts';
import {poissonReads} from './poisson-reads.ts';
import {staleWhileRevalidateReads} from '../../source/lab/stale-while-revalidate.ts';
import {createRandom} from '../../source/chance/random.ts';
import {bruteForce, poissonInstants} from './brute-force.ts';

test('the reference value: 0.2/s, T = 30, L = 0', () => {
	const {meanAgeSeconds} = staleWhileRevalidateReads({ratePerSecond: 0.2, ttlSeconds: 30, fillSeconds: 0});
	expect(Math.abs(meanAgeSeconds / 17.855 - 1)).toBeLessThan(0.001);
	expect(meanAgeSeconds).toBeCloseTo(poissonReads({ratePerSecond: 0.2, ttlSeconds: 30}).meanAgeSeconds + 5, 9);
});

describe('against a simulation: λ, T, L, bound', () => {
	test.each([
		[0.2, 30, 0.001, Number.POSITIVE_INFINITY],
		[20, 5, 0.5, Number.POSITIVE_INFINITY],
		[0.2, 30, 2, 10],
		[0.2, 5, 4, 6],
		[1, 2, 3, 1],
		[1, 2, 3, 0],
		[0.05, 10, 5, 30],
	])('%d/s, %d s, %d s, %d s', (ratePerSecond, ttlSeconds, fillSeconds, staleSeconds) => {
		const prediction = staleWhileRevalidateReads({ratePerSecond, ttlSeconds, fillSeconds, staleSeconds});
		const simulated = bruteForce({
			nextArrival: poissonInstants(ratePerSecond, createRandom(8)),
			reads: 400_000,
			warmUp: 1000,
			ttl: () => ttlSeconds,
			fill: fillSeconds,
			protection: 'stale-while-revalidate',
			stale: staleSeconds,
		});
		expect(Math.abs(simulated.hitRate - prediction.hitRate)).toBeLessThan(0.003);
		expect(Math.abs(simulated.meanAgeSeconds / prediction.meanAgeSeconds - 1)).toBeLessThan(0.006);
		expect(Math.abs(simulated.originPerSecond / prediction.originPerSecond - 1)).toBeLessThan(0.01);
		expect(simulated.greatestAgeSeconds).toBeLessThanOrEqual(prediction.greatestAgeSeconds);
	});
});

it('is single-flight with a bound of 0, and unbounded with one that is never reached', () => {
	const load = {ratePerSecond: 3, ttlSeconds: 4, fillSeconds: 0.7};
	const none = staleWhileRevalidateReads({...load, staleSeconds: 0});
	const plain = singleFlightReads(load);
	expect(none.meanAgeSeconds).toBeCloseTo(plain.meanAgeSeconds, 12);
	const far = staleWhileRevalidateReads({...load, staleSeconds: 1e4});
	const unbounded = staleWhileRevalidateReads(load);
	expect(far.meanAgeSeconds).toBeCloseTo(unbounded.meanAgeSeconds, 9);
});

test('a share is a share; a wider bound serves older values', () => {
	const positive = fc.double({min: 1e-2, max: 1e2, noNaN: true});
	fc.assert(
		fc.property(positive, positive, positive, positive, positive, (ratePerSecond, ttlSeconds, fillSeconds, a, b) => {
			const load = {ratePerSecond, ttlSeconds, fillSeconds};
			const narrow = staleWhileRevalidateReads({...load, staleSeconds: Math.min(a, b)});
			const wide = staleWhileRevalidateReads({...load, staleSeconds: Math.max(a, b)});
			expect(wide.meanAgeSeconds).toBeGreaterThanOrEqual(narrow.meanAgeSeconds * (1 - 1e-9));
			for (const {hitRate, meanAgeSeconds, greatestAgeSeconds} of [narrow, wide]) {
				expect(hitRate).toBeGreaterThanOrEqual(0);
				expect(hitRate).toBeLessThanOrEqual(1);
				expect(meanAgeSeconds).toBeGreaterThanOrEqual(fillSeconds * (1 - 1e-9));
				expect(meanAgeSeconds).toBeLessThanOrEqual(greatestAgeSeconds * (1 + 1e-9));
			}
		}),
	);
});

test('refuses a negative bound', () => {
	expect(() => staleWhileRevalidateReads({ratePerSecond: 1, ttlSeconds: 1, fillSeconds: 1, staleSeconds: -1})).toThrow(RangeError);
	expect(() => staleWhileRevalidateReads({ratePerSecond: 1, ttlSeconds: 1, fillSeconds: 1, staleSeconds: Number.NaN})).toThrow(RangeError);
});

import * as fc from 'fast-check';
import {describe, expect, it, test} from 'vitest';
import {pollingReads, wholePolls} from '../../source/lab/polling-reads.ts';
import {bruteForce, polledInstants} from './brute-force.ts';

describe('reference values: P, T, L → h, mean age', () => {
	test.each([
		[5, 12, 0, 0.666_67, 5],
		[5, 30, 0, 0.857_14, 15],
		// 60 hits and a miss are 0.98361; the reference simulation, 0.98360, ended within a cycle.
		[5, 300, 0, 0.983_61, 150],
		[2, 5, 0, 0.666_67, 2],
		[5, 14.8, 0.4, 0.75, 7.6],
		[2, 5, 1.5, 0.75, 3.375],
	])('%d s, %d s, %d s', (pollSeconds, ttlSeconds, fillSeconds, hitRate, meanAgeSeconds) => {
		const prediction = pollingReads({pollSeconds, ttlSeconds, fillSeconds});
		expect(prediction.hitRate).toBeCloseTo(hitRate, 5);
		expect(prediction.meanAgeSeconds).toBeCloseTo(meanAgeSeconds, 9);
	});
});

it('says all there is to say', () => {
	expect(pollingReads({pollSeconds: 5, ttlSeconds: 14.5, fillSeconds: 0.5})).toEqual({
		hitsPerMiss: 3,
		hitRate: 0.75,
		meanAgeSeconds: 30.5 / 4,
		greatestAgeSeconds: 15,
		originPerSecond: 1 / 20,
	});
});

it('is a staircase', () => {
	const hitRates = [4.9, 5, 6, 9, 9.9, 10].map(ttlSeconds => pollingReads({pollSeconds: 5, ttlSeconds}).hitRate);
	expect(hitRates).toEqual([0, 0.5, 0.5, 0.5, 0.5, 2 / 3]);
});

it('is not misled by binary fractions', () => {
	expect(wholePolls(0.3, 0.1)).toBe(3);
	expect(wholePolls(0.7, 0.1)).toBe(7);
	expect(wholePolls(0.699, 0.1)).toBe(6);
});

test('agrees with a simulation whose reads do not overlap', () => {
	// Off the steps themselves, where a poll and the expiry meet.
	const hundredths = (min: number, max: number) => fc.integer({min, max}).map(n => n / 100);
	fc.assert(
		fc.property(hundredths(100, 700), hundredths(0, 4000), hundredths(0, 2000), (pollSeconds, ttlHundredths, fillHundredths) => {
			const ttlSeconds = ttlHundredths + 0.0013;
			const fillSeconds = fillHundredths === 0 ? 0 : fillHundredths + 0.0021;
			const prediction = pollingReads({pollSeconds, ttlSeconds, fillSeconds});
			const due = polledInstants(pollSeconds);
			// A poll that is due while the fill is under way is left out; the fill began with the last miss.
			let lastMiss = Number.NEGATIVE_INFINITY;
			let expires = Number.NEGATIVE_INFINITY;
			const nextArrival = () => {
				let now = due();
				while (now < lastMiss + fillSeconds) {
					now = due();
				}

				if (now > expires) {
					lastMiss = now;
					expires = now + fillSeconds + ttlSeconds;
				}

				return now;
			};

			const reads = 20 * (prediction.hitsPerMiss + 1);
			const simulated = bruteForce({nextArrival, reads, ttl: () => ttlSeconds, fill: fillSeconds});
			expect(simulated.hitRate).toBeCloseTo(prediction.hitRate, 9);
			expect(simulated.meanAgeSeconds).toBeCloseTo(prediction.meanAgeSeconds, 6);
			expect(simulated.greatestAgeSeconds).toBeCloseTo(prediction.greatestAgeSeconds, 6);
		}),
		{numRuns: 200, seed: 1},
	);
});

test('the hit rate is in 0…1 and does not fall with the TTL', () => {
	const seconds = fc.double({min: 0.01, max: 1e6, noNaN: true});
	fc.assert(
		fc.property(seconds, seconds, seconds, fc.double({min: 0, max: 1e4, noNaN: true}), (pollSeconds, a, b, fillSeconds) => {
			const [less, more] = [Math.min(a, b), Math.max(a, b)].map(ttlSeconds => pollingReads({pollSeconds, ttlSeconds, fillSeconds}));
			expect(less!.hitRate).toBeGreaterThanOrEqual(0);
			expect(more!.hitRate).toBeLessThan(1);
			expect(more!.hitRate).toBeGreaterThanOrEqual(less!.hitRate);
			expect(more!.meanAgeSeconds).toBeLessThanOrEqual(more!.greatestAgeSeconds * (1 + 1e-12));
		}),
	);
});

test.each([
	[0, 1, 0],
	[-1, 1, 0],
	[5, -1, 0],
	[5, Number.NaN, 0],
	[5, 1, Number.POSITIVE_INFINITY],
])('refuses P = %d, T = %d, L = %d', (pollSeconds, ttlSeconds, fillSeconds) => {
	expect(() => pollingReads({pollSeconds, ttlSeconds, fillSeconds})).toThrow(RangeError);
});

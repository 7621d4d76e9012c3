import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {singleFlightReads, unprotectedReads} from '../../source/lab/fill-time.ts';
import {poissonReads} from './poisson-reads.ts';
import {createRandom} from '../../source/chance/random.ts';
import {bruteForce, poissonInstants} from './brute-force.ts';

test('single-flight: the reference values', () => {
	const prediction = singleFlightReads({ratePerSecond: 200, ttlSeconds: 5, fillSeconds: 1});
	expect(prediction.originPerSecond).toBeCloseTo(0.1666, 3);
	expect(prediction.hitRate).toBeCloseTo(0.8326, 3);
});

describe('both against a simulation: λ, T, L', () => {
	test.each([
		[200, 5, 1],
		[20, 5, 0.5],
		[0.2, 30, 0.4],
		[0.2, 5, 5],
		[1, 2, 1.5],
		[6, 2, 0.4],
	])('%d/s, %d s, %d s', (ratePerSecond, ttlSeconds, fillSeconds) => {
		for (const protection of ['single-flight', 'none'] as const) {
			const predict = protection === 'none' ? unprotectedReads : singleFlightReads;
			const prediction = predict({ratePerSecond, ttlSeconds, fillSeconds})!;
			const simulated = bruteForce({
				nextArrival: poissonInstants(ratePerSecond, createRandom(`${protection} 4`)),
				reads: 400_000,
				ttl: () => ttlSeconds,
				fill: fillSeconds,
				protection,
			});
			expect(Math.abs(simulated.hitRate - prediction.hitRate)).toBeLessThan(0.003);
			expect(Math.abs(simulated.meanAgeSeconds / prediction.meanAgeSeconds - 1)).toBeLessThan(0.006);
			expect(Math.abs(simulated.originPerSecond / prediction.originPerSecond - 1)).toBeLessThan(0.02);
			expect(simulated.greatestAgeSeconds).toBeLessThanOrEqual(prediction.greatestAgeSeconds);
		}
	});
});

test('where fills outlast the key no formula is pretended', () => {
	expect(unprotectedReads({ratePerSecond: 1, ttlSeconds: 1, fillSeconds: 1.01})).toBeUndefined();
});

test('without fill time both are the plain TTL; with it no value is newer than a fill takes', () => {
	const positive = fc.double({min: 1e-3, max: 1e3, noNaN: true});
	fc.assert(
		fc.property(positive, positive, fc.double({min: 0, max: 1, noNaN: true}), (ratePerSecond, ttlSeconds, part) => {
			const plain = poissonReads({ratePerSecond, ttlSeconds});
			for (const predict of [singleFlightReads, unprotectedReads]) {
				const atOnce = predict({ratePerSecond, ttlSeconds, fillSeconds: 0})!;
				expect(atOnce.hitRate).toBeCloseTo(plain.hitRate, 12);
				expect(atOnce.meanAgeSeconds).toBeCloseTo(plain.meanAgeSeconds, 9);
				const {hitRate, meanAgeSeconds, greatestAgeSeconds} = predict({ratePerSecond, ttlSeconds, fillSeconds: part * ttlSeconds})!;
				expect(hitRate).toBeGreaterThanOrEqual(0);
				expect(meanAgeSeconds).toBeGreaterThanOrEqual(part * ttlSeconds * 0.999_999);
				expect(meanAgeSeconds).toBeLessThanOrEqual(greatestAgeSeconds);
			}
		}),
	);
});

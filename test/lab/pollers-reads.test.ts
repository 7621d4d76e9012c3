import * as fc from 'fast-check';
import {describe, expect, it, test} from 'vitest';
import {unprotectedReads} from '../../source/lab/fill-time.ts';
import {poissonReads} from './poisson-reads.ts';
import {pollersReads} from '../../source/lab/pollers-reads.ts';
import {pollingReads} from '../../source/lab/polling-reads.ts';
import {createRandom} from '../../source/chance/random.ts';
import {bruteForce, pollersInstants} from './brute-force.ts';

describe('two viewers, P = 5, T = 12', () => {
	const {hitRate, meanAgeSeconds} = pollersReads({viewers: 2, pollSeconds: 5, ttlSeconds: 12})!;

	it('is 124/150, which the reference simulation put at 0.8274', () => {
		// Four phases of five settle in cycles of 15 s (6 reads, 1 miss), the fifth in cycles of 25 s (10 reads, 2 misses).
		expect(hitRate).toBeCloseTo((0.8 * 5) / 6 + (0.2 * 4) / 5, 12);
		expect(Math.abs(hitRate - 0.8274)).toBeLessThan(0.001);
		expect(Math.abs(hitRate - poissonReads({ratePerSecond: 0.4, ttlSeconds: 12}).hitRate)).toBeLessThan(0.001);
	});

	it('agrees with a simulation', () => {
		const random = createRandom(9);
		const runs = Array.from({length: 3000}, () =>
			bruteForce({
				nextArrival: pollersInstants(2, 5, random),
				reads: 150,
				warmUp: 12,
				ttl: () => 12,
			}),
		);
		expect(Math.abs(mean(runs.map(run => run.hitRate)) - hitRate)).toBeLessThan(0.001);
		expect(Math.abs(mean(runs.map(run => run.meanAgeSeconds)) / meanAgeSeconds - 1)).toBeLessThan(0.003);
	});

	it('is the closed form for other TTLs', () => {
		for (const [ttlSeconds, n, share] of [
			[2, 0, 0.8],
			[3.5, 0, 1],
			[6, 1, 0.4],
			[14.9, 2, 1],
		] as const) {
			const expected = share * (1 - 1 / (2 * n + 2)) + (1 - share) * (1 - 1 / (2 * n + 1));
			expect(pollersReads({viewers: 2, pollSeconds: 5, ttlSeconds})!.hitRate).toBeCloseTo(expected, 9);
		}
	});
});

describe('against a simulation: V, P, T, L', () => {
	test.each([
		[3, 5, 12, 0, 0.004],
		[3, 5, 12, 2, 0.004],
		[10, 5, 7, 0.4, 0.004],
		[4, 2, 9, 1.9, 0.004],
		// Below the period, phases lock, and differ so much that 600 of them leave more noise.
		[5, 5, 3, 0, 0.01],
		[30, 5, 2, 0.4, 0.01],
	])('%d, %d s, %d s, %d s', (viewers, pollSeconds, ttlSeconds, fillSeconds, tolerance) => {
		for (const isShared of [true, false]) {
			const prediction = pollersReads({viewers, pollSeconds, ttlSeconds, fillSeconds, isShared})!;
			const random = createRandom(`${isShared} 10`);
			const runs = Array.from({length: 600}, () =>
				bruteForce({
					nextArrival: pollersInstants(viewers, pollSeconds, random),
					reads: 60 * viewers,
					warmUp: 40 * viewers,
					ttl: () => ttlSeconds,
					fill: fillSeconds,
					protection: isShared ? 'single-flight' : 'none',
				}),
			);
			expect(Math.abs(mean(runs.map(run => run.hitRate)) - prediction.hitRate)).toBeLessThan(tolerance);
			expect(Math.abs(mean(runs.map(run => run.meanAgeSeconds)) / prediction.meanAgeSeconds - 1)).toBeLessThan(2 * tolerance);
			expect(Math.abs(mean(runs.map(run => run.originPerSecond)) / prediction.originPerSecond - 1)).toBeLessThan(12 * tolerance);
		}
	});
});

it('is one polling viewer for one, and nears Poisson for many', () => {
	const load = {pollSeconds: 5, ttlSeconds: 12, fillSeconds: 0.4};
	expect(pollersReads({...load, viewers: 1})).toEqual(pollingReads(load));
	for (const viewers of [10, 100, 1000]) {
		const poisson = poissonReads({ratePerSecond: viewers / 5, ttlSeconds: 12});
		const prediction = pollersReads({viewers, pollSeconds: 5, ttlSeconds: 12})!;
		expect(Math.abs(prediction.hitRate - poisson.hitRate)).toBeLessThan(0.001);
		expect(Math.abs(prediction.meanAgeSeconds / poisson.meanAgeSeconds - 1)).toBeLessThan(0.005);
	}

	const unshared = pollersReads({viewers: 100, pollSeconds: 5, ttlSeconds: 30, fillSeconds: 0.4, isShared: false})!;
	expect(Math.abs(unshared.hitRate - unprotectedReads({ratePerSecond: 20, ttlSeconds: 30, fillSeconds: 0.4})!.hitRate)).toBeLessThan(0.001);
});

it('is determined by its seed', () => {
	const load = {viewers: 4, pollSeconds: 5, ttlSeconds: 7};
	expect(pollersReads({...load, seed: 3})).toEqual(pollersReads({...load, seed: 3}));
	expect(pollersReads({...load, seed: 3})).not.toEqual(pollersReads({...load, seed: 4}));
});

it('pretends nothing where fills outlast the key or each other', () => {
	expect(pollersReads({viewers: 3, pollSeconds: 5, ttlSeconds: 1, fillSeconds: 2, isShared: false})).toBeUndefined();
	expect(pollersReads({viewers: 3, pollSeconds: 5, ttlSeconds: 10, fillSeconds: 5, isShared: false})).toBeUndefined();
	expect(pollersReads({viewers: 3, pollSeconds: 5, ttlSeconds: 1, fillSeconds: 7})).toBeDefined();
});

test('shares are shares', () => {
	const seconds = fc.double({min: 0.01, max: 100, noNaN: true});
	fc.assert(
		fc.property(
			fc.integer({min: 2, max: 2000}),
			seconds,
			seconds,
			fc.double({min: 0, max: 100, noNaN: true}),
			(viewers, pollSeconds, ttlSeconds, fillSeconds) => {
				const {hitRate, meanAgeSeconds, greatestAgeSeconds} = pollersReads({viewers, pollSeconds, ttlSeconds, fillSeconds})!;
				expect(hitRate).toBeGreaterThanOrEqual(0);
				expect(hitRate).toBeLessThanOrEqual(1 + 1e-9);
				// Rounding: a mean of many sums, and a fill may be shorter than any clock tells.
				expect(meanAgeSeconds).toBeGreaterThanOrEqual(fillSeconds * (1 - 1e-9) - 1e-12);
				expect(meanAgeSeconds).toBeLessThanOrEqual(greatestAgeSeconds * (1 + 1e-9));
			},
		),
		{numRuns: 25},
	);
});

function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}

import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {poissonStampede, protectedStampede, separateProcessesStampede, unprotectedPollersStampede} from '../../source/lab/stampede.ts';
import {createRandom} from '../../source/chance/random.ts';
import {bruteForce, poissonInstants, pollersInstants} from './brute-force.ts';

test.each([
	[20, 0.5, 11.03],
	[100, 0.5, 51.13],
	[200, 1, 200.97],
])('unprotected, %d/s, %d s: the reference value, and a simulation', (ratePerSecond, fillSeconds, reference) => {
	const size = poissonStampede({ratePerSecond, fillSeconds});
	expect(Math.abs(size / reference - 1)).toBeLessThan(0.005);
	const simulated = bruteForce({nextArrival: poissonInstants(ratePerSecond, createRandom(5)), reads: 400_000, ttl: () => 2, fill: fillSeconds});
	expect(Math.abs(simulated.stampedeSize / size - 1)).toBeLessThan(0.03);
});

test.each([
	[30, 0.4, 5, 3.29],
	[100, 0.4, 5, 9.09],
])('%d processes, L = %d s, P = %d s: the reference value, and a simulation', (viewers, fillSeconds, pollSeconds, reference) => {
	const size = separateProcessesStampede({viewers, fillSeconds, pollSeconds});
	expect(size).toBeCloseTo(1 + (viewers * fillSeconds) / pollSeconds, 6);
	expect(Math.abs(size / reference - 1)).toBeLessThan(0.04);

	const random = createRandom(6);
	const sizes = Array.from(
		{length: 200},
		() =>
			bruteForce({
				nextArrival: pollersInstants(viewers, pollSeconds, random),
				reads: 20 * viewers,
				ttl: () => 29.3,
				fill: fillSeconds,
			}).stampedeSize,
	);
	expect(Math.abs(sizes.reduce((sum, size) => sum + size, 0) / 200 / size - 1)).toBeLessThan(0.06);
});

test('separate processes, the key expired at any instant: exactly 1 + V·x − x^V', () => {
	const random = createRandom(7);
	for (const [viewers, x] of [
		[1, 0.6],
		[2, 0.5],
		[3, 0.9],
		[10, 0.3],
	] as const) {
		let queries = 0;
		const firings = 40_000;
		for (let firing = 0; firing < firings; firing++) {
			const first = Array.from({length: viewers}, () => random.next()).sort((a, b) => a - b);
			queries += first.filter(instant => instant - first[0]! < x).length;
			// The first poller's wait ends within the period, so the others may poll once more after it.
			queries += first.filter(instant => instant + 1 - first[0]! < x).length;
		}

		expect(queries / firings).toBeCloseTo(separateProcessesStampede({viewers, pollSeconds: 10, fillSeconds: 10 * x}), 1);
	}
});

test('pollers that all ask: whole periods of the fill bring everybody, the rest of it its share', () => {
	const random = createRandom(8);
	for (const [viewers, x] of [
		[1, 2.4],
		[2, 1.5],
		[3, 3.9],
		[20, 0.7],
		[20, 2.3],
	] as const) {
		let queries = 0;
		const firings = 20_000;
		for (let firing = 0; firing < firings; firing++) {
			const phases = Array.from({length: viewers}, () => random.next());
			const first = Math.min(...phases);
			for (const phase of phases) {
				queries += Math.ceil(x - (phase - first));
			}
		}

		const size = unprotectedPollersStampede({viewers, pollSeconds: 5, fillSeconds: 5 * x});
		expect(queries / firings).toBeCloseTo(size, 1);
		expect(size).toBeGreaterThanOrEqual(viewers * x);
		expect(size).toBeLessThanOrEqual(1 + viewers * x);
	}

	expect(unprotectedPollersStampede({viewers: 200, pollSeconds: 5, fillSeconds: 14})).toBeCloseTo(561, 6);
});

test('a stampede is 1 at least, and no more than all', () => {
	expect(protectedStampede).toBe(1);
	expect(separateProcessesStampede({viewers: 30, pollSeconds: 5, fillSeconds: 8})).toBe(30);
	expect(separateProcessesStampede({viewers: 1, pollSeconds: 5, fillSeconds: 0.4})).toBe(1);
	fc.assert(
		fc.property(fc.integer({min: 1, max: 1000}), fc.double({min: 0, max: 2, noNaN: true}), (viewers, fillSeconds) => {
			const size = separateProcessesStampede({viewers, pollSeconds: 1, fillSeconds});
			expect(size).toBeGreaterThanOrEqual(1 - 1e-12);
			expect(size).toBeLessThanOrEqual(viewers + 1e-9);
		}),
	);
	expect(() => separateProcessesStampede({viewers: 0, pollSeconds: 1, fillSeconds: 1})).toThrow(RangeError);
});

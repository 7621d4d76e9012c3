import * as fc from 'fast-check';
import {describe, expect, it, test} from 'vitest';
import {createLatencyRecorder, median, quantile} from '../../source/lab/quantiles.ts';
import {createRandom} from '../../source/orders/random.ts';

describe('quantile, definition 7', () => {
	test.each([
		[[1, 2, 3, 4], 0.25, 1.75],
		[[4, 1, 3, 2], 0.5, 2.5],
		[[10, 9, 100], 0.5, 10],
		[[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.95, 9.55],
		[[7], 0.99, 7],
		[[2, 1], 0, 1],
		[[2, 1], 1, 2],
	])('%j at %d is %d', (values, p, expected) => {
		expect(quantile(values, p)).toBeCloseTo(expected, 12);
	});

	it('is undefined for nothing, and leaves its argument alone', () => {
		expect([quantile([], 0.5), median([])]).toEqual([undefined, undefined]);
		const values = [3, 1, 2];
		expect(median(values)).toBe(2);
		expect(values).toEqual([3, 1, 2]);
		expect(() => quantile([1], 1.5)).toThrow(RangeError);
	});

	it('rises with p, between the least and the greatest', () => {
		const p = fc.double({min: 0, max: 1, noNaN: true});
		fc.assert(fc.property(fc.array(fc.double({min: -1e9, max: 1e9, noNaN: true}), {minLength: 1}), p, p, (values, a, b) => {
			const [low, high] = [quantile(values, Math.min(a, b))!, quantile(values, Math.max(a, b))!];
			expect(low).toBeLessThanOrEqual(high + Math.abs(high) * 1e-12);
			expect(quantile(values, 0)).toBeLessThanOrEqual(low + Math.abs(low) * 1e-12);
			expect(quantile(values, 1)).toBe(Math.max(...values));
		}));
	});
});

describe('createLatencyRecorder', () => {
	it('has no figure before the first latency, and none after a reset', () => {
		const recorder = createLatencyRecorder();
		expect([recorder.count, recorder.quantile(0.5), recorder.samples()]).toEqual([0, undefined, []]);
		recorder.record(3);
		recorder.reset();
		expect([recorder.count, recorder.quantile(0.5), recorder.quantile(1), recorder.samples()]).toEqual([0, undefined, undefined, []]);
	});

	it('keeps three significant digits from microseconds to minutes', () => {
		for (const latencyMs of [0.002, 0.0213, 0.187, 4.81, 152.3, 61_000]) {
			const recorder = createLatencyRecorder();
			for (const factor of [0.5, 1, 2]) {
				recorder.record(latencyMs * factor);
			}

			expect(Math.abs(recorder.quantile(0.5)! / latencyMs - 1)).toBeLessThanOrEqual(0.001);
			expect([recorder.count, recorder.quantile(0), recorder.quantile(1)]).toEqual([3, latencyMs / 2, latencyMs * 2]);
		}
	});

	it('agrees with the sorted values', () => {
		const recorder = createLatencyRecorder();
		const random = createRandom(15);
		const latencies = Array.from({length: 10_000}, () => 0.15 * Math.exp(2 * random.next() ** 3));
		for (const latencyMs of latencies) {
			recorder.record(latencyMs);
		}

		for (const p of [0.01, 0.5, 0.95, 0.99, 0.999]) {
			const exact = latencies.sort((a, b) => a - b)[Math.ceil(p * latencies.length) - 1]!;
			expect(Math.abs(recorder.quantile(p)! / exact - 1)).toBeLessThan(0.0015);
		}
	});

	it('stays bounded, and its sample is fair', () => {
		const recorder = createLatencyRecorder({sampleSize: 500, seed: 2});
		for (let i = 1; i <= 50_000; i++) {
			recorder.record(i);
		}

		const samples = recorder.samples();
		expect([recorder.count, samples.length, new Set(samples).size]).toEqual([50_000, 500, 500]);
		expect(Math.abs(median(samples)! / 25_000 - 1)).toBeLessThan(0.1);
		expect(Math.abs(quantile(samples, 0.9)! / 45_000 - 1)).toBeLessThan(0.05);
	});

	it('takes 0 and an hour, refuses what is no latency', () => {
		const recorder = createLatencyRecorder();
		recorder.record(0);
		recorder.record(1e12);
		expect([recorder.quantile(0), recorder.quantile(1)]).toEqual([0, 3_600_000]);
		for (const latencyMs of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
			expect(() => recorder.record(latencyMs)).toThrow(RangeError);
		}

		expect(recorder.count).toBe(2);
		expect(() => recorder.quantile(50)).toThrow('p must lie in 0…1, not 50');
	});

	it('has quantiles that rise with p, for any latencies', () => {
		fc.assert(fc.property(fc.array(fc.double({min: 0, max: 1e7, noNaN: true}), {minLength: 1, maxLength: 50}), latencies => {
			const recorder = createLatencyRecorder();
			for (const latencyMs of latencies) {
				recorder.record(latencyMs);
			}

			const quantiles = [0, 0.01, 0.5, 0.95, 0.99, 1].map(p => recorder.quantile(p)!);
			expect(quantiles).toEqual(quantiles.toSorted((a, b) => a - b));
		}), {numRuns: 50});
	});
});

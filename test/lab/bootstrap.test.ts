import * as fc from 'fast-check';
import {expect, it, test} from 'vitest';
import {fewestSamples, speedupInterval} from '../../source/lab/bootstrap.ts';
import {median, quantile} from '../../source/lab/quantiles.ts';
import {createRandom} from '../../source/chance/random.ts';

/** Latencies with a long tail, the median at `medianMs`. */
function latencies(medianMs: number, count: number, seed: number | string): number[] {
	const random = createRandom(seed);
	return Array.from({length: count}, () => medianMs * Math.exp((random.next() + random.next() + random.next() - 1.5) * 0.6));
}

it('gives no figure under 20 samples of each, or for what is no latency', () => {
	const [few, enough] = [latencies(5, fewestSamples - 1, 1), latencies(5, fewestSamples, 1)];
	expect([speedupInterval(few, enough), speedupInterval(enough, few)]).toEqual([undefined, undefined]);
	expect(speedupInterval(enough, enough)?.ratio).toBe(1);
	for (const wrong of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
		expect([speedupInterval([...enough, wrong], enough), speedupInterval(enough, [...enough, wrong])]).toEqual([undefined, undefined]);
	}
});

it('is the ratio of the medians, the same for the same seed', () => {
	const [misses, hits] = [latencies(4.8, 40, 2), latencies(0.19, 400, 3)];
	const interval = speedupInterval(misses, hits, {seed: 7});
	expect(interval).toEqual(speedupInterval(misses.toReversed(), hits.toReversed(), {seed: 7}));
	expect(interval).not.toEqual(speedupInterval(misses, hits, {seed: 8}));
	expect(interval!.ratio).toBeCloseTo(median(misses)! / median(hits)!, 12);
});

it('has the quantiles of a plain bootstrap', () => {
	const [misses, hits] = [latencies(4.8, 40, 4), latencies(0.19, 101, 5)];
	const random = createRandom(16);
	const resampled = (values: readonly number[]) => median(values.map(() => values[random.below(values.length)]!))!;
	const ratios = Array.from({length: 4000}, () => resampled(misses) / resampled(hits));
	const interval = speedupInterval(misses, hits, {resamples: 4000})!;
	expect(Math.abs(interval.low / quantile(ratios, 0.025)! - 1)).toBeLessThan(0.02);
	expect(Math.abs(interval.high / quantile(ratios, 0.975)! - 1)).toBeLessThan(0.02);
});

it('takes the mean of the middle two of an even resample', () => {
	// Half ones, half threes: the resampled median is 1 or 3 with probability 0.412 each, and 2 with 0.176.
	const misses = Array.from({length: 20}, (_, i) => (i % 2 === 0 ? 1 : 3));
	const hits = misses.map(() => 1);
	expect(speedupInterval(misses, hits, {confidence: 0.1})).toEqual({ratio: 2, low: 2, high: 2});
	expect(speedupInterval(misses, hits, {confidence: 0.5})).toEqual({ratio: 2, low: 1, high: 3});
});

it('holds the truth about as often as it says', () => {
	let held = 0;
	for (let run = 0; run < 300; run++) {
		const interval = speedupInterval(latencies(5, 40, `miss ${run}`), latencies(0.2, 60, `hit ${run}`), {resamples: 400, seed: run})!;
		held += interval.low <= 25 && 25 <= interval.high ? 1 : 0;
	}

	// 95 % of 300 is 285; four deviations are 15.
	expect(held).toBeGreaterThanOrEqual(270);
	expect(held).toBeLessThan(300);
});

test('the interval holds the ratio, narrows with confidence, and scales with the misses', () => {
	const sample = fc.array(fc.double({min: 0.001, max: 1000, noNaN: true}), {minLength: 20, maxLength: 60});
	fc.assert(
		fc.property(sample, sample, fc.integer(), (misses, hits, seed) => {
			const wide = speedupInterval(misses, hits, {seed, resamples: 200})!;
			const narrow = speedupInterval(misses, hits, {seed, resamples: 200, confidence: 0.5})!;
			const twice = speedupInterval(
				misses.map(ms => ms * 2),
				hits,
				{seed, resamples: 200},
			)!;
			expect(wide.low).toBeLessThanOrEqual(wide.ratio);
			expect(wide.ratio).toBeLessThanOrEqual(wide.high);
			expect(wide.low).toBeLessThanOrEqual(narrow.low);
			expect(narrow.high).toBeLessThanOrEqual(wide.high);
			expect([twice.low, twice.ratio, twice.high]).toEqual([wide.low * 2, wide.ratio * 2, wide.high * 2]);
		}),
		{numRuns: 50},
	);
});

it('refuses a confidence of 1', () => {
	const enough = latencies(1, 20, 1);
	expect(() => speedupInterval(enough, enough, {confidence: 1})).toThrow('confidence must lie between 0 and 1, not 1');
});

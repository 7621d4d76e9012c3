import {createHistogram} from 'node:perf_hooks';
import {createRandom} from '../orders/random.ts';
import {requireNotNegative, requireShare} from './argument-range.ts';
import {createReservoir} from './reservoir.ts';

const nanosecondsPerMs = 1_000_000;
const longestNanoseconds = 3_600_000_000_000;

/** Latencies of one kind of read, in bounded memory (about 0.3 MB) however many are recorded. */
export type LatencyRecorder = {
	/** How many latencies have been recorded. */
	readonly count: number;
	/** Records one latency; above an hour it counts as an hour. A RangeError for a negative number or NaN. */
	record(latencyMs: number): void;
	/**
	 * The latency (ms) that a share `p` (0…1) of all recorded ones does not exceed, within 0.1 %;
	 * 0 and 1 give the least and the greatest exactly. Undefined before the first.
	 */
	quantile(p: number): number | undefined;
	/** A uniform random sample (ms) of all recorded latencies, or all of them while there are few: for the bootstrap. */
	samples(): number[];
	/** Forgets everything. */
	reset(): void;
};

/**
 * Quantiles over any number of latencies: an HDR histogram (Node's own) in nanoseconds with three significant digits,
 * and a seeded reservoir of `sampleSize` (default 2,000) raw values.
 */
export function createLatencyRecorder(
	{sampleSize = 2000, seed = 1}: {readonly sampleSize?: number; readonly seed?: number} = {},
): LatencyRecorder {
	const histogram = createHistogram({lowest: 1, highest: longestNanoseconds, figures: 3});
	const reservoir = createReservoir<number>(sampleSize, createRandom(seed));
	let leastMs = Number.POSITIVE_INFINITY;
	let greatestMs = 0;

	return {
		get count() {
			return reservoir.seen;
		},
		record(latencyMs) {
			requireNotNegative('latencyMs', latencyMs);
			const clampedMs = Math.min(latencyMs, longestNanoseconds / nanosecondsPerMs);
			histogram.record(Math.max(1, Math.round(clampedMs * nanosecondsPerMs)));
			reservoir.add(clampedMs);
			leastMs = Math.min(leastMs, clampedMs);
			greatestMs = Math.max(greatestMs, clampedMs);
		},
		quantile(p) {
			requireShare('p', p);
			if (reservoir.seen === 0) {
				return undefined;
			}

			if (p === 0 || p === 1) {
				return p === 0 ? leastMs : greatestMs;
			}

			// The histogram answers with a bucket's upper end, which may lie past the greatest value recorded.
			return Math.min(greatestMs, Math.max(leastMs, histogram.percentile(p * 100) / nanosecondsPerMs));
		},
		samples: () => reservoir.values(),
		reset() {
			histogram.reset();
			reservoir.clear();
			leastMs = Number.POSITIVE_INFINITY;
			greatestMs = 0;
		},
	};
}

/**
 * The quantile `p` (0…1) of a small array, in its unit: definition 7 of Hyndman and Fan (1996), linear between
 * the order statistics at (n − 1)p, as R and NumPy have it. The array is not changed. Undefined for an empty one.
 */
export function quantile(values: readonly number[], p: number): number | undefined {
	return quantileOfSorted(Float64Array.from(values).sort(), p);
}

/** The median (the mean of the middle two when their number is even); undefined for an empty array. */
export function median(values: readonly number[]): number | undefined {
	return quantile(values, 0.5);
}

/** As `quantile`, for values that are already in ascending order. */
export function quantileOfSorted(ascending: ArrayLike<number>, p: number): number | undefined {
	requireShare('p', p);
	const position = (ascending.length - 1) * p;
	const below = ascending[Math.floor(position)];
	const above = ascending[Math.ceil(position)];
	if (below === undefined || above === undefined) {
		return undefined;
	}

	const weight = position - Math.floor(position);
	return weight === 0 || below === above ? below : below * (1 - weight) + above * weight;
}

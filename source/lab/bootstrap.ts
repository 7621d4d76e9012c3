import {createRandom, type Random} from '../chance/random.ts';
import {requireWhole} from './argument-range.ts';
import {quantileOfSorted} from './quantiles.ts';

/** With fewer samples of either kind there is no figure. */
export const fewestSamples = 20;

/** How many times faster a hit is than a miss, with a confidence interval. */
export type SpeedupInterval = {
	/** Median miss over median hit. */
	readonly ratio: number;
	readonly low: number;
	readonly high: number;
};

/**
 * The speed-up: the ratio of the medians of whole reads (ms; a miss is GET + origin + SET, a hit is GET + parse)
 * with a percentile bootstrap interval (Efron and Tibshirani 1993, chapter 13). Misses and hits are resampled
 * apart, `resamples` (2,000) times, seeded (1), for `confidence` (0.95).
 * Undefined when either has fewer than 20 samples, or a sample that is not a finite number above 0.
 * Time grows as resamples × samples: 15 ms for 40 misses and 400 hits, 90 ms for 2,000 of each.
 */
export function speedupInterval(
	missMs: readonly number[],
	hitMs: readonly number[],
	{resamples = 2000, confidence = 0.95, seed = 1}: {readonly resamples?: number; readonly confidence?: number; readonly seed?: number | string} = {},
): SpeedupInterval | undefined {
	requireWhole('resamples', resamples, 1);
	if (!(confidence > 0 && confidence < 1)) {
		throw new RangeError(`confidence must lie between 0 and 1, not ${confidence}`);
	}

	if (!isEnough(missMs) || !isEnough(hitMs)) {
		return undefined;
	}

	const misses = Float64Array.from(missMs).sort();
	const hits = Float64Array.from(hitMs).sort();
	const random = createRandom(seed);
	const resampleMiss = createMedianResampler(misses, random);
	const resampleHit = createMedianResampler(hits, random);
	const ratios = Float64Array.from({length: resamples}, () => resampleMiss() / resampleHit()).sort();
	const tail = (1 - confidence) / 2;
	return {
		ratio: quantileOfSorted(misses, 0.5)! / quantileOfSorted(hits, 0.5)!,
		low: quantileOfSorted(ratios, tail)!,
		high: quantileOfSorted(ratios, 1 - tail)!,
	};
}

function isEnough(samplesMs: readonly number[]): boolean {
	return samplesMs.length >= fewestSamples && samplesMs.every(ms => ms > 0 && Number.isFinite(ms));
}

/** Draws medians of resamples of `ascending`. It counts how often each place was drawn, so it need not sort. */
function createMedianResampler(ascending: Float64Array, random: Random): () => number {
	const size = ascending.length;
	const lowerRank = (size + 1) >> 1;
	const upperRank = (size + 2) >> 1;
	const drawn = new Uint32Array(size);
	return () => {
		drawn.fill(0);
		for (let draw = 0; draw < size; draw++) {
			drawn[random.below(size)]!++;
		}

		let place = 0;
		let passed = drawn[0]!;
		while (passed < lowerRank) {
			passed += drawn[++place]!;
		}

		const lower = ascending[place]!;
		while (passed < upperRank) {
			passed += drawn[++place]!;
		}

		return (lower + ascending[place]!) / 2;
	};
}

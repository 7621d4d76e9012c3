import {requireNotNegative, requirePositive, requireWhole} from './argument-range.ts';
import {poissonAtMost} from './gamma.ts';
import {bandOfHits, leastReaching, unknownBand, type HitRateBand} from './hit-rate-band.ts';
import type {PoissonLoad} from './reads-prediction.ts';

/** What the observed reads began with: whatever state a long run leaves, or an empty cache. */
export type BandStart = 'stationary' | 'cold';

/**
 * The band for Poisson reads of one key with a plain TTL, without fill time. A miss is followed by Poisson(λT) hits,
 * so hits come in runs and the band is narrower than the binomial one: for many reads the deviation of the hit rate is
 * (1 − h)√(h/n). Ten minutes at λ = 0.2, T = 5, which are 120 reads: 0.44…0.55.
 *
 * Exact, for any number of reads (derived, and checked by simulation): from an empty cache the k-th miss is read number
 * k + Poisson((k − 1)λT); from the state of a long run the first read finds, with probability h, a key whose remaining life is
 * even on 0…T, and otherwise none. `start` is 'stationary' by default.
 */
export function renewalBand({
	reads,
	ratePerSecond,
	ttlSeconds,
	start = 'stationary',
}: PoissonLoad & {readonly reads: number; readonly start?: BandStart}): HitRateBand {
	requireWhole('reads', reads, 0);
	requirePositive('ratePerSecond', ratePerSecond);
	requireNotNegative('ttlSeconds', ttlSeconds);
	if (reads === 0) {
		return unknownBand;
	}

	const hitsPerMiss = ratePerSecond * ttlSeconds;
	const hitRate = hitsPerMiss / (1 + hitsPerMiss);
	const coldShare = start === 'cold' ? 1 : 1 - hitRate;

	/** The probability that at least so many of the reads are misses. */
	const missesAtLeast = (misses: number): number => {
		if (misses === 0) {
			return 1;
		}

		const cold = poissonAtMost(reads - misses, (misses - 1) * hitsPerMiss);
		const warm =
			coldShare === 1
				? 0
				: (integralAtMost(reads - misses - 1, misses * hitsPerMiss) - integralAtMost(reads - misses - 1, (misses - 1) * hitsPerMiss)) / hitsPerMiss;
		return coldShare * cold + (1 - coldShare) * warm;
	};

	const hitsAtMost = (hits: number) => missesAtLeast(reads - hits);
	return bandOfHits(leastReaching(0.05, reads, hitsAtMost), leastReaching(0.95, reads, hitsAtMost), reads, start === 'cold' ? undefined : hitRate);
}

/** The integral of `poissonAtMost(count, x)` over x = 0…mean: the mean of what is less, `mean` or a gamma time of shape count + 1. */
function integralAtMost(count: number, mean: number): number {
	return count < 0 ? 0 : mean * poissonAtMost(count, mean) + (count + 1) * (1 - poissonAtMost(count + 1, mean));
}

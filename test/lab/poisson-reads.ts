// Two textbook formulas, as a measure for the product's own.
import {requireNotNegative, requirePositive} from '../../source/lab/argument-range.ts';
import type {PoissonLoad, ReadsPrediction} from '../../source/lab/reads-prediction.ts';

/**
 * A plain TTL without fill time: h = λT/(1 + λT); mean age over all reads hT/2, of a hit T/2.
 * (Jung, Berger, Balakrishnan, "Modeling TTL-based Internet caches", INFOCOM 2003.) Any λ > 0, T ≥ 0.
 */
export function poissonReads({ratePerSecond, ttlSeconds}: PoissonLoad): ReadsPrediction {
	return jitteredReads({ratePerSecond, ttlSeconds, jitter: 0});
}

/**
 * As `poissonReads`, each fill's TTL drawn evenly from T × (1 ± `jitter`), 0 ≤ jitter ≤ 1: h stays as it is, and
 * the mean age over all reads is λE[T²]/(2(1 + λE[T])), where E[T²] = T²(1 + jitter²/3).
 */
export function jitteredReads({ratePerSecond, ttlSeconds, jitter}: PoissonLoad & {readonly jitter: number}): ReadsPrediction {
	requirePositive('ratePerSecond', ratePerSecond);
	requireNotNegative('ttlSeconds', ttlSeconds);
	if (!(jitter >= 0 && jitter <= 1)) {
		throw new RangeError(`jitter must lie in 0…1, not ${jitter}`);
	}

	const reads = 1 + ratePerSecond * ttlSeconds;
	return {
		hitRate: (ratePerSecond * ttlSeconds) / reads,
		meanAgeSeconds: (ratePerSecond * ttlSeconds ** 2 * (1 + jitter ** 2 / 3)) / (2 * reads),
		greatestAgeSeconds: ttlSeconds * (1 + jitter),
		originPerSecond: ratePerSecond / reads,
	};
}

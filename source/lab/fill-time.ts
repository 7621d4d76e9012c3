import {requireNotNegative, requirePositive} from './argument-range.ts';
import type {PoissonLoad, ReadsPrediction} from './reads-prediction.ts';

/** As `PoissonLoad`, with L: the time from a miss to its value in the cache. The value's as-of is the miss. */
export type FillingLoad = PoissonLoad & {
	readonly fillSeconds: number;
};

/**
 * Single-flight in one process, or a lock in Redis whose waiters see the fill at once: one query to the origin for
 * each expiry, S = 1. Origin rate λ/(1 + λ(T + L)); hits λT, coalesced λL, misses 1, each over 1 + λ(T + L).
 * Mean age over all reads L + hT/2 (derived: a miss and those who wait are served at age L, a hit at L + T/2 on
 * average; checked by simulation). Any λ > 0, T ≥ 0, L ≥ 0.
 */
export function singleFlightReads({ratePerSecond, ttlSeconds, fillSeconds}: FillingLoad): ReadsPrediction {
	requireLoad({ratePerSecond, ttlSeconds, fillSeconds});
	const reads = 1 + ratePerSecond * (ttlSeconds + fillSeconds);
	const hitRate = (ratePerSecond * ttlSeconds) / reads;
	return {
		hitRate,
		meanAgeSeconds: fillSeconds + (hitRate * ttlSeconds) / 2,
		greatestAgeSeconds: ttlSeconds + fillSeconds,
		originPerSecond: ratePerSecond / reads,
	};
}

/**
 * Nobody protected: every read that comes during a fill is a miss with a query of its own, S = 1 + λL for each expiry.
 *
 * Derived, and checked by simulation: the last of these misses comes τ = L − (1 − e^(−λL))/λ after the first, on
 * average, and its SET, L later, is the one that expires. So hits λ(T + τ), misses 1 + λL, each over
 * 1 + λ(L + T + τ). A hit's age is counted from the latest SET, and the sum of the ages of a cycle's hits is
 * λ(L(T + τ) + T²/2 + (L − (1 − e^(−λL))/λ)/λ − (1 − e^(−λL)(1 + λL))/λ²).
 * For L ≤ T: undefined otherwise, when a key can expire between two SETs of one stampede and no closed form is known.
 */
export function unprotectedReads({ratePerSecond, ttlSeconds, fillSeconds}: FillingLoad): ReadsPrediction | undefined {
	requireLoad({ratePerSecond, ttlSeconds, fillSeconds});
	if (fillSeconds > ttlSeconds) {
		return undefined;
	}

	const {lastMissSeconds, gapSquare} = lastMiss({ratePerSecond, fillSeconds});
	const misses = 1 + ratePerSecond * fillSeconds;
	const hits = ratePerSecond * (ttlSeconds + lastMissSeconds);
	const reads = hits + misses;
	const hitAges = hits * fillSeconds + (ratePerSecond * ttlSeconds ** 2) / 2 + lastMissSeconds - (ratePerSecond * gapSquare) / 2;
	return {
		hitRate: hits / reads,
		meanAgeSeconds: (misses * fillSeconds + hitAges) / reads,
		greatestAgeSeconds: ttlSeconds + fillSeconds,
		originPerSecond: (ratePerSecond * misses) / reads,
	};
}

/** Mean time (s) from the first miss of an unprotected stampede to its last, and the mean square (s²) of what remains of the fill then. */
function lastMiss({ratePerSecond, fillSeconds}: {readonly ratePerSecond: number; readonly fillSeconds: number}) {
	const arrivals = ratePerSecond * fillSeconds;
	const gapSeconds = -Math.expm1(-arrivals) / ratePerSecond;
	return {
		lastMissSeconds: fillSeconds - gapSeconds,
		gapSquare: (2 * (gapSeconds - fillSeconds * Math.exp(-arrivals))) / ratePerSecond,
	};
}

function requireLoad({ratePerSecond, ttlSeconds, fillSeconds}: FillingLoad): void {
	requirePositive('ratePerSecond', ratePerSecond);
	requireNotNegative('ttlSeconds', ttlSeconds);
	requireNotNegative('fillSeconds', fillSeconds);
}

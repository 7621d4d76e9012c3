import {requireNotNegative} from './argument-range.ts';
import {singleFlightReads, type FillingLoad} from './fill-time.ts';
import type {ReadsPrediction} from './reads-prediction.ts';

/**
 * Stale-while-revalidate, Poisson reads: the first read after the TTL is served the expired copy and starts a refresh
 * in the background, and so is every read until the refresh is done, as long as the copy has been expired for no more
 * than `staleSeconds` (B, Infinity by default: a quiet key is stale without end). After that a read waits, as under
 * single-flight. Without the bound: hits λT, stale 1 + λL, each over 1 + λ(T + L), and at L = 0 the mean age is exactly
 * that of the plain TTL + 1/λ.
 *
 * The rest is derived, and checked by simulation. With E the time from expiry to the next read (mean 1/λ) and
 * K = min(L, max(0, B − E)) the time for which the refresh is hidden, a cycle has stale P(E ≤ B) + λE[K],
 * misses P(E > B), coalesced λ(L − E[K]); a stale read's age is T + L + the time since expiry, a waiting one's L.
 */
export function staleWhileRevalidateReads({
	ratePerSecond,
	ttlSeconds,
	fillSeconds,
	staleSeconds = Number.POSITIVE_INFINITY,
}: FillingLoad & {readonly staleSeconds?: number}): ReadsPrediction {
	const plain = singleFlightReads({ratePerSecond, ttlSeconds, fillSeconds});
	if (staleSeconds !== Number.POSITIVE_INFINITY) {
		requireNotNegative('staleSeconds', staleSeconds);
	}

	const bound = partialMoments(ratePerSecond, staleSeconds);
	const unhurriedSeconds = Math.max(0, staleSeconds - fillSeconds);
	const unhurried = partialMoments(ratePerSecond, unhurriedSeconds);
	const hurriedShare = bound.share - unhurried.share;
	// B × the share that it concerns is 0 without a bound, not Infinity × 0.
	const boundTimes = (value: number) => (value === 0 ? 0 : staleSeconds * value);
	const hiddenSeconds = fillSeconds * unhurried.share + boundTimes(hurriedShare) - (bound.first - unhurried.first);
	const sinceExpiry =
		fillSeconds * unhurried.first + (fillSeconds ** 2 * unhurried.share) / 2 + (boundTimes(boundTimes(hurriedShare)) - (bound.second - unhurried.second)) / 2;

	const expiredAge = ttlSeconds + fillSeconds;
	const hitAges = ratePerSecond * ttlSeconds * (fillSeconds + ttlSeconds / 2);
	const staleAges = bound.share * expiredAge + bound.first + ratePerSecond * (expiredAge * hiddenSeconds + sinceExpiry);
	const misses = 1 - bound.share;
	const coalesced = ratePerSecond * Math.max(0, fillSeconds - hiddenSeconds);
	const reads = 1 + ratePerSecond * (ttlSeconds + fillSeconds);
	return {
		...plain,
		meanAgeSeconds: (hitAges + staleAges + (misses + coalesced) * fillSeconds) / reads,
		greatestAgeSeconds: expiredAge + staleSeconds,
	};
}

/** E[1], E[x] and E[x²] of an exponential time x with the given rate, over x ≤ limit only. */
function partialMoments(ratePerSecond: number, limitSeconds: number) {
	if (limitSeconds === Number.POSITIVE_INFINITY) {
		return {share: 1, first: 1 / ratePerSecond, second: 2 / ratePerSecond ** 2};
	}

	const beyond = Math.exp(-ratePerSecond * limitSeconds);
	const share = -Math.expm1(-ratePerSecond * limitSeconds);
	const first = share / ratePerSecond - limitSeconds * beyond;
	return {share, first, second: (2 * first) / ratePerSecond - limitSeconds ** 2 * beyond};
}

import {readsPerSecond} from './arrivals-choice.ts';
import {evenReads, evenStaleReads} from './even-reads.ts';
import {singleFlightReads, unprotectedReads} from './fill-time.ts';
import {ownProcessReads} from './own-process-reads.ts';
import {pollersReads} from './pollers-reads.ts';
import {evenPeriod, hasIdleXfetch, type ReadingLoad, requireLoad, sharingOf} from './reading-load.ts';
import type {ReadsPrediction} from './reads-prediction.ts';
import {staleWhileRevalidateReads} from './stale-while-revalidate.ts';

/**
 * What theory says of a load on one key, by the formula for its case. Reads are open-loop, as the simulator and the viewers make them.
 *
 * Undefined, because no formula is known:
 * - XFetch that is not idle (`hasIdleXfetch`)
 * - a lock that does not outlast the fill, where it is what is shared
 * - nobody protected, or processes of their own: L > T; reads evenly spaced or pollers with L ≥ P
 * - stale-while-revalidate of pollers, of reads evenly spaced with L ≥ P, and where fills are not shared by all
 * - jitter of pollers and of reads evenly spaced, with stale-while-revalidate, and where fills are not shared by all
 *
 * Serve-stale-on-error changes nothing while the origin answers. A RangeError for figures out of range.
 */
export function oneKeyReads(load: ReadingLoad): ReadsPrediction | undefined {
	requireLoad(load);
	const {policy, arrivals, fillSeconds} = load;
	const {ttlSeconds, staleSeconds, jitterFraction} = policy;
	const sharing = sharingOf(load);
	const isPlain = staleSeconds === 0 && jitterFraction === 0;
	if (!hasIdleXfetch(load) || sharing === 'unknown' || (!isPlain && sharing !== 'all') || (staleSeconds > 0 && jitterFraction > 0)) {
		return undefined;
	}

	const period = evenPeriod(arrivals);
	if (period !== undefined) {
		const even = {pollSeconds: period, ttlSeconds, fillSeconds};
		if (jitterFraction > 0 || (sharing !== 'all' && fillSeconds >= period)) {
			return undefined;
		}

		return staleSeconds > 0 ? evenStaleReads({...even, staleSeconds}) : evenReads(even);
	}

	if (arrivals.kind === 'poll') {
		return isPlain
			? pollersReads({viewers: arrivals.viewers ?? 1, pollSeconds: arrivals.pollSeconds, ttlSeconds, fillSeconds, isShared: sharing === 'all'})
			: undefined;
	}

	const filling = {ratePerSecond: readsPerSecond(arrivals), ttlSeconds, fillSeconds};
	switch (sharing) {
		case 'all': {
			return staleSeconds > 0 ? staleWhileRevalidateReads({...filling, staleSeconds}) : withJitter(singleFlightReads(filling), filling, jitterFraction);
		}

		case 'process': {
			return ownProcessReads({...filling, viewers: arrivals.viewers ?? 1});
		}

		case 'none': {
			return unprotectedReads(filling);
		}
	}
}

/** Jitter leaves all as it is but the ages: E[T²] = T²(1 + j²/3) in place of T². */
function withJitter(plain: ReadsPrediction, {ttlSeconds}: {readonly ttlSeconds: number}, jitter: number): ReadsPrediction {
	return {
		...plain,
		meanAgeSeconds: plain.meanAgeSeconds + (plain.hitRate * ttlSeconds * jitter ** 2) / 6,
		greatestAgeSeconds: plain.greatestAgeSeconds + ttlSeconds * jitter,
	};
}

import type {Popularity} from '../chance/popularity.ts';
import {requireNotNegative, requirePositive, requireShare, requireWhole} from './argument-range.ts';
import {keyGroups} from './key-groups.ts';

/** Keys that were all filled at the same instant with the same TTL. */
export type TogetherLoad = {
	readonly popularity: Popularity;
	/** λ, of all keys together, Poisson. */
	readonly ratePerSecond: number;
	readonly ttlSeconds: number;
	/** Their TTLs are spread evenly over T × (1 ± this). */
	readonly jitterFraction: number;
};

/** The time between the earliest and the latest end that jitter allows: w = 2fT. */
export function spreadSeconds({ttlSeconds, jitterFraction}: Pick<TogetherLoad, 'ttlSeconds' | 'jitterFraction'>): number {
	return 2 * jitterFraction * ttlSeconds;
}

/**
 * First reads of expired keys, which are the queries that reach the origin: the mean number in each second from when the first key may end. A key
 * ends at U(0, w), and its first read comes an exponential time of rate r = λp later; so F(t) = [m − (e^(−r(t−m)) − e^(−rt))/r]/w, m = min(t, w), and
 * without jitter 1 − e^(−rt). The greatest second of one run lies above the greatest mean by chance alone.
 */
export function firstReadsEachSecond({popularity, ratePerSecond, ttlSeconds, jitterFraction}: TogetherLoad, seconds: number): number[] {
	requirePositive('ratePerSecond', ratePerSecond);
	requireNotNegative('ttlSeconds', ttlSeconds);
	requireShare('jitterFraction', jitterFraction);
	requireWhole('seconds', seconds, 1);
	const groups = keyGroups(popularity);
	const spread = spreadSeconds({ttlSeconds, jitterFraction});
	const until = Array.from({length: seconds + 1}, (_, second) =>
		groups.reduce((sum, {keys, share}) => sum + keys * readBy(ratePerSecond * share, spread, second), 0),
	);
	return until.slice(1).map((sum, second) => sum - until[second]!);
}

/** The probability that a key's first read after its end has come by an instant. */
function readBy(rate: number, spread: number, seconds: number): number {
	if (spread === 0) {
		return -Math.expm1(-rate * seconds);
	}

	const ended = Math.min(seconds, spread);
	return (ended + (Math.exp(-rate * (seconds - ended)) * Math.expm1(-rate * ended)) / rate) / spread;
}

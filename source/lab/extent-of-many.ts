import type {Popularity} from '../chance/popularity.ts';
import {type ArrivalsChoice, readsPerSecond} from './arrivals-choice.ts';
import {characteristicSeconds} from './bounded-reads.ts';
import type {CachePolicy} from './cache-policy.ts';
import {keyGroups} from './key-groups.ts';

/** What of a simulation of many keys is counted. */
export type ExtentOfMany = {
	readonly fromSeconds: number;
	readonly seconds: number;
	/** How many lives of a key that is; 0 where the cache did not come to rest before. */
	readonly lives: number;
};

/**
 * From an empty cache on a life of a key is not counted: then it is there, or not, as in a long run. A life ends with the TTL, or with as long
 * as a memory that is too small keeps a key that nobody asks for: of these ten are not counted. Where that is more than 2,000,000 reads and
 * those wanted, all from the empty cache on are counted.
 */
export function extentOfMany({
	policy: {ttlSeconds, jitterFraction, staleSeconds},
	arrivals,
	fillSeconds,
	popularity,
	keysInMemory = popularity.length,
	readsWanted,
}: {
	readonly policy: CachePolicy;
	readonly arrivals: ArrivalsChoice;
	readonly fillSeconds: number;
	readonly popularity: Popularity;
	readonly keysInMemory?: number | undefined;
	readonly readsWanted: number;
}): ExtentOfMany {
	const ratePerSecond = readsPerSecond(arrivals);
	const unaskedSeconds =
		keysInMemory >= popularity.length
			? Number.POSITIVE_INFINITY
			: characteristicSeconds({groups: keyGroups(popularity), ratePerSecond, ttlSeconds, fillSeconds, keysInMemory});
	const fromSeconds = Math.min(ttlSeconds * (1 + jitterFraction) + fillSeconds + staleSeconds, 10 * unaskedSeconds);
	const countedSeconds = readsWanted / ratePerSecond;
	return fromSeconds * ratePerSecond <= readsWanted + 2_000_000
		? {fromSeconds, seconds: fromSeconds + countedSeconds, lives: Math.max(1, Math.floor(countedSeconds / Math.min(ttlSeconds + fillSeconds, unaskedSeconds)))}
		: {fromSeconds: 0, seconds: 2 * countedSeconds + 2_000_000 / ratePerSecond, lives: 0};
}

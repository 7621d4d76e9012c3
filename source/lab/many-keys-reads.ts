import type {Popularity} from '../chance/popularity.ts';
import {readsPerSecond} from './arrivals-choice.ts';
import {boundedReads} from './bounded-reads.ts';
import {type KeyGroup, keyGroups} from './key-groups.ts';
import {meanOverLives} from './mean-over-lives.ts';
import {oneKeyReads} from './one-key-reads.ts';
import {hasIdleXfetch, type ReadingLoad, requireLoad, sharingOf} from './reading-load.ts';
import type {ReadsPrediction} from './reads-prediction.ts';
import {readsAfter} from './thinned-reads.ts';

/** A load on many keys. */
export type ManyKeysLoad = ReadingLoad & {readonly popularity: Popularity};

/** The load on one of many keys: a share of the reads, whose distances chance has mixed. */
function loadOfKey({popularity: _, keysInMemory: __, ...load}: ManyKeysLoad, share: number): ReadingLoad {
	const {viewers = 1} = load.arrivals;
	return {...load, arrivals: {kind: 'poisson', ratePerSecond: share * readsPerSecond(load.arrivals), viewers}};
}

/**
 * What theory says of reads that each ask for any of many keys, drawn anew by popularity: each key is read by itself, and what is seen is
 * the mean over the reads. Plain TTL, Poisson, L = 0: h = Σ p·λpT/(1 + λpT), mean age Σ p·h·T/2. With fills that are shared, and for
 * even reads and pollers too: of the reads after a miss (`readsAfter`) p ask for its key. For all else the formula for one key, at its share of
 * the rate; pollers who do not share fills are taken as Poisson reads there.
 *
 * Where memory holds fewer keys than are fresh: `boundedReads`.
 * Undefined where the formula for one key is, and for the same with a memory that is too small.
 */
export function manyKeysReads(load: ManyKeysLoad): ReadsPrediction | undefined {
	requireLoad(load);
	const {policy, arrivals, fillSeconds, popularity, keysInMemory} = load;
	const {ttlSeconds, staleSeconds, jitterFraction} = policy;
	const groups = keyGroups(popularity);
	const ratePerSecond = readsPerSecond(arrivals);
	const isPlain = sharingOf(load) === 'all' && staleSeconds === 0 && hasIdleXfetch(loadOfKey(load, groups[0]!.share));
	if (keysInMemory !== undefined && keysInMemory < popularity.length) {
		return isPlain ? boundedReads({groups, ratePerSecond, ttlSeconds, jitterFraction, fillSeconds, keysInMemory}) : undefined;
	}

	if (isPlain) {
		const after = meanOverLives(ttlSeconds, jitterFraction, seconds => readsAfter(arrivals, seconds, fillSeconds));
		return mean(groups, ({share}) => {
			const missing = 1 + share * after.waiting;
			const reads = missing + share * after.fresh;
			return {
				hitRate: (share * after.fresh) / reads,
				meanAgeSeconds: (missing * fillSeconds + share * after.ageSumSeconds) / reads,
				greatestAgeSeconds: ttlSeconds * (1 + jitterFraction) + fillSeconds,
				originPerSecond: (ratePerSecond * share) / reads,
			};
		});
	}

	return arrivals.kind === 'poisson' || (arrivals.kind === 'poll' && (arrivals.viewers ?? 1) > 1)
		? mean(groups, ({share}) => oneKeyReads(loadOfKey(load, share)))
		: undefined;
}

/** The mean over the reads; of queries the sum. Undefined where it is for any key. */
function mean(groups: readonly KeyGroup[], of: (group: KeyGroup) => ReadsPrediction | undefined): ReadsPrediction | undefined {
	const sum = {hitRate: 0, meanAgeSeconds: 0, greatestAgeSeconds: 0, originPerSecond: 0};
	for (const group of groups) {
		const one = of(group);
		if (!one) {
			return undefined;
		}

		const reads = group.keys * group.share;
		sum.hitRate += reads * one.hitRate;
		sum.meanAgeSeconds += reads * one.meanAgeSeconds;
		sum.greatestAgeSeconds = Math.max(sum.greatestAgeSeconds, one.greatestAgeSeconds);
		sum.originPerSecond += group.keys * one.originPerSecond;
	}

	return sum;
}

import type {Popularity} from '../chance/popularity.ts';
import {requireNotNegative} from './argument-range.ts';
import {type ArrivalsChoice, readsPerSecond} from './arrivals-choice.ts';
import {type CachePolicy, requirePolicy} from './cache-policy.ts';

/** The load that theory is asked about: reads under a policy, with the TTL of the policy. */
export type ReadingLoad = {
	readonly policy: CachePolicy;
	readonly arrivals: ArrivalsChoice;
	/** L: from a miss to its value in the cache; 0 or more. */
	readonly fillSeconds: number;
	/** Each viewer a process of its own; else all share one. False by default. */
	readonly ownProcess?: boolean;
	/** Each read asks for any of so many keys, drawn by it; absent: there is one key. */
	readonly popularity?: Popularity | undefined;
	/** How many keys memory holds, where that is fewer than all. The least recently used key is evicted. */
	readonly keysInMemory?: number | undefined;
};

/** Who fills when several reads miss: one for all, one in each process, each read itself, or a case without a formula. */
export type Sharing = 'all' | 'process' | 'none' | 'unknown';

/**
 * How far fills are shared. A lock works if it outlasts the fill. One that does not is 'unknown', because waiting readers begin fills while
 * others run. Without fill time no two reads ever meet, which is the same as 'all'.
 */
export function sharingOf({policy, arrivals, fillSeconds, ownProcess = false}: ReadingLoad): Sharing {
	const isOneProcess = policy.singleFlight && (!ownProcess || (arrivals.viewers ?? 1) === 1);
	if (fillSeconds === 0 || isOneProcess) {
		return 'all';
	}

	if (policy.lockSeconds > 0) {
		return policy.lockSeconds > fillSeconds ? 'all' : 'unknown';
	}

	return policy.singleFlight ? 'process' : 'none';
}

/**
 * Whether XFetch as good as never refills early under this load, so that theory may leave it out: β is 0, nothing takes
 * time to fill, or λβL ≤ 0.05 and βL ≤ T/400. At most one life in twenty ends early then, which lowers the mean age by
 * 2βL/T, 0.5 % at most (derived: the hits it takes are the oldest).
 */
export function hasIdleXfetch({policy, arrivals, fillSeconds}: ReadingLoad): boolean {
	const early = policy.xfetchBeta * fillSeconds;
	return early === 0 || (readsPerSecond(arrivals) * early <= 0.05 && early <= policy.ttlSeconds / 400);
}

/** Throws a RangeError unless all figures of the load are in range. */
export function requireLoad({policy, fillSeconds}: ReadingLoad): void {
	requirePolicy(policy);
	requireNotNegative('fillSeconds', fillSeconds);
}

/** The period of reads that come evenly spaced, of one poller or in turn; undefined for others. */
export function evenPeriod(arrivals: ArrivalsChoice): number | undefined {
	if (arrivals.kind === 'fixed') {
		return 1 / arrivals.ratePerSecond;
	}

	return arrivals.kind === 'poll' && (arrivals.viewers ?? 1) === 1 ? arrivals.pollSeconds : undefined;
}

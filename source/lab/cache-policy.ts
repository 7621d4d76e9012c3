import {requireNotNegative, requireShare} from './argument-range.ts';

/**
 * How a cached answer is kept and protected. The live read flow and the simulator run the same policy.
 * Every protection has its own switch; 0 or false turns it off.
 */
export type CachePolicy = {
	/** Time to live of an answer, from the moment it is stored. A hit does not renew it. */
	readonly ttlSeconds: number;
	/** Readers of one process that miss at the same time share one fill. */
	readonly singleFlight: boolean;
	/** Readers of all processes that miss at the same time wait for the one that holds a lock in Redis. This is when the lock expires, in seconds. */
	readonly lockSeconds: number;
	/** Stale-while-revalidate: how long an expired answer is still served while one reader refills. */
	readonly staleSeconds: number;
	/** XFetch: refill before the end with growing probability; 1 is the paper's default, more is earlier. */
	readonly xfetchBeta: number;
	/** TTL jitter: each answer lives uniformly ttl × (1 ± fraction). */
	readonly jitterFraction: number;
	/** Serve-stale-on-error: how long an expired answer is still served when the origin fails. */
	readonly staleOnErrorSeconds: number;
};

/** No protection: every reader that misses asks the origin. */
export function unprotectedPolicy(ttlSeconds: number): CachePolicy {
	return {ttlSeconds, singleFlight: false, lockSeconds: 0, staleSeconds: 0, xfetchBeta: 0, jitterFraction: 0, staleOnErrorSeconds: 0};
}

/** Only single-flight within the process: the policy that the lesson starts with. */
export function plainPolicy(ttlSeconds: number): CachePolicy {
	return {...unprotectedPolicy(ttlSeconds), singleFlight: true};
}

/**
 * Throws a RangeError unless every figure of the policy is in range: the TTL and all others finite and 0 or more,
 * the jitter's fraction at most 1.
 */
export function requirePolicy(policy: CachePolicy): void {
	requireNotNegative('ttlSeconds', policy.ttlSeconds);
	requireNotNegative('lockSeconds', policy.lockSeconds);
	requireNotNegative('staleSeconds', policy.staleSeconds);
	requireNotNegative('xfetchBeta', policy.xfetchBeta);
	requireShare('jitterFraction', policy.jitterFraction);
	requireNotNegative('staleOnErrorSeconds', policy.staleOnErrorSeconds);
}

/** What the policy must know of a cached value. Instants in epoch (or virtual) milliseconds. */
export type Held = {
	readonly expiresAtMs: number;
	/** How long the origin took to compute it. */
	readonly fillMs: number;
};

/** Whether a value is still fresh. At the very instant of its expiry it is, as for Redis. */
export function isFresh(held: Held, nowMs: number): boolean {
	return nowMs <= held.expiresAtMs;
}

/**
 * What a reader that found `held` at `nowMs` does with it: serve it, serve it and refill behind, or refill first.
 * XFetch (Vattani, Chierichetti, Lowenstein, VLDB 2015): refill when now − δ·β·ln(u) ≥ expiry, δ the last fill time.
 * @param uniform a random number in (0, 1]; only XFetch asks for it
 */
export function judge(policy: CachePolicy, held: Held, nowMs: number, uniform: () => number): 'serve' | 'serve-stale' | 'refill' {
	if (isFresh(held, nowMs)) {
		const early = policy.xfetchBeta > 0 && nowMs - held.fillMs * policy.xfetchBeta * Math.log(uniform()) >= held.expiresAtMs;
		return early ? 'refill' : 'serve';
	}

	return policy.staleSeconds > 0 && nowMs <= held.expiresAtMs + policy.staleSeconds * 1000 ? 'serve-stale' : 'refill';
}

/** Whether an expired value may still be served because the origin failed. */
export function servableOnError(policy: CachePolicy, held: Held, nowMs: number): boolean {
	return policy.staleOnErrorSeconds > 0 && nowMs <= held.expiresAtMs + policy.staleOnErrorSeconds * 1000;
}

/**
 * How long an answer stored now stays fresh, in milliseconds.
 * @param uniform a random number in [0, 1); only jitter asks for it
 */
export function freshMs(policy: CachePolicy, uniform: () => number): number {
	const factor = policy.jitterFraction > 0 ? 1 + policy.jitterFraction * (2 * uniform() - 1) : 1;
	return policy.ttlSeconds * 1000 * factor;
}

/** How long the store keeps an answer beyond its freshness, in milliseconds, so that it can be served stale. */
export function graceMs(policy: CachePolicy): number {
	return Math.max(policy.staleSeconds, policy.staleOnErrorSeconds) * 1000;
}

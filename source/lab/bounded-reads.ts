import type {KeyGroup} from './key-groups.ts';
import {meanOverLives} from './mean-over-lives.ts';
import type {ReadsPrediction} from './reads-prediction.ts';

/** Many keys in a memory that is too small for all of them: the least recently used key is evicted. Reads are Poisson and share fills. */
export type BoundedLoad = {
	readonly groups: readonly KeyGroup[];
	/** λ: reads a second of all keys together. */
	readonly ratePerSecond: number;
	/** T: the TTL, which a hit does not renew. */
	readonly ttlSeconds: number;
	readonly jitterFraction?: number;
	readonly fillSeconds: number;
	/** C: the number of keys that memory holds. */
	readonly keysInMemory: number;
};

/**
 * How long a key stays when nobody asks for it, in seconds: the τ at which the keys that are kept just fill memory (Che, Tung, Wang, IEEE JSAC
 * 2002: τ is the same for all keys and nearly constant). Infinity where the TTL alone keeps fewer keys than that.
 */
export function characteristicSeconds({groups, ratePerSecond, ttlSeconds, fillSeconds, keysInMemory}: BoundedLoad): number {
	const kept = (unaskedSeconds: number) =>
		groups.reduce((sum, {keys, share}) => {
			const rate = ratePerSecond * share;
			const held = rate * lifeIn(rate, ttlSeconds, unaskedSeconds).seconds;
			return sum + (keys * held) / (1 + rate * fillSeconds + held);
		}, 0);
	if (kept(Number.POSITIVE_INFINITY) <= keysInMemory) {
		return Number.POSITIVE_INFINITY;
	}

	// Memory cannot be full after fewer reads than it holds keys.
	let low = 0;
	let high = keysInMemory / ratePerSecond;
	while (kept(high) < keysInMemory) {
		low = high;
		high *= 2;
	}

	for (let step = 0; step < 50; step++) {
		const middle = (low + high) / 2;
		if (kept(middle) < keysInMemory) {
			low = middle;
		} else {
			high = middle;
		}
	}

	return (low + high) / 2;
}

/**
 * Hit rate and age under eviction of the least recently used, with a TTL besides: Che's approximation. A key is in memory for D seconds of a cycle
 * of D + L + 1/r, r = λp; so h = rD/(1 + rL + rD), and without a TTL and fill time 1 − e^(−rτ). D is derived (`lifeIn`) and checked by
 * simulation. Redis evicts the oldest of a sample of five keys (and of the best candidates of earlier samples), so its hit rate is a little lower.
 * redis-server records the last use to the second. Where τ is only a few seconds it cannot tell which key is oldest, evicts nearly at random, and
 * hits less still. τ is computed without jitter, which changes it little.
 */
export function boundedReads(load: BoundedLoad): ReadsPrediction {
	const {groups, ratePerSecond, ttlSeconds, jitterFraction = 0, fillSeconds} = load;
	const unaskedSeconds = characteristicSeconds(load);
	const sum = {hitRate: 0, meanAgeSeconds: 0, originPerSecond: 0};
	for (const {keys, share} of groups) {
		const rate = ratePerSecond * share;
		const life = meanOverLives(ttlSeconds, jitterFraction, seconds => lifeIn(rate, seconds, unaskedSeconds));
		const reads = 1 + rate * (fillSeconds + life.seconds);
		sum.hitRate += (keys * share * rate * life.seconds) / reads;
		sum.meanAgeSeconds += keys * share * (fillSeconds + (rate * life.ageSum) / reads);
		sum.originPerSecond += (keys * rate) / reads;
	}

	return {...sum, greatestAgeSeconds: ttlSeconds * (1 + jitterFraction) + fillSeconds};
}

/**
 * How long a key is in memory on average, and the integral of its age meanwhile. It stays at least τ, and goes when its reads first leave a gap of τ,
 * after (e^(rτ) − 1)/r on average without a TTL. What is beyond τ is taken as exponential, and T cuts it off.
 */
function lifeIn(rate: number, ttlSeconds: number, unaskedSeconds: number): {readonly seconds: number; readonly ageSum: number} {
	if (ttlSeconds <= unaskedSeconds) {
		return {seconds: ttlSeconds, ageSum: ttlSeconds ** 2 / 2};
	}

	// Beyond a million TTLs the length makes no difference.
	const more = Math.min(Math.expm1(rate * unaskedSeconds) / rate - unaskedSeconds, 1e6 * ttlSeconds);
	const rest = ttlSeconds - unaskedSeconds;
	const gone = -Math.expm1(-rest / more);
	return {
		seconds: unaskedSeconds + more * gone,
		ageSum: unaskedSeconds ** 2 / 2 + more * ((unaskedSeconds + more) * gone - rest * (1 - gone)),
	};
}

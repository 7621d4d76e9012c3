import type {KeyGroup} from './key-groups.ts';
import {meanOverLives} from './mean-over-lives.ts';
import type {ReadsPrediction} from './reads-prediction.ts';

/** Many keys in a memory that is too small for all: the key that was not asked for longest goes. Poisson reads that share fills. */
export type BoundedLoad = {
	readonly groups: readonly KeyGroup[];
	/** λ, of all keys together. */
	readonly ratePerSecond: number;
	/** T, which a hit does not renew. */
	readonly ttlSeconds: number;
	readonly jitterFraction?: number;
	readonly fillSeconds: number;
	/** C: so many keys memory holds. */
	readonly keysInMemory: number;
};

/**
 * How long a key stays that nobody asks for, in seconds: τ, at which as many keys are kept as memory holds (Che, Tung, Wang, IEEE JSAC 2002: the
 * same for all keys, and as good as constant). Infinity where the TTL alone keeps them fewer.
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

	// Fewer reads than keys are kept cannot have filled memory.
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
 * simulation. Redis evicts the oldest of a sample of five keys (and of the best ones before), which hits a little less. A redis-server tells the time of
 * a use to the second: where τ is shorter than a few seconds it knows no oldest key, evicts nearly at random, and hits less still.
 * How long a key stays unasked is computed without jitter, which moves it by little.
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

	// Beyond a million TTLs it makes no difference how long.
	const more = Math.min(Math.expm1(rate * unaskedSeconds) / rate - unaskedSeconds, 1e6 * ttlSeconds);
	const rest = ttlSeconds - unaskedSeconds;
	const gone = -Math.expm1(-rest / more);
	return {
		seconds: unaskedSeconds + more * gone,
		ageSum: unaskedSeconds ** 2 / 2 + more * ((unaskedSeconds + more) * gone - rest * (1 - gone)),
	};
}

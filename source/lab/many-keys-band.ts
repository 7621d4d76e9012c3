import {readsPerSecond} from './arrivals-choice.ts';
import {characteristicSeconds} from './bounded-reads.ts';
import {poissonAtMost} from './gamma.ts';
import {type HitRateBand, normalBand} from './hit-rate-band.ts';
import {type KeyGroup, keyGroups} from './key-groups.ts';
import type {ManyKeysLoad} from './many-keys-reads.ts';
import type {BandStart} from './renewal-band.ts';

/** Misses of so many keys and how they stray, as sums over keys. */
type Misses = {readonly mean: number; readonly variance: number};

/**
 * The band of the hit rate among `reads` reads of many keys: the normal limit, for keys stray each by itself. `start` is 'stationary' by default; 'unknown' reaches
 * from where a run from an empty cache may lie to where one of a long run may.
 *
 * From an empty cache on (derived): the k-th miss of a key asked for r times a second comes at (k − 1)(T + L) + a gamma time of shape k and rate r. From
 * that follow the mean and variance of its misses, and how these go with its reads; a run far shorter than it takes to fetch
 * every key once hits less than an endless one. In the long run (renewal theory): a cycle is of T + L + an exponential time, with Poisson(rL) waiting
 * reads and Poisson(rT) hits. Other pollers' reads are taken as Poisson reads. Memory that is too small: from when it is full on, as many misses as theory says.
 * @param hitRate what theory says of the load in the long run
 */
export function manyKeysBand(load: ManyKeysLoad, reads: number, hitRate: number, start: BandStart | 'unknown' = 'stationary'): HitRateBand {
	const {policy, arrivals, fillSeconds, popularity, keysInMemory = popularity.length} = load;
	const {ttlSeconds, jitterFraction} = policy;
	const ratePerSecond = readsPerSecond(arrivals);
	const seconds = reads / ratePerSecond;
	// Coarser than for a mean: a band need not be so exact, and a curve has many.
	const groups = keyGroups(popularity, 1.05);
	if (start === 'unknown') {
		const [cold, stationary] = (['cold', 'stationary'] as const).map(known => manyKeysBand(load, reads, hitRate, known));
		return {low: Math.min(cold!.low, stationary!.low), high: Math.max(cold!.high, stationary!.high)};
	}

	if (start === 'stationary') {
		return normalBand(reads, hitRate, Math.sqrt(reads * longRunVariance({groups, ratePerSecond, ttlSeconds, fillSeconds, jitterFraction, hitRate})));
	}

	const fullSeconds =
		keysInMemory >= popularity.length ? Number.POSITIVE_INFINITY : characteristicSeconds({groups, ratePerSecond, ttlSeconds, fillSeconds, keysInMemory});
	const coldSeconds = Math.min(seconds, fullSeconds);
	const coldReads = coldSeconds * ratePerSecond;
	const missesOf = (stray: number) =>
		groups.reduce<Misses>(
			(sum, {keys, share}) => {
				const one = missesFromCold(ratePerSecond * share, ttlSeconds + fillSeconds, coldSeconds, stray);
				const waiting = 1 + ratePerSecond * share * fillSeconds;
				return {mean: sum.mean + keys * one.mean * waiting, variance: sum.variance + keys * (one.variance + one.mean * (waiting - 1))};
			},
			{mean: 0, variance: 0},
		);
	const restReads = reads - coldReads;
	const seen = Math.max(0, 1 - (missesOf(1).mean + restReads * (1 - hitRate)) / reads);
	const variance = missesOf(seen).variance + restReads * longRunVariance({groups, ratePerSecond, ttlSeconds, fillSeconds, jitterFraction, hitRate});
	const {low, high} = normalBand(reads, seen, Math.sqrt(variance));
	return {low, high};
}

/** From so many lives on the limits of renewal theory are taken. */
const fewestLives = 10;

/**
 * Misses of one key in so many seconds from an empty cache on; the variance is that of (1 − h) × its reads − its misses, h the hit rate of all keys, by
 * which the hit rate of a given number of reads strays.
 */
function missesFromCold(rate: number, lifeSeconds: number, seconds: number, hitRate: number): Misses {
	if (seconds > fewestLives * lifeSeconds) {
		const cycleSeconds = lifeSeconds + 1 / rate;
		const strays = (1 - hitRate) * rate * lifeSeconds - hitRate;
		return {
			mean: (seconds - 1 / rate) / cycleSeconds + ((1 / rate / cycleSeconds) ** 2 + 1) / 2,
			variance: ((1 - hitRate) ** 2 * rate * lifeSeconds + (strays / cycleSeconds / rate) ** 2) * (seconds / cycleSeconds),
		};
	}

	let mean = 0;
	let square = 0;
	let withReads = 0;
	for (let misses = 1; ; misses++) {
		const left = seconds - (misses - 1) * lifeSeconds;
		if (left <= 0) {
			break;
		}

		const atLeast = 1 - poissonAtMost(misses - 1, rate * left);
		if (atLeast < 1e-9) {
			break;
		}

		// The reads until this miss, and those after it.
		const restSeconds = left * atLeast - (misses / rate) * (1 - poissonAtMost(misses, rate * left));
		mean += atLeast;
		square += (2 * misses - 1) * atLeast;
		withReads += atLeast * (misses + (misses - 1) * rate * lifeSeconds) + rate * restSeconds;
	}

	const reads = rate * seconds;
	const strays = 1 - hitRate;
	return {mean, variance: Math.max(0, strays ** 2 * reads + square - mean ** 2 - 2 * strays * (withReads - reads * mean))};
}

/** The variance of the hits beyond their share, for each read of a long run. */
function longRunVariance({
	groups,
	ratePerSecond,
	ttlSeconds,
	fillSeconds,
	jitterFraction,
	hitRate,
}: {
	readonly groups: readonly KeyGroup[];
	readonly ratePerSecond: number;
	readonly ttlSeconds: number;
	readonly fillSeconds: number;
	readonly jitterFraction: number;
	readonly hitRate: number;
}): number {
	return groups.reduce((sum, {keys, share}) => {
		const rate = ratePerSecond * share;
		const cycleSeconds = ttlSeconds + fillSeconds + 1 / rate;
		const gain = ((1 - hitRate) * rate * ttlSeconds - hitRate * (1 + rate * fillSeconds)) / cycleSeconds;
		const variance =
			(1 - hitRate) ** 2 * rate * ttlSeconds +
			hitRate ** 2 * rate * fillSeconds +
			(gain / rate) ** 2 +
			(((1 - hitRate) * rate - gain) * ttlSeconds * jitterFraction) ** 2 / 3;
		return sum + (keys * variance) / cycleSeconds / ratePerSecond;
	}, 0);
}

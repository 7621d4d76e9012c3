import {createRandom} from '../chance/random.ts';
import {requireWhole} from './argument-range.ts';
import {simulatedBand, type ReadCycle} from './cycle-band.ts';
import {singleFlightReads, unprotectedReads, type FillingLoad} from './fill-time.ts';
import {normalBand, unknownBand, type HitRateBand} from './hit-rate-band.ts';
import {poissonCount, poissonGapSeconds} from './poisson.ts';
import {renewalBand, type BandStart} from './renewal-band.ts';

/** With at least this many expected cycles the normal limit is used. */
const fewestCyclesForLimit = 50;
const resamples = 500;

/**
 * The band for Poisson reads of one key whose fill takes `fillSeconds`; reads that come during a fill wait for it
 * (`isShared`, the default), or each ask the origin themselves. At L = 0 it is `renewalBand`.
 * Otherwise the normal limit with the exact variance of a cycle (derived, and checked by simulation), and below 50 expected
 * cycles a seeded simulation of 500 runs. Undefined where `unprotectedReads` is: unshared and L > T.
 */
export function fillingBand({
	reads,
	ratePerSecond,
	ttlSeconds,
	fillSeconds,
	isShared = true,
	start = 'stationary',
}: FillingLoad & {readonly reads: number; readonly isShared?: boolean; readonly start?: BandStart}): HitRateBand | undefined {
	requireWhole('reads', reads, 0);
	const load = {ratePerSecond, ttlSeconds, fillSeconds};
	const prediction = isShared ? singleFlightReads(load) : unprotectedReads(load);
	if (prediction === undefined || reads === 0) {
		return prediction && unknownBand;
	}

	if (fillSeconds === 0) {
		return renewalBand({reads, ratePerSecond, ttlSeconds, start});
	}

	const {hitRate} = prediction;
	const readsPerCycle = (1 + ratePerSecond * fillSeconds) / (1 - hitRate);
	if (reads / readsPerCycle >= fewestCyclesForLimit) {
		const variance = isShared ? sharedVariance(load, hitRate) : unsharedVariance(load, hitRate);
		return normalBand(reads, hitRate, Math.sqrt((variance * reads) / readsPerCycle));
	}

	const random = createRandom(1);
	const nextCycle = (): ReadCycle => {
		if (isShared) {
			return {waiting: 1 + poissonCount(ratePerSecond * fillSeconds, random), hits: poissonCount(ratePerSecond * ttlSeconds, random)};
		}

		// Looking back from the fill's end, the last miss is one exponential gap away, unless it was the first.
		const lastMissSeconds = Math.max(0, fillSeconds - poissonGapSeconds(ratePerSecond, random));
		return {
			waiting: lastMissSeconds === 0 ? 1 : 2 + poissonCount(ratePerSecond * lastMissSeconds, random),
			hits: poissonCount(ratePerSecond * (ttlSeconds + lastMissSeconds), random),
		};
	};

	return simulatedBand({reads, start, resamples, hitRate}, random, () => nextCycle);
}

/** The variance of (1 − h) × hits − h × waiting in one cycle: that of the hits beyond their share, by which the hit rate strays. */
function sharedVariance({ratePerSecond, ttlSeconds, fillSeconds}: FillingLoad, hitRate: number): number {
	return (1 - hitRate) ** 2 * ratePerSecond * ttlSeconds + hitRate ** 2 * ratePerSecond * fillSeconds;
}

/** The same when every waiting read fills: a late last miss means more misses, and a longer life of the key. */
function unsharedVariance({ratePerSecond, ttlSeconds, fillSeconds}: FillingLoad, hitRate: number): number {
	const arrivals = ratePerSecond * fillSeconds;
	const gapSeconds = -Math.expm1(-arrivals) / ratePerSecond;
	const gapVariance = (2 * (gapSeconds - fillSeconds * Math.exp(-arrivals))) / ratePerSecond - gapSeconds ** 2;
	const hitsVariance = ratePerSecond * (ttlSeconds + fillSeconds - gapSeconds) + ratePerSecond ** 2 * gapVariance;
	const covariance = ratePerSecond * (gapSeconds - fillSeconds + gapSeconds * arrivals);
	return (1 - hitRate) ** 2 * hitsVariance + hitRate ** 2 * arrivals - 2 * hitRate * (1 - hitRate) * covariance;
}

import {createRandom} from '../chance/random.ts';
import {readsPerSecond} from './arrivals-choice.ts';
import {simulatedBand} from './cycle-band.ts';
import {fillingBand} from './filling-band.ts';
import {type HitRateBand, normalBand, unknownBand} from './hit-rate-band.ts';
import {manyKeysBand} from './many-keys-band.ts';
import {poissonCount} from './poisson.ts';
import {pollersBand} from './pollers-band.ts';
import {pollingBand} from './polling-band.ts';
import {predictReads} from './predict-reads.ts';
import {evenPeriod, type ReadingLoad, sharingOf} from './reading-load.ts';
import type {BandStart} from './renewal-band.ts';

/** A load, and how many of its reads were observed. */
export type ObservedLoad = ReadingLoad & {
	readonly reads: number;
	/** What the observation began with: 'stationary' by default, or 'cold'; where that is 'unknown' the band of many keys holds both. */
	readonly start?: BandStart | 'unknown';
};

/**
 * Where the hit rate of so many observed reads lies in nine runs of ten (5–95 %), by the band for the load's case.
 * Of many keys: `manyKeysBand`. Undefined where `predictReads` is, and for reads evenly spaced with L ≥ P. Stale-while-revalidate has the hits of
 * single-flight. For Poisson reads of processes of their own it is the band of nobody protected, a little wide for few.
 */
export function predictBand(load: ObservedLoad): HitRateBand | undefined {
	const {policy, arrivals, fillSeconds, reads} = load;
	const prediction = predictReads(load);
	if (prediction === undefined || reads === 0) {
		return prediction && unknownBand;
	}

	if (load.popularity) {
		return manyKeysBand({...load, popularity: load.popularity}, reads, prediction.hitRate, load.start);
	}

	const start = load.start === 'cold' ? 'cold' : 'stationary';
	const {ttlSeconds, jitterFraction} = policy;
	const isShared = sharingOf(load) === 'all';
	const period = evenPeriod(arrivals);
	if (period !== undefined) {
		return fillSeconds < period ? pollingBand({reads, pollSeconds: period, ttlSeconds, fillSeconds}) : undefined;
	}

	if (arrivals.kind === 'poll') {
		return pollersBand({reads, viewers: arrivals.viewers ?? 1, pollSeconds: arrivals.pollSeconds, ttlSeconds, fillSeconds, isShared, start});
	}

	const filling = {ratePerSecond: readsPerSecond(arrivals), ttlSeconds, fillSeconds};
	return jitterFraction > 0
		? jitteredBand({...filling, reads, start, jitterFraction, hitRate: prediction.hitRate})
		: fillingBand({...filling, reads, start, isShared});
}

type JitteredLoad = {
	readonly ratePerSecond: number;
	readonly ttlSeconds: number;
	readonly fillSeconds: number;
	readonly reads: number;
	readonly start: BandStart;
	readonly jitterFraction: number;
	readonly hitRate: number;
};

/** As `fillingBand`, with lives that differ: Var[T] = T²j²/3 more variance, or a seeded simulation of few cycles. */
function jitteredBand({ratePerSecond, ttlSeconds, fillSeconds, reads, start, jitterFraction, hitRate}: JitteredLoad): HitRateBand {
	const hitsPerCycle = ratePerSecond * ttlSeconds;
	const readsPerCycle = 1 + ratePerSecond * fillSeconds + hitsPerCycle;
	if (reads / readsPerCycle >= 50) {
		const variance = (1 - hitRate) ** 2 * (hitsPerCycle + (hitsPerCycle * jitterFraction) ** 2 / 3) + hitRate ** 2 * ratePerSecond * fillSeconds;
		return normalBand(reads, hitRate, Math.sqrt((variance * reads) / readsPerCycle));
	}

	const random = createRandom('jittered-band');
	return simulatedBand({reads, start, resamples: 500, hitRate}, random, () => () => ({
		waiting: 1 + poissonCount(ratePerSecond * fillSeconds, random),
		hits: poissonCount(hitsPerCycle * (1 + jitterFraction * (2 * random.next() - 1)), random),
	}));
}

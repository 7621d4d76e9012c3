import {type ArrivalsChoice, readsPerSecond} from './arrivals-choice.ts';
import type {HitRateBand} from './hit-rate-band.ts';
import {predictBand} from './predict-band.ts';
import {predictReads} from './predict-reads.ts';
import type {ReadingLoad} from './reading-load.ts';

/** What theory says of a load at one TTL. */
export type TheoryPoint = {
	readonly ttlSeconds: number;
	readonly hitRate: number;
	readonly meanAgeSeconds: number;
	readonly originPerSecond: number;
	readonly band: HitRateBand | undefined;
};

/** A load whose policy's TTL is swept. */
export type SweptLoad = ReadingLoad & {
	/** The number of reads the band is for; under 1 there is no band. */
	readonly reads: number;
	readonly ttlsSeconds: readonly number[];
};

/**
 * Theory over TTLs, for a curve. Several pollers are taken as Poisson reads of the same rate, as which they behave but for
 * a few thousandths: their own mean over phases takes a hundred times as long. Empty where no formula is known.
 */
export function theoryCurve({reads, ttlsSeconds, ...load}: SweptLoad): TheoryPoint[] {
	const arrivals = load.popularity ? load.arrivals : forCurve(load.arrivals);
	const points: TheoryPoint[] = [];
	for (const ttlSeconds of ttlsSeconds) {
		const swept = {...load, arrivals, policy: {...load.policy, ttlSeconds}};
		const prediction = predictReads(swept);
		if (prediction) {
			const {hitRate, meanAgeSeconds, originPerSecond} = prediction;
			points.push({ttlSeconds, hitRate, meanAgeSeconds, originPerSecond, band: reads < 1 ? undefined : predictBand({...swept, reads, start: 'unknown'})});
		}
	}

	return points;
}

function forCurve(arrivals: ArrivalsChoice): ArrivalsChoice {
	const {viewers = 1} = arrivals;
	return arrivals.kind === 'poll' && viewers > 1 ? {kind: 'poisson', ratePerSecond: readsPerSecond(arrivals), viewers} : arrivals;
}

/** So many TTLs from 1 s to 24 h, evenly spaced on a logarithmic axis. */
export function ttlGrid(count: number): number[] {
	return Array.from({length: count}, (_, i) => 86_400 ** (i / (count - 1)));
}

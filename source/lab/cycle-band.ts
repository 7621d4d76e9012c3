import type {Random} from '../chance/random.ts';
import {bandOfHits, type HitRateBand} from './hit-rate-band.ts';
import type {BandStart} from './renewal-band.ts';

/** The reads from one miss to the next that begins a fill: first those that find nothing, then the hits. */
export type ReadCycle = {
	/** At least 1. */
	readonly waiting: number;
	readonly hits: number;
};

/**
 * The band of the hit rate of `reads` reads. It simulates the cycles that they consist of, `resamples` times.
 * `openRun` begins a run and returns a function that gives its next cycle. `random` only sets where in a cycle a stationary run is joined.
 */
export function simulatedBand(
	{reads, start, resamples, hitRate}: {readonly reads: number; readonly start: BandStart; readonly resamples: number; readonly hitRate?: number},
	random: Random,
	openRun: () => () => ReadCycle,
): HitRateBand {
	const hits = Float64Array.from({length: resamples}, () => {
		const nextCycle = openRun();
		if (start === 'cold') {
			return hitsAmong(0, reads, nextCycle);
		}

		// The run is joined at any read of its second cycle, each as likely as the others.
		const {waiting, hits} = nextCycle();
		return hitsAmong(random.below(waiting + hits), reads, nextCycle);
	}).sort();
	return bandOfHits(hits[Math.ceil(resamples * 0.05) - 1]!, hits[Math.ceil(resamples * 0.95) - 1]!, reads, start === 'cold' ? undefined : hitRate);
}

/** The hits among `reads` reads after the first `skipped` ones. */
function hitsAmong(skipped: number, reads: number, nextCycle: () => ReadCycle): number {
	let sum = 0;
	let from = -skipped;
	while (from < reads) {
		const {waiting, hits} = nextCycle();
		const firstHit = from + waiting;
		from = firstHit + hits;
		sum += Math.max(0, Math.min(reads, from) - Math.max(0, Math.min(reads, firstHit)));
	}

	return sum;
}

import {requireWhole} from './argument-range.ts';
import {bandOfHits, unknownBand, type HitRateBand} from './hit-rate-band.ts';
import {pollingReads, type PollingLoad} from './polling-reads.ts';

/**
 * The band for one viewer who polls. All cycles are alike; only where in a cycle the observation begins and ends is unknown, so the band is one
 * miss wide. It holds the whole distribution, not only 5–95 %.
 */
export function pollingBand({reads, ...load}: PollingLoad & {readonly reads: number}): HitRateBand {
	requireWhole('reads', reads, 0);
	const {hitsPerMiss} = pollingReads(load);
	if (reads === 0) {
		return unknownBand;
	}

	const misses = reads / (hitsPerMiss + 1);
	return bandOfHits(reads - Math.ceil(misses), reads - Math.floor(misses), reads);
}

import {requireNotNegative, requireWhole} from './argument-range.ts';
import {bandOfHits, unknownBand, type HitRateBand} from './hit-rate-band.ts';
import {pollingReads, type PollingLoad} from './polling-reads.ts';

/**
 * The band for one viewer who polls: every cycle is alike, and only where in it the observation begins and ends is not
 * known, so it is one miss wide. All of the distribution lies in it, not only 5–95 %.
 * @param options.driftSeconds how far a poll may be off its time against the key's expiry (0 by default): where
 * T + L is within it of a multiple of P, a step of the staircase lies in the band
 */
export function pollingBand(
	{reads, driftSeconds = 0, pollSeconds, ttlSeconds, fillSeconds = 0}: PollingLoad & {readonly reads: number; readonly driftSeconds?: number},
): HitRateBand {
	requireWhole('reads', reads, 0);
	requireNotNegative('driftSeconds', driftSeconds);
	const least = pollingReads({pollSeconds, fillSeconds, ttlSeconds: Math.max(0, ttlSeconds - driftSeconds)});
	const most = pollingReads({pollSeconds, fillSeconds, ttlSeconds: ttlSeconds + driftSeconds});
	if (reads === 0) {
		return unknownBand;
	}

	const mostMisses = Math.ceil(reads / (least.hitsPerMiss + 1));
	const leastMisses = Math.floor(reads / (most.hitsPerMiss + 1));
	return bandOfHits(reads - mostMisses, reads - leastMisses, reads, 'exact');
}

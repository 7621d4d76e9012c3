import {requireShare, requireWhole} from './argument-range.ts';
import {logGamma} from './gamma.ts';
import {bandOfHits, normalBand, unknownBand, type HitRateBand} from './hit-rate-band.ts';

/** Above this variance of the number of hits the normal limit is taken. */
const greatestExactVariance = 1000;

/**
 * The band for reads that are hits independently of each other, with the same probability: the binomial distribution.
 * Exact up to a variance n·h·(1 − h) of 1,000, from there the normal limit with continuity correction.
 * The hits of one key's TTL are not independent: for them see `renewalBand` and its neighbours.
 */
export function binomialBand({reads, hitRate}: {readonly reads: number; readonly hitRate: number}): HitRateBand {
	requireWhole('reads', reads, 0);
	requireShare('hitRate', hitRate);
	const variance = reads * hitRate * (1 - hitRate);
	if (reads === 0) {
		return unknownBand;
	}

	if (variance === 0) {
		return bandOfHits(reads * hitRate, reads * hitRate, reads, 'exact', hitRate);
	}

	return variance > greatestExactVariance
		? normalBand(reads, hitRate, Math.sqrt(variance))
		: bandOfHits(quantileOfHits(0.05, reads, hitRate), quantileOfHits(0.95, reads, hitRate), reads, 'exact', hitRate);
}

/** The least number of hits whose distribution function reaches `p`, summed from where nothing is left below. */
function quantileOfHits(p: number, reads: number, hitRate: number): number {
	const reach = 12 * Math.sqrt(reads * hitRate * (1 - hitRate)) + 40;
	let hits = Math.max(0, Math.floor(reads * hitRate - reach));
	let probability = Math.exp(
		logGamma(reads + 1) - logGamma(hits + 1) - logGamma(reads - hits + 1)
		+ hits * Math.log(hitRate) + (reads - hits) * Math.log1p(-hitRate),
	);
	for (let sum = probability; sum < p && hits < reads; sum += probability) {
		probability *= (reads - hits) / (hits + 1) * hitRate / (1 - hitRate);
		hits++;
	}

	return hits;
}

/** Where the observed hit rate of a number of reads lies in nine runs of ten when theory is right: its 5 % and 95 % quantiles. */
export type HitRateBand = {
	/** 0…1. */
	readonly low: number;
	/** 0…1. */
	readonly high: number;
};

/** The band before the first read: the hit rate may be anything. */
export const unknownBand: HitRateBand = {low: 0, high: 1};

/** The 95 % quantile of the standard normal distribution. */
const normalQuantile95 = 1.644_853_626_951_472_2;

/**
 * A band from quantiles of the number of hits. Where the mean hit rate is given, the band is widened to include it: with very few reads even
 * the 5 % quantile is "all hits", which lies above the mean.
 */
export function bandOfHits(lowHits: number, highHits: number, reads: number, hitRate?: number): HitRateBand {
	const low = Math.max(0, lowHits) / reads;
	const high = Math.min(reads, highHits) / reads;
	return {low: Math.min(low, hitRate ?? low), high: Math.max(high, hitRate ?? high)};
}

/** The band from the normal limit of the number of hits, with continuity correction. */
export function normalBand(reads: number, hitRate: number, deviationOfHits: number): HitRateBand {
	const mean = reads * hitRate;
	const reach = normalQuantile95 * deviationOfHits;
	return bandOfHits(Math.ceil(mean - reach - 0.5), Math.ceil(mean + reach - 0.5), reads, hitRate);
}

/** The least whole number of 0…`greatest` whose distribution function `atMost` (not falling) reaches `p`. */
export function leastReaching(p: number, greatest: number, atMost: (value: number) => number): number {
	let low = 0;
	let high = greatest;
	while (low < high) {
		const middle = Math.floor((low + high) / 2);
		if (atMost(middle) >= p) {
			high = middle;
		} else {
			low = middle + 1;
		}
	}

	return low;
}

import type {HitRateBand} from '../../source/lab/hit-rate-band.ts';

/**
 * By what share of the runs a band misses being the 5 % and the 95 % quantile of the observed hit rates: no more than
 * 5 % may lie below it or above it, and no less than 5 % at its ends or beyond. 0 or less when it is.
 */
export function bandError(band: HitRateBand, hitRates: readonly number[]): number {
	const share = (isSo: (hitRate: number) => boolean) => hitRates.filter(hitRate => isSo(hitRate)).length / hitRates.length;
	return Math.max(overshoot(band, hitRates), 0.05 - share(hitRate => hitRate <= band.low + 1e-12), 0.05 - share(hitRate => hitRate >= band.high - 1e-12));
}

/** The same without the second half: a band that is wider than its quantiles is no error. */
export function overshoot(band: HitRateBand, hitRates: readonly number[]): number {
	const share = (isSo: (hitRate: number) => boolean) => hitRates.filter(hitRate => isSo(hitRate)).length / hitRates.length;
	return (
		Math.max(
			share(hitRate => hitRate < band.low - 1e-12),
			share(hitRate => hitRate > band.high + 1e-12),
		) - 0.05
	);
}

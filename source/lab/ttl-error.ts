import {requireNotNegative, requirePositive, requireShare} from './argument-range.ts';
import {windowRmsErrorShare} from './money.ts';

/** W: the window of the lesson's question. */
export const windowSeconds = 30 * 86_400;

/** How far off the served figures are, on average over all reads. */
export type TtlError = {
	/** Mean absolute error of "today", in percent of today's revenue; undefined where no formula is known. */
	readonly todayMeanPercent: number | undefined;
	/** Root mean square error of the rolling window, in percent of its revenue; undefined without orders. */
	readonly windowRmsPercent: number | undefined;
};

/**
 * The error of what is served under a plain TTL: a share h of the reads shows values with ages spread evenly over
 * L…L + T, the rest values of age L.
 *
 * "Today" misses a/t at age a ≤ t (formulas: μ·v·a, orders evenly over the day). An older value is of a day that is over:
 * it holds nothing of today and misses all of it.
 * The window: √(2·a·(1 + c²)/μ)/W at the mean age a.
 * @param options.sinceMidnightSeconds t, above 0, at most a day
 * @param options.valueVariation c, the coefficient of variation of an order's value
 */
export function ttlError({
	hitRate,
	ttlSeconds,
	fillSeconds = 0,
	sinceMidnightSeconds,
	ordersPerSecond,
	valueVariation,
}: {
	readonly hitRate: number;
	readonly ttlSeconds: number;
	readonly fillSeconds?: number;
	readonly sinceMidnightSeconds: number;
	readonly ordersPerSecond: number;
	readonly valueVariation: number;
}): {readonly todayMeanPercent: number; readonly windowRmsPercent: number | undefined} {
	requireShare('hitRate', hitRate);
	requireNotNegative('ttlSeconds', ttlSeconds);
	requireNotNegative('fillSeconds', fillSeconds);
	requirePositive('sinceMidnightSeconds', sinceMidnightSeconds);
	requireNotNegative('ordersPerSecond', ordersPerSecond);
	const today = {fullSeconds: sinceMidnightSeconds, dayOldSeconds: sinceMidnightSeconds};
	const ofHits = todayMissingShare({...today, leastSeconds: fillSeconds, mostSeconds: fillSeconds + ttlSeconds});
	const ofFills = todayMissingShare({...today, leastSeconds: fillSeconds, mostSeconds: fillSeconds});
	return {
		todayMeanPercent: 100 * (hitRate * ofHits + (1 - hitRate) * ofFills),
		windowRmsPercent:
			ordersPerSecond === 0
				? undefined
				: 100 * windowRmsErrorShare({ageSeconds: fillSeconds + (hitRate * ttlSeconds) / 2, ordersPerSecond, valueVariation, windowSeconds}),
	};
}

/**
 * What share of today's revenue values miss on average whose ages are spread evenly: each the part of it that came since,
 * and all of it where it is from before midnight.
 * @param options.leastSeconds the age of the youngest
 * @param options.mostSeconds the age of the oldest, not less
 * @param options.fullSeconds in so long all of today's revenue comes, at the present rate; above 0
 * @param options.dayOldSeconds t: so old is the day
 */
export function todayMissingShare({
	leastSeconds,
	mostSeconds,
	fullSeconds,
	dayOldSeconds,
}: {
	readonly leastSeconds: number;
	readonly mostSeconds: number;
	readonly fullSeconds: number;
	readonly dayOldSeconds: number;
}): number {
	const all = Math.min(fullSeconds, dayOldSeconds);
	if (mostSeconds === leastSeconds) {
		return leastSeconds > all ? 1 : leastSeconds / fullSeconds;
	}

	/** The integral of what is missed over the ages from 0. */
	const missedUntil = (ageSeconds: number) => Math.min(ageSeconds, all) ** 2 / 2 / fullSeconds + Math.max(0, ageSeconds - all);
	return (missedUntil(mostSeconds) - missedUntil(leastSeconds)) / (mostSeconds - leastSeconds);
}

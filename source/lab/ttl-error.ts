import {requireNotNegative, requirePositive, requireShare} from './argument-range.ts';
import {windowRmsErrorShare} from './money.ts';

const daySeconds = 86_400;

/** How far off the served figures are, over all reads. */
export type TtlError = {
	/** Mean absolute error of "today", in percent of today's revenue; undefined for values older than a day. */
	readonly todayMeanPercent: number | undefined;
	/** Root mean square error of the rolling window, in percent of its revenue; undefined without orders. */
	readonly windowRmsPercent: number | undefined;
};

/**
 * The error of what is served under a plain TTL: a share h of the reads shows values with ages spread evenly over
 * L…L + T, the rest values of age L.
 *
 * "Today" misses a/t at age a ≤ t (formulas: μ·v·a, orders evenly over the day). An older value, a > t, still shows the
 * day before as it stood then, which is off by |86,400 − a|/t (derived, for days alike). For L + T ≤ 86,400.
 * The window: √(2·a·(1 + c²)/μ)/W at the mean age a.
 * @param options.sinceMidnightSeconds t, above 0
 * @param options.valueVariation c, the coefficient of variation of an order's value
 * @param options.windowSeconds W, 30 days by default
 */
export function ttlError(
	{hitRate, ttlSeconds, fillSeconds = 0, sinceMidnightSeconds, ordersPerSecond, valueVariation, windowSeconds = 30 * daySeconds}: {
		readonly hitRate: number;
		readonly ttlSeconds: number;
		readonly fillSeconds?: number;
		readonly sinceMidnightSeconds: number;
		readonly ordersPerSecond: number;
		readonly valueVariation: number;
		readonly windowSeconds?: number;
	},
): TtlError {
	requireShare('hitRate', hitRate);
	requireNotNegative('ttlSeconds', ttlSeconds);
	requireNotNegative('fillSeconds', fillSeconds);
	requirePositive('sinceMidnightSeconds', sinceMidnightSeconds);
	requireNotNegative('ordersPerSecond', ordersPerSecond);
	const t = sinceMidnightSeconds;
	const errorAt = (ageSeconds: number) => (ageSeconds <= t ? ageSeconds : daySeconds - ageSeconds) / t;
	/** The integral of `errorAt` over 0…age. */
	const errorUntil = (ageSeconds: number) => ageSeconds <= t
		? ageSeconds ** 2 / 2 / t
		: (t ** 2 / 2 + (ageSeconds - t) * (daySeconds - (ageSeconds + t) / 2)) / t;
	const oldest = fillSeconds + ttlSeconds;
	const ofHits = ttlSeconds === 0 ? errorAt(fillSeconds) : (errorUntil(oldest) - errorUntil(fillSeconds)) / ttlSeconds;
	return {
		todayMeanPercent: oldest > daySeconds ? undefined : 100 * (hitRate * ofHits + (1 - hitRate) * errorAt(fillSeconds)),
		windowRmsPercent: ordersPerSecond === 0
			? undefined
			: 100 * windowRmsErrorShare({ageSeconds: fillSeconds + hitRate * ttlSeconds / 2, ordersPerSecond, valueVariation, windowSeconds}),
	};
}

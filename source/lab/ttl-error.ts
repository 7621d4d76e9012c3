import {requireNotNegative, requirePositive, requireShare} from './argument-range.ts';
import {windowRmsErrorShare} from './money.ts';

const daySeconds = 86_400;

/** How far off the served figures are, over all reads. */
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
 * "Today" misses a/t at age a ≤ t (formulas: μ·v·a, orders evenly over the day). An older value, a > t, still shows the
 * day before as it stood then, which is off by |86,400 − a|/t (derived, for days alike): too much, or from an age of
 * 86,400 on too little. So for L + T ≤ 86,400 + t; values older still show another day, and "today" is undefined.
 * The window: √(2·a·(1 + c²)/μ)/W at the mean age a.
 * @param options.sinceMidnightSeconds t, above 0, at most a day
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
	const errorAt = (ageSeconds: number) => (ageSeconds <= t ? ageSeconds : Math.abs(daySeconds - ageSeconds)) / t;
	/** The integral of `errorAt` over 0…age: three straight pieces, up, down to 0 at a day, and up again. */
	const errorUntil = (ageSeconds: number) => {
		const [up, down, upAgain] = [Math.min(ageSeconds, t), Math.min(ageSeconds, daySeconds), Math.max(ageSeconds - daySeconds, 0)];
		const fallen = ageSeconds <= t ? 0 : (down - t) * (daySeconds - (down + t) / 2);
		return (up ** 2 / 2 + fallen + upAgain ** 2 / 2) / t;
	};

	const oldest = fillSeconds + ttlSeconds;
	const ofHits = ttlSeconds === 0 ? errorAt(fillSeconds) : (errorUntil(oldest) - errorUntil(fillSeconds)) / ttlSeconds;
	return {
		todayMeanPercent: oldest > daySeconds + t ? undefined : 100 * (hitRate * ofHits + (1 - hitRate) * errorAt(fillSeconds)),
		windowRmsPercent: ordersPerSecond === 0
			? undefined
			: 100 * windowRmsErrorShare({ageSeconds: fillSeconds + hitRate * ttlSeconds / 2, ordersPerSecond, valueVariation, windowSeconds}),
	};
}

import {windowRmsErrorShare} from './money.ts';
import {evenPeriod, hasIdleXfetch, type ReadingLoad} from './reading-load.ts';
import {ttlError, type TtlError, windowSeconds} from './ttl-error.ts';

/** What is known of the served values of a load, by theory or by simulation. */
export type ServedAges = {readonly hitRate: number; readonly meanAgeSeconds: number; readonly greatestAgeSeconds: number};

/**
 * How far off the figures are that a load is served, over all reads.
 *
 * The window's error depends on the mean age only, and so does "today" as long as all values are of today (a/t is
 * linear). Older values, which miss all of it, take `ttlError`, for ages spread evenly up to the TTL; "today" is undefined where they are not:
 * with jitter, stale-while-revalidate or XFetch at work, and for reads evenly spaced of more than a hundredth of
 * the TTL. Both are undefined without orders.
 * @param options.sinceMidnightSeconds t, above 0, at most a day
 * @param options.valueVariation c, the coefficient of variation of an order's value
 */
export function servedError(
	load: ReadingLoad,
	ages: ServedAges,
	{
		sinceMidnightSeconds,
		ordersPerSecond,
		valueVariation,
	}: {
		readonly sinceMidnightSeconds: number;
		readonly ordersPerSecond: number;
		readonly valueVariation: number;
	},
): TtlError {
	if (ordersPerSecond === 0) {
		return {todayMeanPercent: undefined, windowRmsPercent: undefined};
	}

	const {hitRate, meanAgeSeconds, greatestAgeSeconds} = ages;
	const {ttlSeconds} = load.policy;
	const {fillSeconds} = load;
	return {
		todayMeanPercent:
			greatestAgeSeconds <= sinceMidnightSeconds
				? (100 * meanAgeSeconds) / sinceMidnightSeconds
				: hasEvenAges(load)
					? ttlError({hitRate, ttlSeconds, fillSeconds, sinceMidnightSeconds, ordersPerSecond, valueVariation}).todayMeanPercent
					: undefined,
		windowRmsPercent: 100 * windowRmsErrorShare({ageSeconds: meanAgeSeconds, ordersPerSecond, valueVariation, windowSeconds}),
	};
}

/** Whether hits find ages spread evenly over L…L + T. */
function hasEvenAges(load: ReadingLoad): boolean {
	const {policy, arrivals} = load;
	return policy.staleSeconds === 0 && policy.jitterFraction === 0 && hasIdleXfetch(load) && (evenPeriod(arrivals) ?? 0) <= policy.ttlSeconds / 100;
}

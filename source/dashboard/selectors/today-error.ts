import {readsPerSecond} from '../../lab/arrivals-choice.ts';
import {todayMissingShare} from '../../lab/ttl-error.ts';
import {localDay} from '../../words/local-day.ts';
import {presentArrivals} from './present-load.ts';
import type {State} from '../state/state.ts';

/**
 * How far off "today" on the screen is on average, as a share: a value misses what came since, at the present order rate
 * and with an order's measured mean value, and all of today where it is from before midnight. Ages are taken as spread
 * evenly about their mean, `meanAgeSeconds`, at which a value is served; it grows older by half the time between two reads
 * while it stands. Undefined while no orders come or the truth is not known.
 */
export function todayErrorShare(state: Pick<State, 'isStreaming' | 'ordersPerSecond' | 'truth' | 'viewers' | 'refreshSeconds'>, meanAgeSeconds: number): number | undefined {
	const {isStreaming, ordersPerSecond, truth} = state;
	if (!isStreaming || !truth || truth.values.orders === 0 || truth.report.totals.todayCents <= 0 || truth.values.cents <= 0) {
		return undefined;
	}

	const {report: {asOfMs, timeZone, totals}, values: {orders, cents}} = truth;
	const standsSeconds = 0.5 / readsPerSecond(presentArrivals(state));
	return todayMissingShare({
		leastSeconds: standsSeconds,
		mostSeconds: standsSeconds + 2 * meanAgeSeconds,
		fullSeconds: totals.todayCents / (ordersPerSecond * cents / orders),
		dayOldSeconds: (asOfMs - localDay(asOfMs, timeZone).startMs) / 1000,
	});
}

import {readsPerSecond} from '../lab/arrivals-choice.ts';
import {todayMeanErrorCents} from '../lab/money.ts';
import {presentArrivals} from './present-load.ts';
import type {State} from './state.ts';

/**
 * How far off "today" on the screen is on average, as a share: μ·v·a over today's revenue, at the present order rate and
 * with an order's measured mean value; 1 at most. A value is `meanAgeSeconds` old when it is served, and grows older by
 * half the time between two reads while it stands. Undefined while no orders come or the truth is not known.
 */
export function todayErrorShare(state: Pick<State, 'isStreaming' | 'ordersPerSecond' | 'truth' | 'viewers' | 'refreshSeconds'>, meanAgeSeconds: number): number | undefined {
	const {isStreaming, ordersPerSecond, truth} = state;
	if (!isStreaming || !truth || truth.values.orders === 0 || truth.report.totals.todayCents === 0) {
		return undefined;
	}

	const ageSeconds = meanAgeSeconds + 0.5 / readsPerSecond(presentArrivals(state));
	const meanCents = truth.values.cents / truth.values.orders;
	return Math.min(1, todayMeanErrorCents({ordersPerSecond, meanCents, ageSeconds}) / truth.report.totals.todayCents);
}

import {todayMeanErrorCents} from '../lab/money.ts';
import type {State} from './state.ts';

/**
 * How far off "today" is on average for values of this mean age, as a share: μ·v·a over today's revenue, at the present
 * order rate and with an order's measured mean value; 1 at most. Undefined while no orders come or the truth is not known.
 */
export function todayErrorShare({isStreaming, ordersPerSecond, truth}: Pick<State, 'isStreaming' | 'ordersPerSecond' | 'truth'>, meanAgeSeconds: number): number | undefined {
	if (!isStreaming || !truth || truth.values.orders === 0 || truth.report.totals.todayCents === 0) {
		return undefined;
	}

	const meanCents = truth.values.cents / truth.values.orders;
	return Math.min(1, todayMeanErrorCents({ordersPerSecond, meanCents, ageSeconds: meanAgeSeconds}) / truth.report.totals.todayCents);
}

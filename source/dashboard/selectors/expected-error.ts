import {readsPerSecond} from '../../lab/arrivals-choice.ts';
import {revenueError} from '../../scenarios/shop/revenue-error.ts';
import {presentArrivals} from './present-load.ts';
import type {State} from '../state/state.ts';

/**
 * How far off the headline on the screen is on average by theory, as a share: a value misses what came since. Ages are taken
 * as spread evenly about their mean, `meanAgeSeconds`, at which a value is served; it grows older by half the time between
 * two reads while it stands. Undefined while no facts come, while the truth is not known, and where no formula is.
 */
export function expectedErrorShare(state: Pick<State, 'isStreaming' | 'ordersPerSecond' | 'truth' | 'viewers' | 'refreshSeconds'>, meanAgeSeconds: number): number | undefined {
	const {isStreaming, ordersPerSecond, truth} = state;
	if (!isStreaming || !truth) {
		return undefined;
	}

	const leastSeconds = 0.5 / readsPerSecond(presentArrivals(state));
	return revenueError.expectedShare?.({truth: truth.report, trade: truth.values, factsPerSecond: ordersPerSecond, leastSeconds, mostSeconds: leastSeconds + 2 * meanAgeSeconds});
}

import {readsPerSecond} from '../../lab/arrivals-choice.ts';
import {presentArrivals} from './present-load.ts';
import type {State} from '../state/state.ts';

/**
 * How far off the headline on the screen is on average by theory, as a share: a value misses what came since. Ages are taken
 * as spread evenly about their mean, `meanAgeSeconds`, at which a value is served; it grows older by half the time between
 * two reads while it stands. Undefined while no facts come, while the truth is not known, and where no formula is.
 */
export function expectedErrorShare(
	state: Pick<State, 'scenario' | 'isStreaming' | 'factsPerSecond' | 'truth' | 'viewers' | 'refreshSeconds'>,
	meanAgeSeconds: number,
): number | undefined {
	const {
		scenario: {error},
		isStreaming,
		factsPerSecond,
		truth,
	} = state;
	if (!isStreaming || !truth) {
		return undefined;
	}

	const leastSeconds = 0.5 / readsPerSecond(presentArrivals(state));
	return error.expectedShare?.({truth: truth.answer, trade: truth.trade, factsPerSecond, leastSeconds, mostSeconds: leastSeconds + 2 * meanAgeSeconds});
}

import {ghostLimit} from './laboratory-state.ts';
import {seenFigures} from './seen-figures.ts';
import {emptyStatistics, type State} from './state.ts';

/**
 * Statistics start afresh, as they must at every change of the TTL, the load or a protection; what was seen before stays
 * on the charts as a ghost, if it was enough for a figure. A guess was about the run before.
 */
export function freshRun(state: State, nowMs: number): State {
	const seen = seenFigures(state, nowMs);
	const {laboratory} = state;
	return {
		...state,
		statistics: emptyStatistics(nowMs),
		laboratory: {
			...laboratory,
			guess: undefined,
			theory: laboratory.theory && {...laboratory.theory, isCurrent: false},
			ghosts: seen ? [...laboratory.ghosts, {...seen, ttlSeconds: state.ttlSeconds}].slice(-ghostLimit) : laboratory.ghosts,
		},
	};
}

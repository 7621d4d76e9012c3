import {ghostLimit} from '../state/laboratory-state.ts';
import {settlesInSeconds} from '../selectors/predicted-reads.ts';
import {seenFigures} from '../selectors/seen-figures.ts';
import {emptyStatistics, type State} from '../state/state.ts';

/**
 * Statistics start afresh, as they must at every change of the TTL, the load or a protection; what was seen before stays
 * on the charts as a ghost, if it was enough for a figure and long enough for theory. A guess was about the run before.
 * @param why "the TTL changed"
 * @param fromMs when the change acts, if later: a TTL that acts with the next fill does so once the key that stands has ended.
 *   Whatever else changes meanwhile, the old TTL still runs until then.
 */
export function freshRun(state: State, nowMs: number, why: string, fromMs = state.statistics.sinceMs): State {
	const seen = settlesInSeconds(state, nowMs) > 0 ? undefined : seenFigures(state, nowMs);
	const {laboratory} = state;
	return {
		...state,
		statistics: emptyStatistics(Math.max(nowMs, fromMs)),
		// A run without a read leaves the one before it to be compared with.
		recount: {
			why,
			atMs: nowMs,
			...(state.statistics.reads > 0
				? {before: state.statistics, ttlSeconds: state.ttlSeconds}
				: {before: state.recount?.before, ttlSeconds: state.recount?.ttlSeconds ?? state.ttlSeconds}),
		},
		laboratory: {
			...laboratory,
			guess: undefined,
			theory: laboratory.theory && {...laboratory.theory, isCurrent: false},
			ghosts: seen ? [...laboratory.ghosts, {...seen, ttlSeconds: state.ttlSeconds}].slice(-ghostLimit) : laboratory.ghosts,
		},
	};
}

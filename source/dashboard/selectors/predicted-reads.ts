import {predictReads} from '../../lab/predict-reads.ts';
import type {ReadsPrediction} from '../../lab/reads-prediction.ts';
import {presentLoad, presentPopularity} from './present-load.ts';
import type {State} from '../state/state.ts';

/** What theory says of the present load; of several pollers, and of many keys, it is computed in a thread, and takes a moment. */
export function predictedReads(state: State): ReadsPrediction | 'computing' | 'no formula' {
	const {
		laboratory: {theory},
	} = state;
	if (!isPredictedInThread(state)) {
		return predictReads(presentLoad(state)) ?? 'no formula';
	}

	return theory?.isCurrent ? (theory.present ?? 'no formula') : 'computing';
}

/** Whether theory of the present load takes so long that a thread computes it: the mean over the phases of several pollers, the sum over many keys. */
export function isPredictedInThread(state: Pick<State, 'scenario' | 'viewers'>): boolean {
	const {viewers} = state;
	return (viewers.count > 1 && viewers.arrivals === 'poll') || presentPopularity(state) !== undefined;
}

/** Until a whole life of the key has been seen, in seconds; 0 when it has: before that, seen and predicted may differ rightly. */
export function settlesInSeconds({statistics: {sinceMs}, ttlSeconds, viewers, refreshSeconds}: State, nowMs: number): number {
	const betweenReads = viewers.count === 0 ? refreshSeconds : viewers.everySeconds / viewers.count;
	return Math.max(0, ttlSeconds + betweenReads - (nowMs - sinceMs) / 1000);
}

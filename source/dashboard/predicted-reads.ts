import {predictReads} from '../lab/predict-reads.ts';
import type {ReadsPrediction} from '../lab/reads-prediction.ts';
import {presentLoad} from './present-load.ts';
import type {State} from './state.ts';

/** What theory says of the present load; of several pollers it is computed in a thread, and takes a moment. */
export function predictedReads(state: State): ReadsPrediction | 'computing' | 'no formula' {
	const {viewers, laboratory: {theory}} = state;
	if (viewers.count < 2 || viewers.arrivals !== 'poll') {
		return predictReads(presentLoad(state)) ?? 'no formula';
	}

	return theory?.isCurrent ? theory.present ?? 'no formula' : 'computing';
}

/** Until a whole life of the key has been seen, in seconds; 0 when it has: before that, seen and predicted may differ rightly. */
export function settlesInSeconds({statistics: {sinceMs}, ttlSeconds, viewers, refreshSeconds}: State, nowMs: number): number {
	const betweenReads = viewers.count === 0 ? refreshSeconds : viewers.everySeconds / viewers.count;
	return Math.max(0, ttlSeconds + betweenReads - (nowMs - sinceMs) / 1000);
}

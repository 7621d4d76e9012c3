import {readFigures, valuedReads} from '../../lab/read-counts.ts';
import type {Figures} from '../screens/laboratory/view.ts';
import {fewestReads, type State} from '../state/state.ts';
import {trueHeadline} from './true-headline.ts';

/** What the reads since the last change came to; undefined while they are too few for a figure. */
export function seenFigures(state: Pick<State, 'scenario' | 'statistics' | 'truth'>, nowMs: number): Figures | undefined {
	const {statistics} = state;
	const {sinceMs, originQueries, truths, offSum} = statistics;
	const {hitRate = 0, meanAgeSeconds = 0} = readFigures(statistics);
	const seconds = (nowMs - sinceMs) / 1000;
	if (valuedReads(statistics) < fewestReads) {
		return undefined;
	}

	// What was off over what there is now, as theory has it: the headline grows while facts come.
	const whole = trueHeadline(state)?.truth ?? 0;
	return {
		hitRate,
		meanAgeSeconds,
		originPerSecond: seconds > 0 ? originQueries / seconds : 0,
		errorShare: truths === 0 || whole === 0 ? undefined : offSum / truths / whole,
	};
}

/** How many of the reads since the last change did not wait for MongoDB. */
export type AtOnce = {
	/** 0…1. */
	readonly share: number;
	/** Whose share it is: "hits", or "hits + stale". */
	readonly of: string;
};

/**
 * The reads that were served at once: hits, and stale answers that a reader refills behind. A stale answer in place of
 * an error has waited for the error. Undefined while reads are too few for a figure.
 */
export function servedAtOnce({statistics, protection}: Pick<State, 'statistics' | 'protection'>): AtOnce | undefined {
	const {reads, outcomes} = statistics;
	const stale = protection.on.has('swr') ? outcomes.stale : 0;
	return valuedReads(statistics) < fewestReads ? undefined : {share: (outcomes.hit + stale) / reads, of: stale > 0 ? 'hits + stale' : 'hits'};
}

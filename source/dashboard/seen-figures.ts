import type {Figures} from './laboratory/view.ts';
import {fewestReads, type State} from './state.ts';

/** What the reads since the last change came to; undefined while they are too few for a figure. */
export function seenFigures({statistics, truth}: Pick<State, 'statistics' | 'truth'>, nowMs: number): Figures | undefined {
	const {reads, outcomes, ageSumMs, sinceMs, originQueries, truths, todayOffSumCents} = statistics;
	const valued = reads - outcomes.error;
	const seconds = (nowMs - sinceMs) / 1000;
	if (valued < fewestReads) {
		return undefined;
	}

	return {
		hitRate: outcomes.hit / reads,
		meanAgeSeconds: ageSumMs / valued / 1000,
		originPerSecond: seconds > 0 ? originQueries / seconds : 0,
		// In money over today's revenue as it is now, as theory has it: today grows while orders come.
		todayErrorShare: truths === 0 || !truth || truth.report.totals.todayCents === 0 ? undefined : todayOffSumCents / truths / truth.report.totals.todayCents,
	};
}

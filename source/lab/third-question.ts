import {formatLatency} from '../words/latency.ts';

/** What a drill measured. Times are in milliseconds. */
export type DrillSeen = {
	/** What was lost: "14 orders". */
	readonly lost: string;
	/** Whether all of it came back as it was. */
	readonly isEqual: boolean;
	readonly restoreMs: number;
	/** How long after the loss MongoDB had lost it too. Undefined where that was not observed. */
	readonly followedMs: number | undefined;
};

/** The third question of the lesson. */
export const thirdQuestionTitle = 'When is the archive needed?';

/**
 * When the archive is needed, and when not: a sentence each, with what was measured here and nothing else.
 * @param windowDays how far back MongoDB goes
 */
export function thirdQuestion({lost, isEqual, restoreMs, followedMs}: DrillSeen, windowDays: number): readonly [needed: string, not: string] {
	const copy = followedMs === undefined ? 'a copy that follows loses them too' : `MongoDB, a copy that follows, lost them ${formatLatency(followedMs)} later`;
	return [
		`When PostgreSQL loses ${lost}: ${copy}; the archive gave them back in ${formatLatency(restoreMs)}, ${isEqual ? 'equal to the cent' : 'but NOT EQUAL'}.`,
		`Not for the dashboard: MongoDB's ${windowDays} days and Redis's one answer are enough.`,
	];
}

import {formatLatency} from '../words/latency.ts';

/** What a drill measured. Times are in milliseconds. */
export type DrillSeen = {
	/** What was lost, as "14 orders worth 3,920.11". */
	readonly lost: string;
	/** Whether all of it came back as it was. */
	readonly isEqual: boolean;
	readonly restoreMs: number;
	/** How long after the loss MongoDB had lost it too; undefined where that was not seen. */
	readonly followedMs: number | undefined;
};

/** The third question of the lesson. */
export const thirdQuestionTitle = 'When is the archive needed?';

/**
 * When the archive is needed, and when not: a sentence each, with what was measured here and nothing else. None before a drill.
 * @param windowDays how far back MongoDB goes
 */
export function thirdQuestion(drill: DrillSeen | undefined, windowDays: number): readonly [] | readonly [needed: string, not: string] {
	if (!drill) {
		return [];
	}

	const {lost, isEqual, restoreMs, followedMs} = drill;
	const alone =
		followedMs === undefined ? 'No layer behind it could give it back' : `MongoDB, which follows it, had lost them too ${formatLatency(followedMs)} later`;
	return [
		`When PostgreSQL itself loses ${lost}. ${alone}; the archive did in ${formatLatency(restoreMs)}, ${isEqual ? 'equal to the cent' : 'but NOT EQUAL'}.`,
		`Not for the dashboard: Redis and MongoDB answer that, which keep one answer and ${windowDays} days. A copy that follows is no backup.`,
	];
}

/** How fast facts come by the stream, in truth: a computer may not keep up with the rate that is wished. */
export type StreamPace = {
	/** Since when `count` of them came (epoch milliseconds). */
	readonly sinceMs: number;
	readonly count: number;
	/** As last measured; undefined before, and where it is about what is wished. */
	readonly reachedPerSecond: number | undefined;
};

/** So long it is counted at least, in seconds, and so many are expected meanwhile: fewer scatter too much to tell. */
const least = {seconds: 5, expected: 1000};

/** With less than this share of what is wished it is said. Of what moves not all have something to tell each time. */
const keptShare = 0.7;

export function freshPace(nowMs: number): StreamPace {
	return {sinceMs: nowMs, count: 0, reachedPerSecond: undefined};
}

/** The pace once so many more have come. */
export function paceAfter(
	{sinceMs, count, reachedPerSecond}: StreamPace,
	more: number,
	{perSecond, nowMs}: {readonly perSecond: number; readonly nowMs: number},
): StreamPace {
	const seconds = (nowMs - sinceMs) / 1000;
	if (seconds < least.seconds || seconds * perSecond < least.expected) {
		return {sinceMs, count: count + more, reachedPerSecond};
	}

	const reached = (count + more) / seconds;
	return {sinceMs: nowMs, count: 0, reachedPerSecond: reached < keptShare * perSecond ? reached : undefined};
}

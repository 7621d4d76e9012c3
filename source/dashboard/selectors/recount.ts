import {readFigures} from '../../lab/read-counts.ts';
import {countedText} from '../../words/count.ts';
import {formatDuration} from '../../words/duration.ts';
import {shareText} from '../../words/share.ts';
import {clockTime} from './clock-time.ts';
import type {Recount, State} from '../state/state.ts';

/** What the reads before the last change came to: "before: 154 reads, 98.7 % hits, 1 min 2 s old". */
export function beforeText({before}: Recount): string {
	if (!before) {
		return 'nothing was read before';
	}

	const {reads} = before;
	const {hitRate = 0, meanAgeSeconds} = readFigures(before);
	const age = meanAgeSeconds === undefined ? '' : `, ${formatDuration(Math.round(meanAgeSeconds * 10) / 10)} old`;
	return `before: ${countedText(reads, 'read')}, ${shareText(hitRate, 1)} hits${age}`;
}

/** When a TTL that waits for the next fill begins to act and reads to be counted; undefined where nothing waits. */
export function waitsUntilMs({recount, statistics: {sinceMs}, nowMs}: Pick<State, 'recount' | 'statistics' | 'nowMs'>): number | undefined {
	// The clock ticks but once a second: what acts at once is not of the future.
	return recount && sinceMs > Math.max(nowMs, recount.atMs) ? sinceMs : undefined;
}

/** "Counting again since 00:16:15: the TTL changed", or until when the old TTL still runs; undefined in the first run. */
export function recountText(state: Pick<State, 'recount' | 'statistics' | 'timeZone' | 'nowMs'>): string | undefined {
	const {
		recount,
		statistics: {sinceMs},
		timeZone,
	} = state;
	const since = clockTime(sinceMs, timeZone);
	return (
		recount && (waitsUntilMs(state) === undefined ? `Counting again since ${since}: ${recount.why}` : `The old TTL runs until ${since}; counting starts then`)
	);
}

import {formatCount} from '../words/count.ts';
import {formatDuration} from '../words/duration.ts';
import {shareText} from '../words/share.ts';
import {clockTime} from './clock-time.ts';
import type {Recount, State} from './state.ts';

/** What the reads before the last change came to: "before: 154 reads, 98.7 % hits, 1 min 2 s old". */
export function beforeText({before}: Recount): string {
	if (!before) {
		return 'nothing was read before';
	}

	const {reads, outcomes: {hit, error}, ageSumMs} = before;
	const age = reads > error ? `, ${formatDuration(Math.round(ageSumMs / (reads - error) / 100) / 10)} old` : '';
	return `before: ${formatCount(reads)} ${reads === 1 ? 'read' : 'reads'}, ${shareText(hit / reads, 1)} hits${age}`;
}

/** "Counting anew since 00:16:15: the TTL changed"; undefined in the first run. */
export function recountText({recount, statistics: {sinceMs}, timeZone}: Pick<State, 'recount' | 'statistics' | 'timeZone'>): string | undefined {
	return recount && `Counting anew since ${clockTime(sinceMs, timeZone)}: ${recount.why}`;
}

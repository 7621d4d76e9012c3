import {formatCount} from './count.ts';
import {formatDuration} from './duration.ts';

/** How fast work goes on, and how long the rest takes at that. */
export type Pace = {readonly perSecond: number; readonly leftSeconds: number};

/** @param tookMs how long what was done took */
export function paceOf(done: number, total: number, tookMs: number): Pace {
	const perSecond = (done / Math.max(1, tookMs)) * 1000;
	return {perSecond, leftSeconds: Math.max(0, total - done) / perSecond};
}

/** `12,000 a second, 3 min left`. */
export function paceText({perSecond, leftSeconds}: Pace): string {
	return `${formatCount(perSecond)} a second, ${formatDuration(Math.ceil(leftSeconds))} left`;
}

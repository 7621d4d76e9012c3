import {type ArrivalsChoice, readsPerSecond} from '../lab/arrivals-choice.ts';
import type {CachePolicy} from '../lab/cache-policy.ts';
import type {ReadingLoad} from '../lab/reading-load.ts';
import {lesson} from '../command-line/lesson.ts';
import {formatCount, formatFigure} from '../words/count.ts';
import {formatDuration} from '../words/duration.ts';

/** Who reads, and from how many processes: "100 viewers, each polling every 5 s, in one process". */
export function readersText({arrivals, ownProcess}: ReadingLoad): string {
	return `${arrivalsText(arrivals)}, ${ownProcess ? 'each a process of its own' : 'in one process'}`;
}

function arrivalsText(arrivals: ArrivalsChoice): string {
	const {viewers = 1} = arrivals;
	const who = `${formatCount(viewers)} viewer${viewers === 1 ? '' : 's'}`;
	return arrivals.kind === 'poll'
		? `${who}, ${viewers === 1 ? '' : 'each '}polling every ${formatDuration(arrivals.pollSeconds)}`
		: `${who} with ${formatFigure(readsPerSecond(arrivals))} reads a second, ${arrivals.kind === 'poisson' ? 'Poisson' : 'evenly apart'}`;
}

/** Which protections are on: "unprotected", "with a lock in Redis and stale on error". */
export function protectionText(policy: CachePolicy): string {
	const on = [
		policy.singleFlight && 'single-flight',
		policy.lockSeconds > 0 && 'a lock in Redis',
		policy.staleSeconds > 0 && 'stale-while-revalidate',
		policy.xfetchBeta > 0 && `XFetch with β ${policy.xfetchBeta}`,
		policy.jitterFraction > 0 && `jitter of ${Number((policy.jitterFraction * 100).toFixed(2))} %`,
		policy.staleOnErrorSeconds > 0 && 'stale on error',
	].filter(text => text !== false);
	return on.length === 0 ? 'unprotected' : `with ${on.join(' and ')}`;
}

/** Why the readers are not the lesson's one, where nobody asked for others. */
export function whySentences({arrivals}: ReadingLoad, why: string | undefined): string[] {
	return why === undefined ? [] : [`The lesson has 1 viewer who reads every ${formatDuration(lesson.everySeconds)}; here are ${formatCount(arrivals.viewers ?? 1)}, ${why}.`];
}

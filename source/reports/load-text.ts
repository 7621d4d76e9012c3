import {type ArrivalsChoice, readsPerSecond} from '../lab/arrivals-choice.ts';
import type {ReadingLoad} from '../lab/reading-load.ts';
import {lesson} from '../command-line/lesson.ts';
import {countedText, formatCount, formatFigure} from '../words/count.ts';
import {formatDuration} from '../words/duration.ts';

/** Who reads, and from how many processes: "100 viewers, each polling every 5 s, in one process". */
export function readersText({arrivals, ownProcess}: ReadingLoad): string {
	return `${arrivalsText(arrivals)}, ${ownProcess ? 'each a process of its own' : 'in one process'}`;
}

function arrivalsText(arrivals: ArrivalsChoice): string {
	const {viewers = 1} = arrivals;
	const who = countedText(viewers, 'viewer');
	return arrivals.kind === 'poll'
		? `${who}, ${viewers === 1 ? '' : 'each '}polling every ${formatDuration(arrivals.pollSeconds)}`
		: `${who} with ${formatFigure(readsPerSecond(arrivals))} reads a second, ${arrivals.kind === 'poisson' ? 'Poisson' : 'evenly apart'}`;
}

/** Why the readers are not the lesson's one, where nobody asked for others. */
export function whySentences({arrivals}: ReadingLoad, why: string | undefined): string[] {
	return why === undefined
		? []
		: [`The lesson has 1 viewer who reads every ${formatDuration(lesson.everySeconds)}; here are ${formatCount(arrivals.viewers ?? 1)}, ${why}.`];
}

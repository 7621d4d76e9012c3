import {countedText, formatCount} from '../words/count.ts';
import {plainText} from '../words/plain-text.ts';

/** Documents that cannot be counted, by reason: "status 'cancelled'", "placedAt is text". The most frequent reason first. */
export type LeftOut = {readonly reason: string; readonly count: number};

/** How many reasons are named. The rest are summed. */
const named = 4;

/** What was left out, as a sentence without a full stop. Undefined where nothing was. */
export function leftOutText(leftOut: readonly LeftOut[]): string | undefined {
	if (leftOut.length === 0) {
		return undefined;
	}

	const sum = (of: readonly LeftOut[]) => of.reduce((total, {count}) => total + count, 0);
	const all = sum(leftOut);
	const rest = sum(leftOut.slice(named));
	const reasons = leftOut.slice(0, named).map(({reason, count}) => `${plainText(reason)} (${formatCount(count)})`);
	return `${countedText(all, 'document')} left out: ${[...reasons, ...(rest === 0 ? [] : [`other reasons (${formatCount(rest)})`])].join(', ')}`;
}

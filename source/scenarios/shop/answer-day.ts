import {dayOf, dayText, localDay} from '../../words/local-day.ts';
import type {RevenueReport} from './revenue.ts';

/** A day younger than this may well have no order yet. In milliseconds. */
const youngMs = 3_600_000;

/** The day that an answer counts, as it is called at an instant. */
export type AnswerDay = {
	/** The title of its figures: "today", or the date once the day is over ("Wed 25 Nov"). */
	readonly heading: string;
	/** Set when the day is over: the present day ("Thu 26 Nov"), of which the answer knows nothing. */
	readonly now: string | undefined;
	/** Set in the first hour of the day: "today began 18 min ago". */
	readonly began: string | undefined;
};

/** The day of an answer, seen at an instant (epoch milliseconds). */
export function answerDay({day, timeZone, asOfMs}: Pick<RevenueReport, 'day' | 'timeZone' | 'asOfMs'>, nowMs: number): AnswerDay {
	const lookedAtMs = Math.max(nowMs, asOfMs);
	const now = dayOf(lookedAtMs, timeZone);
	if (now !== day) {
		return {heading: dayText(day), now: dayText(now), began: undefined};
	}

	const oldMs = lookedAtMs - localDay(lookedAtMs, timeZone).startMs;
	const minutes = Math.floor(oldMs / 60_000);
	return {heading: 'today', now: undefined, began: oldMs >= youngMs ? undefined : `today began ${minutes === 0 ? 'just now' : `${minutes} min ago`}`};
}

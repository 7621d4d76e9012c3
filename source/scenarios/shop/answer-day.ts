import {dayOf, dayText, localDay} from '../../words/local-day.ts';
import type {RevenueReport} from './revenue.ts';

/** So young, a day may well have no order yet; in milliseconds. */
const youngMs = 3_600_000;

/** The day that an answer counts, as it is looked at from an instant. */
export type AnswerDay = {
	/** What heads its figures: "today", or the day itself once that is over ("Wed 25 Nov"). */
	readonly heading: string;
	/** Set when the day is over: the day it is now ("Thu 26 Nov"), of which the answer holds nothing. */
	readonly now: string | undefined;
	/** Set in the first hour of the day: "today began 18 min ago". */
	readonly began: string | undefined;
};

/** Of which day an answer is, seen at an instant (epoch milliseconds). */
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

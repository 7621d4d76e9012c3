/** Calendar fields of a local time given as milliseconds. */
export type CalendarFields = {
	readonly year: number;
	/** 1 to 12. */
	readonly month: number;
	readonly day: number;
	readonly hour: number;
	readonly minute: number;
	readonly second: number;
	readonly millisecond: number;
	readonly dayOfYear: number;
	/** 1 (Sunday) to 7. */
	readonly dayOfWeek: number;
};

export const dayMs = 86_400_000;

/** The calendar fields of a local time. */
export function calendarFields(localMs: number): CalendarFields {
	const date = new Date(localMs);
	const year = date.getUTCFullYear();
	return {
		year,
		month: date.getUTCMonth() + 1,
		day: date.getUTCDate(),
		hour: date.getUTCHours(),
		minute: date.getUTCMinutes(),
		second: date.getUTCSeconds(),
		millisecond: date.getUTCMilliseconds(),
		dayOfYear: Math.floor((localMs - utcDate(year, 0, 1)) / dayMs) + 1,
		dayOfWeek: date.getUTCDay() + 1,
	};
}

/** `Date.UTC` without its rule for the years 0 to 99; months and days beyond their range carry over. */
export function utcDate(year: number, monthIndex: number, day: number): number {
	return new Date(0).setUTCFullYear(year, monthIndex, day);
}

export const dayMs = 86_400_000;

/** The calendar fields of a local time given as milliseconds; the first month and the first day of the week, Sunday, are 1. */
export function calendarFields(localMs: number) {
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

export type CalendarFields = ReturnType<typeof calendarFields>;

/** `Date.UTC` without its rule for the years 0 to 99; months and days beyond their range carry over. */
export function utcDate(year: number, monthIndex: number, day: number): number {
	return new Date(0).setUTCFullYear(year, monthIndex, day);
}

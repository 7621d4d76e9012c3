import {uassert} from '../mongo-error.ts';
import {bsonType} from '../values/bson-type.ts';
import {displayValue} from '../values/display-value.ts';
import {addMonths, calendarFields, dayMs, utcDate} from './calendar.ts';
import type {TimeZone} from './time-zone.ts';

/** A unit of `$dateTrunc`: months, days of the local calendar, or a stretch of time. */
export type DateUnit = {readonly months?: number; readonly days?: number; readonly ms?: number};

const units: Readonly<Record<string, DateUnit>> = {
	year: {months: 12},
	quarter: {months: 3},
	month: {months: 1},
	week: {days: 7},
	day: {days: 1},
	hour: {ms: 3_600_000},
	minute: {ms: 60_000},
	second: {ms: 1000},
	millisecond: {ms: 1},
};
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** Reads a unit's name. */
export function dateUnit(value: unknown, name: string): DateUnit {
	uassert(typeof value === 'string', 5_439_013, () => `${name} requires 'unit' to be a string, but got ${bsonType(value)}`);
	uassert(Object.hasOwn(units, value), 5_439_014, () => `unknown time unit value: ${displayValue(value)}`);
	return units[value]!;
}

/** Reads a weekday, in full or three letters; 0 is Sunday, the default. Only weeks heed it. */
export function weekday(value: unknown, unit: DateUnit, name: string): number {
	if (value === undefined || unit !== units['week']) {
		return 0;
	}

	uassert(typeof value === 'string', 5_439_015, () => `${name} requires 'startOfWeek' to be a string, but got ${bsonType(value)}`);
	const index = weekdays.findIndex(weekday => [weekday, weekday.slice(0, 3)].includes(value.toLowerCase()));
	uassert(index !== -1, 5_439_016, () => `${name} parameter 'startOfWeek' value cannot be recognized as a day of a week: ${value}`);
	return index;
}

/** Which of the unit's periods, counted from 2000-01-01, a local time is in. */
function ordinal(localMs: number, {months, days, ms}: DateUnit, startOfWeek: number): number {
	if (ms !== undefined) {
		return Math.floor(localMs / ms);
	}

	if (days !== undefined) {
		return Math.floor((localMs - firstDay(days, startOfWeek)) / dayMs / days);
	}

	const {year, month} = calendarFields(localMs);
	return Math.floor(((year - 2000) * 12 + month - 1) / months!);
}

/** The day from which days or weeks are counted: the first of 2000, or its first such weekday. */
function firstDay(days: number, startOfWeek: number): number {
	const start = utcDate(2000, 0, 1);
	return days === 7 ? start + ((startOfWeek - new Date(start).getUTCDay() + 7) % 7) * dayMs : start;
}

/** The start of the period of `binSize` units that holds an instant; periods are counted from 2000-01-01, local time. */
export function truncate(utcMs: number, unit: DateUnit, binSize: number, zone: TimeZone, startOfWeek: number): number {
	const {months, days, ms} = unit;
	if (ms !== undefined) {
		const size = binSize * ms;
		const since = utcMs - zone.toUtc(utcDate(2000, 0, 1));
		return utcMs - (since - Math.floor(since / size) * size);
	}

	const bins = Math.floor(ordinal(zone.toLocal(utcMs), unit, startOfWeek) / binSize) * binSize;
	return zone.toUtc(days === undefined ? addMonths(utcDate(2000, 0, 1), bins * months!) : firstDay(days, startOfWeek) + bins * days * dayMs);
}

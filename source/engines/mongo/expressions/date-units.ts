import {uassert} from '../mongo-error.ts';
import {bsonType} from '../values/bson-type.ts';
import {displayValue} from '../values/display-value.ts';
import {calendarFields, dayMs, utcDate} from './calendar.ts';
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

/** Reads a unit's name. */
export function dateUnit(value: unknown, name: string): DateUnit {
	uassert(typeof value === 'string', 5_439_013, () => `${name} requires 'unit' to be a string, but got ${bsonType(value)}`);
	uassert(Object.hasOwn(units, value), 5_439_014, () => `unknown time unit value: ${displayValue(value)}`);
	return units[value]!;
}

/** The start of the period that holds an instant; weeks begin on Sunday. */
export function truncate(utcMs: number, {months, days, ms}: DateUnit, zone: TimeZone): number {
	if (ms !== undefined) {
		const since = utcMs - zone.toUtc(utcDate(2000, 0, 1));
		return utcMs - (since - Math.floor(since / ms) * ms);
	}

	const localMs = zone.toLocal(utcMs);
	if (days !== undefined) {
		const first = utcDate(2000, 0, days === 7 ? 2 : 1);
		return zone.toUtc(first + Math.floor((localMs - first) / dayMs / days) * days * dayMs);
	}

	const {year, month} = calendarFields(localMs);
	return zone.toUtc(utcDate(year, Math.floor((month - 1) / months!) * months!, 1));
}

import {MongoError, uassert} from '../mongo-error.ts';
import {displayValue} from '../values/display-value.ts';
import {addMonths, calendarFields, dayMs, utcDate} from './calendar.ts';
import type {TimeZone} from './time-zone.ts';

const monthsOf = {year: 12, quarter: 3, month: 1} as const;
const daysOf = {week: 7, day: 1} as const;
const milliseconds = {hour: 3_600_000, minute: 60_000, second: 1000, millisecond: 1} as const;
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** A unit of `$dateAdd`, `$dateDiff` and `$dateTrunc`. */
export type DateUnit = keyof typeof monthsOf | keyof typeof daysOf | keyof typeof milliseconds;

/** Reads a unit's name. */
export function dateUnit(value: unknown): DateUnit {
	if (typeof value === 'string' && (value in monthsOf || value in daysOf || value in milliseconds)) {
		return value as DateUnit;
	}

	throw new MongoError('FailedToParse', `unknown time unit value: ${displayValue(value)}`);
}

/** Reads a weekday, in full or three letters; 0 is Sunday, the default. */
export function weekday(value: unknown): number {
	if (value === undefined) {
		return 0;
	}

	const index = typeof value === 'string' ? weekdays.findIndex(name => name === value.toLowerCase() || name.slice(0, 3) === value.toLowerCase()) : -1;
	uassert(index !== -1, 'FailedToParse', () => `unknown day of week value: ${displayValue(value)}`);
	return index;
}

/** Adds units: calendar units in local time, hours and less in absolute time. */
export function addUnits(utcMs: number, unit: DateUnit, amount: number, zone: TimeZone): number {
	if (unit in milliseconds) {
		return utcMs + amount * milliseconds[unit as keyof typeof milliseconds];
	}

	const local = zone.toLocal(utcMs);
	return zone.toUtc(
		unit in monthsOf ? addMonths(local, amount * monthsOf[unit as keyof typeof monthsOf]) : local + amount * daysOf[unit as keyof typeof daysOf] * dayMs,
	);
}

/** Boundaries of the unit between two instants, in local time. */
export function unitsBetween(startMs: number, endMs: number, unit: DateUnit, zone: TimeZone, startOfWeek: number): number {
	if (unit === 'millisecond') {
		return endMs - startMs;
	}

	return ordinal(zone.toLocal(endMs), unit, startOfWeek) - ordinal(zone.toLocal(startMs), unit, startOfWeek);
}

/** Which of the unit's periods, counted from 2000-01-01, a local time is in. */
function ordinal(localMs: number, unit: DateUnit, startOfWeek: number): number {
	const fields = calendarFields(localMs);
	const months = (fields.year - 2000) * 12 + fields.month - 1;
	switch (unit) {
		case 'year': {
			return fields.year - 2000;
		}

		case 'quarter': {
			return Math.floor(months / 3);
		}

		case 'month': {
			return months;
		}

		case 'week': {
			return Math.floor((localMs - firstWeek(startOfWeek)) / dayMs / 7);
		}

		case 'day': {
			return Math.floor((localMs - utcDate(2000, 0, 1)) / dayMs);
		}

		case 'hour':
		case 'minute':
		case 'second':
		case 'millisecond': {
			return Math.floor(localMs / milliseconds[unit]);
		}
	}
}

/** The first such weekday in 2000, from which weeks are counted. */
function firstWeek(startOfWeek: number): number {
	const start = utcDate(2000, 0, 1);
	return start + ((startOfWeek - new Date(start).getUTCDay() + 7) % 7) * dayMs;
}

/** The start of the period of `binSize` units that holds an instant; periods are counted from 2000-01-01, local time. */
export function truncate(utcMs: number, unit: DateUnit, binSize: number, zone: TimeZone, startOfWeek: number): number {
	if (unit in milliseconds) {
		const size = binSize * milliseconds[unit as keyof typeof milliseconds];
		const since = utcMs - zone.toUtc(utcDate(2000, 0, 1));
		return utcMs - (since - Math.floor(since / size) * size);
	}

	const bins = Math.floor(ordinal(zone.toLocal(utcMs), unit, startOfWeek) / binSize) * binSize;
	if (unit in monthsOf) {
		return zone.toUtc(addMonths(utcDate(2000, 0, 1), bins * monthsOf[unit as keyof typeof monthsOf]));
	}

	const start = unit === 'week' ? firstWeek(startOfWeek) : utcDate(2000, 0, 1);
	return zone.toUtc(start + bins * daysOf[unit as keyof typeof daysOf] * dayMs);
}

import {MongoError, ensureSupported, uassert} from '../mongo-error.ts';
import {calendarFields, type CalendarFields} from './calendar.ts';
import type {TimeZone} from './time-zone.ts';

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

const writers: Readonly<Record<string, (fields: CalendarFields, offsetMs: number) => string>> = {
	Y: ({year}) => pad(year, 4),
	m: ({month}) => pad(month, 2),
	b: ({month}) => months[month - 1]!.slice(0, 3),
	B: ({month}) => months[month - 1]!,
	d: ({day}) => pad(day, 2),
	j: ({dayOfYear}) => pad(dayOfYear, 3),
	H: ({hour}) => pad(hour, 2),
	M: ({minute}) => pad(minute, 2),
	S: ({second}) => pad(second, 2),
	L: ({millisecond}) => pad(millisecond, 3),
	w: ({dayOfWeek}) => String(dayOfWeek),
	u: ({isoDayOfWeek}) => String(isoDayOfWeek),
	U: ({week}) => pad(week, 2),
	V: ({isoWeek}) => pad(isoWeek, 2),
	G: ({isoWeekYear}) => pad(isoWeekYear, 4),
	z: (_, offsetMs) => `${offsetMs < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(offsetMs) / 3_600_000), 2)}${pad(Math.floor(Math.abs(offsetMs) / 60_000) % 60, 2)}`,
	Z: (_, offsetMs) => `${offsetMs < 0 ? '-' : '+'}${Math.floor(Math.abs(offsetMs) / 60_000)}`,
	'%': () => '%',
};

const readers: Readonly<Record<string, {readonly pattern: string; readonly field: string}>> = {
	Y: {pattern: '\\d{4}', field: 'year'},
	m: {pattern: '\\d{1,2}', field: 'month'},
	b: {pattern: '[A-Za-z]{3}', field: 'monthName'},
	B: {pattern: '[A-Za-z]+', field: 'monthName'},
	d: {pattern: '\\d{1,2}', field: 'day'},
	H: {pattern: '\\d{1,2}', field: 'hour'},
	M: {pattern: '\\d{1,2}', field: 'minute'},
	S: {pattern: '\\d{1,2}', field: 'second'},
	L: {pattern: '\\d{1,3}', field: 'millisecond'},
	z: {pattern: 'Z|[+-]\\d{2}:?\\d{2}', field: 'zone'},
};

function pad(value: number, width: number): string {
	return String(value).padStart(width, '0');
}

/** `$dateToString`'s format; without one ISO 8601, with `Z` in UTC only. */
export function formatDate(utcMs: number, zone: TimeZone, format = `%Y-%m-%dT%H:%M:%S.%L${zone.isUtc ? 'Z' : ''}`): string {
	const offsetMs = zone.offsetMs(utcMs);
	const fields = calendarFields(utcMs + offsetMs);
	uassert(
		fields.year >= 0 && fields.year <= 9999,
		18_537,
		`Could not convert date to string: date component was outside the supported range of 0-9999: ${fields.year}`,
	);
	return format.replaceAll(/%([^]?)/g, (_, letter: string) => {
		const write = Object.hasOwn(writers, letter) ? writers[letter] : undefined;
		if (!write) {
			throw new MongoError(
				letter === '' ? 18_535 : 18_536,
				letter === '' ? "Unmatched '%' at end of format string" : `Invalid format character '%${letter}' in format string`,
			);
		}

		return write(fields, offsetMs);
	});
}

/** What a text holds at the letters of `$dateFromString`'s format; null when it does not fit. */
export function readDate(text: string, format: string): Readonly<Record<string, string>> | null {
	const fields: string[] = [];
	const pattern = format.replaceAll(/%(.)|[^]/g, (sign, letter: string | undefined) => {
		if (letter === undefined || letter === '%') {
			return (letter ?? sign).replace(/[\^$\\.*+?()[\]{}|/-]/, String.raw`\$&`);
		}

		const reader = Object.hasOwn(readers, letter) ? readers[letter] : undefined;
		ensureSupported(reader, `'%${letter}' in $dateFromString`);
		fields.push(reader.field);
		return `(${reader.pattern})`;
	});
	const match = new RegExp(`^${pattern}$`).exec(text);
	return match && Object.fromEntries(fields.map((field, index) => [field, match[index + 1]!]));
}

/** A month by its English name or first three letters, 1 to 12; null when there is none. */
export function monthNamed(name: string): number | null {
	const index = months.findIndex(month => month.toLowerCase() === name.toLowerCase() || month.slice(0, 3).toLowerCase() === name.toLowerCase());
	return index === -1 ? null : index + 1;
}

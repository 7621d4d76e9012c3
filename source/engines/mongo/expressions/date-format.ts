import {ensureSupported, uassert} from '../mongo-error.ts';
import {calendarFields, type CalendarFields} from './calendar.ts';
import type {TimeZone} from './time-zone.ts';

const writers: Readonly<Record<string, (fields: CalendarFields, offsetMs: number) => string>> = {
	Y: ({year}) => pad(year, 4),
	m: ({month}) => pad(month, 2),
	d: ({day}) => pad(day, 2),
	j: ({dayOfYear}) => pad(dayOfYear, 3),
	H: ({hour}) => pad(hour, 2),
	M: ({minute}) => pad(minute, 2),
	S: ({second}) => pad(second, 2),
	L: ({millisecond}) => pad(millisecond, 3),
	w: ({dayOfWeek}) => String(dayOfWeek),
	z: (_, offsetMs) => `${offsetMs < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(offsetMs) / 3_600_000), 2)}${pad(Math.floor(Math.abs(offsetMs) / 60_000) % 60, 2)}`,
	Z: (_, offsetMs) => `${Math.trunc(offsetMs / 60_000)}`,
	'%': () => '%',
};

function pad(value: number, width: number): string {
	return String(value).padStart(width, '0');
}

/** `$dateToString`'s format; without one ISO 8601, with `Z` in UTC only. */
export function formatDate(utcMs: number, zone: TimeZone, format = `%Y-%m-%dT%H:%M:%S.%L${zone.isUtc ? 'Z' : ''}`): string {
	const offsetMs = zone.offsetMs(utcMs);
	const fields = calendarFields(utcMs + offsetMs);
	const why = 'Could not convert date to string: date component was outside the supported range of 0-9999';
	uassert(fields.year >= 0 && fields.year <= 9999, 18_537, () => `${why}: ${fields.year}`);
	return format.replaceAll(/%([^]?)/g, (_, letter: string) => {
		const write = Object.hasOwn(writers, letter) ? writers[letter] : undefined;
		ensureSupported(!['b', 'B', 'u', 'U', 'V', 'G'].includes(letter), `'%${letter}' in $dateToString`);
		uassert(letter !== '', 18_535, "Unmatched '%' at end of format string");
		uassert(write, 18_536, `Invalid format character '%${letter}' in format string`);
		return write(fields, offsetMs);
	});
}

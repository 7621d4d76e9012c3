import {MongoError, ensureSupported} from '../mongo-error.ts';
import {utcDate} from './calendar.ts';
import {monthNamed, readDate} from './date-format.ts';
import {createZoneLookup, utc, type TimeZone} from './time-zone.ts';

const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)? ?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Reads a date text as `$dateFromString` and `$toDate` do: ISO 8601, or the given format.
 * MongoDB guesses many other forms; those are refused here, not guessed.
 *
 * @throws MongoError `ConversionFailure` when the text is no date.
 */
export function parseDate(text: string, zone: TimeZone | undefined, format?: string): Date {
	const parts = format === undefined ? isoParts(text) : readDate(text, format);
	if (!parts) {
		throw failure(text);
	}

	if (parts['zone'] && zone) {
		throw new MongoError(
			'ConversionFailure',
			`you cannot pass in a date/time string with time zone information ('${parts['zone']}') together with a timezone argument`,
		);
	}

	const month = parts['monthName'] ? monthNamed(parts['monthName']) : Number(parts['month'] ?? Number.NaN);
	const [year, day, hour, minute, second] = [
		parts['year'] ?? 'NaN',
		parts['day'] ?? 'NaN',
		parts['hour'] ?? '0',
		parts['minute'] ?? '0',
		parts['second'] ?? '0',
	].map(Number) as [number, number, number, number, number];
	const date = utcDate(year, (month ?? Number.NaN) - 1, day);
	const valid = new Date(date).getUTCDate() === day && month !== null && month >= 1 && month <= 12 && hour < 24 && minute < 60 && second < 60;
	if (!valid) {
		throw failure(text);
	}

	const local = date + hour * 3_600_000 + minute * 60_000 + second * 1000 + Number((parts['millisecond'] ?? '').padEnd(3, '0').slice(0, 3));
	const offset = parts['zone'] ? createZoneLookup()(parts['zone']) : (zone ?? utc);
	return new Date(offset.toUtc(local));
}

function isoParts(text: string): Readonly<Record<string, string>> | null {
	const match = iso.exec(text.trim());
	if (match) {
		const names = ['', 'year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond', 'zone'];
		return Object.fromEntries(
			[...match.entries()].filter(([index, value]) => index > 0 && value !== undefined).map(([index, value]) => [names[index]!, value]),
		);
	}

	ensureSupported(!/\d/.test(text), `Reading '${text.slice(0, 40)}' as a date (only ISO 8601 is)`);
	return null;
}

function failure(text: string): MongoError {
	return new MongoError('ConversionFailure', `Error parsing date string '${text}'`);
}

import {Problem} from '../words/problem.ts';
import {formatDuration, parseDuration} from '../words/duration.ts';
import {listed} from '../words/listed.ts';

/** The shortest TTL that can be asked for, in seconds. */
export const shortestTtlSeconds = 0.1;

/** The longest TTL that can be asked for: a week, in seconds. */
export const longestTtlSeconds = 604_800;

// Each reader takes a value as typed (undefined: `otherwise` holds), and throws a Problem that names the flag and the range.

/** A count, with or without commas between its thousands. */
export function readWhole(name: string, text: string | undefined, otherwise: number, least: number, most: number): number {
	if (text === undefined) {
		return otherwise;
	}

	const number = Number(text.replaceAll(',', ''));
	if (!/^(?:\d+|\d{1,3}(?:,\d{3})+)$/.test(text) || number < least || number > most) {
		throw refusal(name, `a whole number from ${counted(least)} to ${counted(most)}`, text);
	}

	return number;
}

/** A plain decimal number. */
export function readNumber(name: string, text: string | undefined, otherwise: number, least: number, most: number): number {
	if (text === undefined) {
		return otherwise;
	}

	const number = readDecimal(text);
	if (number === undefined || number < least || number > most) {
		throw refusal(name, `a number from ${least} to ${counted(most)}`, text, commaHint(text));
	}

	return number;
}

/** A duration, in seconds; 0 only where it is the least. */
export function readDuration(name: string, text: string | undefined, otherwise: number, least: number, most: number, examples: string): number {
	if (text === undefined) {
		return otherwise;
	}

	const isNothing = least === 0 && /^0+(?:\.0+)?(?: ?[a-z]+)?$/.test(text);
	const seconds = isNothing ? 0 : parseDuration(text);
	if (seconds === undefined || seconds < least || seconds > most) {
		throw refusal(name, `a time from ${formatDuration(least)} to ${formatDuration(most)}, such as ${examples},`, text, commaHint(text));
	}

	return seconds;
}

/** Durations with commas between, in seconds, each once, in the order typed. */
export function readDurations(name: string, text: string | undefined, otherwise: readonly number[], most: number, readOne: (text: string) => number): readonly number[] {
	if (text === undefined) {
		return otherwise;
	}

	const parts = text.split(',').map(part => part.trim());
	if (parts.length > most) {
		throw new Problem(`${name} takes at most ${most} times, not ${parts.length}`, 2);
	}

	const times = parts.map(readOne);
	const second = times.findIndex((seconds, i) => times.indexOf(seconds) < i);
	if (second !== -1) {
		throw new Problem(`${name} has ${formatDuration(times[second]!)} more than once: give each time once`, 2);
	}

	return times;
}

/** Reads in a time: `50/m`, `5/s`, `3/h`, as it is written here, `50 a minute`, or a bare number a second. In reads a second, from one an hour to 10,000 a second. */
export function readRate(name: string, text: string): number {
	const [, digits = '', unit = 's'] = /^([\d.]*)(?:(?: ?\/ ?| an? )(s|second|m|min|minute|h|hour))?$/.exec(text) ?? [];
	const rate = (readDecimal(digits) ?? Number.NaN) / ({s: 1, m: 60, h: 3600}[unit.charAt(0)] ?? 1);
	if (!(rate >= 1 / 3600 && rate <= 10_000)) {
		throw refusal(name, 'a rate from 1 an hour to 10,000 a second, such as 50/m, 5/s, or 0.2 for reads a second,', text, commaHint(text));
	}

	return rate;
}

/** A share, `10%` or `0.1`, above 0 and at most 1. */
export function readShare(name: string, text: string | undefined, otherwise: number): number {
	if (text === undefined) {
		return otherwise;
	}

	const share = text.endsWith('%') ? (readDecimal(text.slice(0, -1)) ?? 0) / 100 : readDecimal(text) ?? 0;
	if (share <= 0 || share > 1) {
		throw refusal(name, 'a share above 0 and at most 100 %, such as 10% or 0.1,', text, commaHint(text));
	}

	return share;
}

/** A time of day after midnight, `9:30` or `12:00`, in seconds since midnight. */
export function readTimeOfDay(name: string, text: string | undefined, otherwise: number): number {
	if (text === undefined) {
		return otherwise;
	}

	const [, hours, minutes] = /^(\d{1,2}):(\d\d)$/.exec(text) ?? [];
	const seconds = Number(hours) * 3600 + Number(minutes) * 60;
	if (!(seconds > 0 && seconds < 86_400 && Number(minutes) < 60)) {
		throw refusal(name, 'a time of day from 00:01 to 23:59, such as 12:00,', text);
	}

	return seconds;
}

/** One of the known names. */
export function readName<Name extends string>(name: string, text: string, known: readonly Name[]): Name {
	const found = known.find(one => one === text);
	if (found === undefined) {
		throw refusal(name, listed(known, 'or'), text);
	}

	return found;
}

/** The refusal of a value: what is wanted, and what was typed. */
export function refusal(name: string, wanted: string, text: string, hint = ''): Problem {
	return new Problem(`${name} wants ${wanted}${wanted.endsWith(',') ? '' : ','} not ${quoted(text)}${hint}`, 2);
}

/** An empty variable is no variable. */
export function filled(value: string | undefined): string | undefined {
	return value === '' ? undefined : value;
}

/** Whether a text is a URL, and so may carry a password. */
export function isUrl(text: string): boolean {
	return text.includes('://');
}

/** What was typed, unless it may carry a password. */
function quoted(text: string): string {
	return isUrl(text) ? 'a URL' : `"${text}"`;
}

/** Where a decimal comma was typed. */
export function commaHint(text: string): string {
	return /^\d+,\d+(?:\D|$)/.test(text) ? ': write a decimal point, as in 1.5' : '';
}

function readDecimal(text: string): number | undefined {
	return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
}

function counted(number: number): string {
	return number.toLocaleString('en-US');
}

import {formatCount} from '../words/count.ts';
import {formatDuration, parseDuration} from '../words/duration.ts';
import {listed} from '../words/listed.ts';
import {Problem} from '../words/problem.ts';

/** Takes a value as typed, for a flag or at a prompt. */
export type Reader<T> = {
	/** What it takes, for a question: "100 ms to 7 days". It is put in words when it is asked for, not for every flag at the start. */
	readonly range: string;
	/**
	 * @param name what a refusal calls it: the flag, or what the prompt asks for
	 * @throws Problem (exit code 2) that says what is wanted
	 */
	readonly read: (name: string, text: string) => T;
};

/** What stands for thousands and millions behind a count. */
const multiples = {'': 1, k: 1000, m: 1_000_000} as const;

/** A count, with or without commas between its thousands: `1,000`; or of thousands and millions: `500k`, `10M`, `1.5M`. */
export function whole(least: number, most: number): Reader<number> {
	const range = () => `${counted(least)} to ${counted(most)}`;
	return {
		get range() {
			return range();
		},
		read(name, text) {
			const [, digits = '', multiple = ''] = /^(\d+|\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?(?=[km]))([km]?)$/i.exec(text) ?? [];
			// 2.3 times a million is no whole number to a computer, but next to one.
			const number = Number((Number(digits.replaceAll(',', '')) * multiples[multiple.toLowerCase() as keyof typeof multiples]).toFixed(6));
			if (digits === '' || !Number.isInteger(number) || number < least || number > most) {
				throw refusal(name, `a whole number from ${range()}`, text);
			}

			return number;
		},
	};
}

/** A port of this machine. */
export const port: Reader<number> = {
	range: '1 to 65535',
	read(name, text) {
		const number = /^\d{1,5}$/.test(text) ? Number(text) : 0;
		if (number < 1 || number > 65_535) {
			throw refusal(name, `a port from ${port.range}`, text);
		}

		return number;
	},
};

/** A plain decimal number. */
export function decimal(least: number, most: number): Reader<number> {
	const range = () => `${counted(least)} to ${counted(most)}`;
	return {
		get range() {
			return range();
		},
		read(name, text) {
			const number = readDecimal(text);
			if (number === undefined || number < least || number > most) {
				throw refusal(name, `a number from ${range()}`, text, commaHint(text));
			}

			return number;
		},
	};
}

/** A calendar day, `2026-01-31`. */
export const day: Reader<string> = {
	range: 'a day such as 2026-01-31',
	read(name, text) {
		const isDay = /^\d{4}-\d\d-\d\d$/.test(text) && Number.isFinite(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
		if (!isDay) {
			throw refusal(name, day.range, text);
		}

		return text;
	},
};

/** A time, in seconds; 0 only where it is the least. */
export function time(least: number, most: number, examples: string): Reader<number> {
	const range = () => `${formatDuration(least)} to ${formatDuration(most)}`;
	return {
		get range() {
			return range();
		},
		read(name, text) {
			const seconds = least === 0 && isNoTime(text) ? 0 : parseDuration(text);
			if (seconds === undefined || seconds < least || seconds > most) {
				throw refusal(name, `a time from ${range()}, such as ${examples},`, text, commaHint(text));
			}

			return seconds;
		},
	};
}

/** 0 of any unit. */
function isNoTime(text: string): boolean {
	return /^0+(?:\.0+)?(?: ?[a-z]+)?$/.test(text) && parseDuration(text.replace(/^[0.]+/, '1')) !== undefined;
}

/** A share in percent, with or without the sign; the value is of 1. */
export function percent(least: number, most: number): Reader<number> {
	const range = `${least} to ${most}`;
	return {
		range,
		read(name, text) {
			const number = readDecimal(text.replace(/ ?%$/, ''));
			if (number === undefined || number < least || number > most) {
				throw refusal(name, `a share from ${range} %`, text, commaHint(text));
			}

			return number / 100;
		},
	};
}

/** A share, `10%` or `0.1`, above 0 and at most 1. */
export const share: Reader<number> = {
	range: 'above 0 and at most 100 %',
	read(name, text) {
		const number = text.endsWith('%') ? (readDecimal(text.slice(0, -1)) ?? 0) / 100 : (readDecimal(text) ?? 0);
		if (number <= 0 || number > 1) {
			throw refusal(name, 'a share above 0 and at most 100 %, such as 10% or 0.1,', text, commaHint(text));
		}

		return number;
	},
};

/** Reads in a time: `50/m`, `5/s`, `3/h`, as it is written here, `50 a minute`, or a bare number a second. In reads a second. */
export const rate: Reader<number> = {
	range: '1 an hour to 10,000 a second',
	read(name, text) {
		const [, digits = '', unit = 's'] = /^([\d.]*)(?:(?: ?\/ ?| an? )(s|second|m|min|minute|h|hour))?$/.exec(text) ?? [];
		const perSecond = (readDecimal(digits) ?? Number.NaN) / ({s: 1, m: 60, h: 3600}[unit.charAt(0)] ?? 1);
		if (!(perSecond >= 1 / 3600 && perSecond <= 10_000)) {
			throw refusal(name, 'a rate from 1 an hour to 10,000 a second, such as 50/m, 5/s, or 0.2 for reads a second,', text, commaHint(text));
		}

		return perSecond;
	},
};

/** A time of day after midnight, `9:30` or `12:00`, in seconds since midnight. */
export const timeOfDay: Reader<number> = {
	range: '00:01 to 23:59',
	read(name, text) {
		const [, hours, minutes] = /^(\d{1,2}):(\d\d)$/.exec(text) ?? [];
		const seconds = Number(hours) * 3600 + Number(minutes) * 60;
		if (!(seconds > 0 && seconds < 86_400 && Number(minutes) < 60)) {
			throw refusal(name, 'a time of day from 00:01 to 23:59, such as 12:00,', text);
		}

		return seconds;
	},
};

/** A month of a year, `2024-03`. */
export const month: Reader<string> = {
	range: '0001-01 to 9999-12',
	read(name, text) {
		if (!/^\d{4}-(?:0[1-9]|1[0-2])$/.test(text)) {
			throw refusal(name, 'a month of a year, such as 2024-03,', text);
		}

		return text;
	},
};

/** One of the known names. */
export function oneOf<const Name extends string>(known: readonly Name[]): Reader<Name> {
	const range = listed(known, 'or');
	return {
		range,
		read(name, text) {
			const found = known.find(one => one === text);
			if (found === undefined) {
				throw refusal(name, range, text);
			}

			return found;
		},
	};
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
	return Number.isInteger(number) ? formatCount(number) : String(number);
}

import {CommandError} from '../redis-error.ts';

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const infinity = /^([+-]?)inf(?:inity)?$/i;
const hexadecimal = /^([+-]?)(0x[\da-f]+)$/i;

/** A number as C's strtod reads one, but for hexadecimal fractions; undefined when it is none. */
export function parseDouble(text: string): number | undefined {
	const [, sign, digits] = hexadecimal.exec(text) ?? infinity.exec(text) ?? [];
	if (sign === undefined) {
		return decimal.test(text) ? Number(text) : undefined;
	}

	const value = digits === undefined ? Number.POSITIVE_INFINITY : Number(digits);
	return sign === '-' ? -value : value;
}

/** Like {@link parseDouble}, but throws Redis's error, also for what is too large or too small for a number. */
export function requireDouble(text: string, message = 'ERR value is not a valid float'): number {
	const value = parseDouble(text);
	const isTooLarge = value !== undefined && !Number.isFinite(value) && !infinity.test(text);
	const isTooSmall = value === 0 && /^[^ex]*[1-9]/i.test(text);
	if (value === undefined || isTooLarge || isTooSmall) {
		throw new CommandError(message);
	}

	return value;
}

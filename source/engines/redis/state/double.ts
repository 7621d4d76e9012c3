import {CommandError} from '../redis-error.ts';

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const infinity = /^([+-]?)inf(?:inity)?$/i;
const hexadecimal = /^([+-]?)(0x[\da-f]+)$/i;

/** A number as C's strtod reads one, but for hexadecimal fractions; undefined when it is none, or past what a number can hold. */
export function parseDouble(text: string): number | undefined {
	const [, sign, digits] = hexadecimal.exec(text) ?? infinity.exec(text) ?? [];
	if (sign !== undefined) {
		const value = digits === undefined ? Number.POSITIVE_INFINITY : Number(digits);
		return sign === '-' ? -value : value;
	}

	const value = decimal.test(text) ? Number(text) : Number.NaN;
	return Number.isFinite(value) && (value !== 0 || !/[1-9]/.test(text.split(/e/i, 1)[0]!)) ? value : undefined;
}

/** Like {@link parseDouble}, but throws Redis's error. */
export function requireDouble(text: string, message = 'ERR value is not a valid float'): number {
	const value = parseDouble(text);
	if (value === undefined) {
		throw new CommandError(message);
	}

	return value;
}

import {CommandError} from '../redis-error.ts';

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const infinity = /^([+-]?)inf(?:inity)?$/i;
const hexadecimal = /^([+-]?)0x(?=\.?[\da-f])([\da-f]{0,300})\.?([\da-f]{0,300})(?:p([+-]?\d+))?$/i;

/** A number as C's strtod reads one; undefined when it is none. */
export function parseDouble(text: string): number | undefined {
	const [, sign, digits, fraction = '', power = 0] = hexadecimal.exec(text) ?? infinity.exec(text) ?? [];
	if (sign === undefined) {
		return decimal.test(text) ? Number(text) : undefined;
	}

	const value = digits === undefined ? Number.POSITIVE_INFINITY : fromHex(BigInt(`0x0${digits}${fraction}`), Number(power) - 4 * fraction.length);
	return sign === '-' ? -value : value;
}

/** `whole × 2^power`, rounded once. */
function fromHex(whole: bigint, power: number): number {
	const size = whole.toString(16).length * 4 + power;
	if (whole === 0n || size < -1100 || size > 1100) {
		return whole === 0n || size < 0 ? 0 : Number.POSITIVE_INFINITY;
	}

	// 2^-n is 5^n × 10^-n, which JavaScript reads exactly.
	return power < 0 ? Number(`${whole * 5n ** BigInt(-power)}e${power}`) : Number(whole << BigInt(power));
}

/** Like {@link parseDouble}, but throws Redis's error, also for what is too large or too small for a number. */
export function requireDouble(text: string, message = 'ERR value is not a valid float'): number {
	const value = parseDouble(text);
	const isTooLarge = value !== undefined && !Number.isFinite(value) && !infinity.test(text);
	const isTooSmall = value === 0 && /^(?:[^ex]*[1-9]|.?0x[^p]*[1-9a-f])/i.test(text);
	if (value === undefined || isTooLarge || isTooSmall) {
		throw new CommandError(message);
	}

	return value;
}

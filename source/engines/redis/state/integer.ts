import {CommandError} from '../redis-error.ts';

const decimal = /^(?:0|-?[1-9]\d*)$/;
/** The least 64-bit integer. */
export const least = -(2n ** 63n);
const greatest = 2n ** 63n - 1n;

/**
 * A 64-bit integer exactly as Redis reads one (no plus sign, no leading zero, no blank); undefined when it is none.
 * A number whenever that is exact, else a bigint.
 */
export function parseInteger(text: string): number | bigint | undefined {
	if (text.length === 0 || text.length > 20 || !decimal.test(text)) {
		return undefined;
	}

	const value = Number(text);
	if (Number.isSafeInteger(value)) {
		return value;
	}

	const exact = BigInt(text);
	return exact < least || exact > greatest ? undefined : exact;
}

/** Like {@link parseInteger}, but throws Redis's error. */
export function requireInteger(text: string, message = 'ERR value is not an integer or out of range'): number | bigint {
	const value = parseInteger(text);
	if (value === undefined) {
		throw new CommandError(message);
	}

	return value;
}

/** `a + b` in 64 bits. @throws CommandError when it overflows */
export function addIntegers(a: number | bigint, b: number | bigint): number | bigint {
	if (typeof a === 'number' && typeof b === 'number') {
		const sum = a + b;
		if (Number.isSafeInteger(sum)) {
			return sum;
		}
	}

	const exact = BigInt(a) + BigInt(b);
	if (exact < least || exact > greatest) {
		throw new CommandError('ERR increment or decrement would overflow');
	}

	return exact;
}

/** The integer of an argument as a number: what is far out of range stays so. */
export const requireNumber = (text: string, message?: string): number => Number(requireInteger(text, message));

/** A count that must not be negative. */
export function requireCount(text: string): number {
	const count = Number(parseInteger(text) ?? -1);
	if (count < 0) {
		throw new CommandError('ERR value is out of range, must be positive');
	}

	return count;
}

/** Places from `start` to `stop`, negative ones from the end, as a part of a list of this length: from, to before. */
export const placesOf = (start: number, stop: number, length: number): readonly [from: number, to: number] => [
	Math.max(0, start < 0 ? length + start : start),
	Math.min(length, (stop < 0 ? length + stop : stop) + 1),
];

import {uassert} from '../mongo-error.ts';
import {bsonType} from '../values/bson-type.ts';
import {safeInteger} from '../values/numbers.ts';

/** An argument that must be an array. */
export function arrayOf(value: unknown, name: string, code: number): readonly unknown[] {
	uassert(Array.isArray(value), code, () => `${name} requires an array as its argument, found: ${bsonType(value)}`);
	return value;
}

/** An argument that must be a whole number of 32 bits; one past them has the next code. */
export function wholeArgument(value: unknown, name: string, code: number): number {
	const number = safeInteger(value);
	uassert(
		number !== null && (number | 0) === number,
		number === null ? code : code + 1,
		() => `${name} requires 32-bit integers as its arguments, found: ${bsonType(value)}`,
	);
	return number;
}

import {Decimal128, Double, Long} from 'bson';
import {notSupported} from '../mongo-error.ts';
import {isInt32} from './bson-type.ts';

/** A BSON number: int32 and fractional doubles as JavaScript numbers, whole doubles as `Double`, int64 as `Long`. */
export type BsonNumber = number | Double | Long | Decimal128;

const int64Max = 2n ** 63n - 1n;
const int64Min = -(2n ** 63n);

export function isNumeric(value: unknown): value is BsonNumber {
	return typeof value === 'number' || value instanceof Double || value instanceof Long || value instanceof Decimal128;
}

/** A double of BSON: a whole one is wrapped so that it does not turn into an int32. */
export function double(value: number): number | Double {
	return isInt32(value) ? new Double(value) : value;
}

/** A whole number in the smallest type that MongoDB would give: int32, int64, and a double beyond. */
export function integer(value: number | bigint, isLong = false): BsonNumber {
	const number = Number(value);
	if (!isLong && isInt32(number)) {
		return number;
	}

	const big = BigInt(value);
	return big > int64Max || big < int64Min ? double(number) : Long.fromBigInt(big);
}

/** The nearest double. @throws MongoError `NotImplemented` for a Decimal128: it is kept and shown, and not reckoned or compared with. */
export function toDouble(value: BsonNumber): number {
	if (typeof value === 'number') {
		return value;
	}

	if (value instanceof Decimal128) {
		throw notSupported('This operation on a Decimal128');
	}

	return value instanceof Double ? value.value : value.toNumber();
}

/** An int32 or int64 as a bigint; null for the other types. */
export function wholeOf(value: BsonNumber): bigint | null {
	if (typeof value === 'number') {
		return isInt32(value) ? BigInt(value) : null;
	}

	return value instanceof Long ? value.toBigInt() : null;
}

/** A number of any type as a safe JavaScript integer; null when it is none. */
export function safeInteger(value: unknown): number | null {
	const number = isNumeric(value) ? toDouble(value) : Number.NaN;
	return Number.isSafeInteger(number) ? number : null;
}

/** A whole number of any type within 64 bits, beyond 2^53 to the nearest double; null for anything else. */
export function wholeCount(value: unknown): number | null {
	const number = isNumeric(value) ? toDouble(value) : Number.NaN;
	return Number.isInteger(number) && Math.abs(number) <= 2 ** 63 ? number : null;
}

/** MongoDB's order of numbers across types, exact, as JavaScript compares a bigint with a double; NaN is the least and equals itself. */
export function compareNumbers(a: BsonNumber, b: BsonNumber): number {
	const left = plain(a);
	const right = plain(b);
	return left < right ? -1 : left > right ? 1 : Number(Number.isNaN(right)) - Number(Number.isNaN(left));
}

function plain(value: BsonNumber): number | bigint {
	return value instanceof Long ? value.toBigInt() : toDouble(value);
}

/** `a + b`, `a - b` or `a * b` in the widest type of the two; int32 overflows to int64 and int64 to double, as in MongoDB. */
export function arithmetic(operator: '+' | '-' | '*', a: BsonNumber, b: BsonNumber): BsonNumber {
	if (typeof a === 'number' && typeof b === 'number') {
		const result = operator === '+' ? a + b : operator === '-' ? a - b : a * b;
		const whole = isInt32(a) && isInt32(b);
		if (!whole) {
			return double(result);
		}

		if (isInt32(result)) {
			return result;
		}

		// -0 comes of 0 × -1, and the product of two int32 may pass 2^53.
		return result === 0 ? 0 : integer(Number.isSafeInteger(result) ? result : BigInt(a) * BigInt(b));
	}

	const x = wholeOf(a);
	const y = wholeOf(b);
	const whole = x === null || y === null ? null : operator === '+' ? x + y : operator === '-' ? x - y : x * y;
	if (whole !== null && whole >= int64Min && whole <= int64Max) {
		return integer(whole, true);
	}

	const left = toDouble(a);
	const right = toDouble(b);
	return double(operator === '+' ? left + right : operator === '-' ? left - right : left * right);
}

/** What a division leaves, with the sign of the dividend, in the wider type of the two. */
export function remainder(a: BsonNumber, b: BsonNumber): BsonNumber {
	const [x, y] = [wholeOf(a), wholeOf(b)];
	return x !== null && y !== null ? integer(x % y, a instanceof Long || b instanceof Long) : double(toDouble(a) % toDouble(b));
}

/** MongoDB's truth of a value in conditions: missing, null, false and zero are false; all else is true, NaN too. */
export function truthy(value: unknown): boolean {
	if (value === undefined || value === null || value === false) {
		return false;
	}

	return !isNumeric(value) || toDouble(value) !== 0;
}

import {Decimal128, Double, Long} from 'bson';
import {MongoError} from '../mongo-error.ts';
import {isInt32} from './bson-type.ts';
import {compareExact, exactDecimal, exactOf} from './decimal.ts';

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

/** The nearest double. A Decimal128 is refused: its use as a double would lose digits unseen. */
export function toDouble(value: BsonNumber): number {
	if (typeof value === 'number') {
		return value;
	}

	if (value instanceof Decimal128) {
		throw new MongoError('NotImplemented', 'This operation on a Decimal128 is not supported by the embedded engine');
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
	if (!isNumeric(value)) {
		return null;
	}

	const number = value instanceof Decimal128 ? Number(value.toString()) : toDouble(value);
	return Number.isSafeInteger(number) ? number : null;
}

/** MongoDB's order of numbers across types, exact; NaN is the least and equals itself. */
export function compareNumbers(a: BsonNumber, b: BsonNumber): number {
	if (typeof a === 'number' && typeof b === 'number') {
		return compareDoubles(a, b);
	}

	const left = plain(a);
	const right = plain(b);
	if (typeof left === 'number' && typeof right === 'number') {
		return compareDoubles(left, right);
	}

	// Infinities and NaN of either type order as doubles do; what is left is exact arithmetic.
	const x = special(left);
	const y = special(right);
	if (x !== null || y !== null) {
		return compareDoubles(x ?? 0, y ?? 0);
	}

	return compareExact(exact(left), exact(right));
}

function compareDoubles(a: number, b: number): number {
	if (a < b) {
		return -1;
	}

	if (a > b) {
		return 1;
	}

	return a === b ? 0 : Number(Number.isNaN(b)) - Number(Number.isNaN(a));
}

function plain(value: BsonNumber): number | bigint | Decimal128 {
	if (value instanceof Double) {
		return value.value;
	}

	return value instanceof Long ? value.toBigInt() : value;
}

function special(value: number | bigint | Decimal128): number | null {
	if (typeof value === 'bigint') {
		return null;
	}

	if (typeof value === 'number') {
		return Number.isFinite(value) ? null : value;
	}

	return exactDecimal(value) ? null : Number(value.toString());
}

function exact(value: number | bigint | Decimal128) {
	return value instanceof Decimal128 ? exactDecimal(value)! : exactOf(value);
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
	if (x !== null && y !== null) {
		return integer(operator === '+' ? x + y : operator === '-' ? x - y : x * y, true);
	}

	const left = toDouble(a);
	const right = toDouble(b);
	return double(operator === '+' ? left + right : operator === '-' ? left - right : left * right);
}

/** MongoDB's truth of a value in conditions: missing, null, false and zero are false; all else is true, NaN too. */
export function truthy(value: unknown): boolean {
	if (value === undefined || value === null || value === false) {
		return false;
	}

	return !isNumeric(value) || (value instanceof Decimal128 ? Number(value.toString()) : toDouble(value)) !== 0;
}

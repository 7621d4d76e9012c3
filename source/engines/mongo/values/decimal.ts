import {Decimal128, Double, Long} from 'bson';
import {MongoError} from '../mongo-error.ts';

/** A finite decimal: `coefficient × 10^exponent`. */
export type ExactDecimal = {readonly coefficient: bigint; readonly exponent: number};

const digitsMax = 34;
const form = /^(-?)(\d+)(?:\.(\d+))?(?:E([+-]?\d+))?$/i;

/** Reads a Decimal128 exactly; null for NaN and the infinities. */
export function exactDecimal(value: Decimal128): ExactDecimal | null {
	const match = form.exec(value.toString());
	if (!match) {
		return null;
	}

	const [, sign, whole, fraction = '', exponent = '0'] = match;
	return {coefficient: BigInt(`${sign}${whole}${fraction}`), exponent: Number(exponent) - fraction.length};
}

/** A finite double, or an int64, exactly. */
export function exactOf(value: number | bigint): ExactDecimal {
	if (typeof value === 'bigint') {
		return {coefficient: value, exponent: 0};
	}

	// A double is m × 2^e; with e negative that is m × 5^-e × 10^e.
	let exponent = 0;
	let mantissa = value;
	while (!Number.isInteger(mantissa)) {
		mantissa *= 2;
		exponent--;
	}

	return {coefficient: BigInt(mantissa) * 5n ** BigInt(-exponent), exponent};
}

/** Sign of `a - b`. */
export function compareExact(a: ExactDecimal, b: ExactDecimal): number {
	const least = Math.min(a.exponent, b.exponent);
	const left = a.coefficient * 10n ** BigInt(a.exponent - least);
	const right = b.coefficient * 10n ** BigInt(b.exponent - least);
	return left < right ? -1 : Number(left > right);
}

/** Rounds half to even to 34 digits, Decimal128's precision. */
function toDecimal({coefficient, exponent}: ExactDecimal): Decimal128 {
	const negative = coefficient < 0n;
	let magnitude = negative ? -coefficient : coefficient;
	let places = exponent;
	const surplus = magnitude.toString().length - digitsMax;
	if (surplus > 0) {
		const unit = 10n ** BigInt(surplus);
		const rest = magnitude % unit;
		magnitude /= unit;
		places += surplus;
		if (rest * 2n > unit || (rest * 2n === unit && magnitude % 2n === 1n)) {
			magnitude += 1n;
		}
	}

	return Decimal128.fromString(`${negative ? '-' : ''}${magnitude}E${places}`);
}

/** Any number as a Decimal128; a double with 15 digits, as MongoDB converts it. */
export function asDecimal(value: number | Double | Long | Decimal128): Decimal128 {
	if (value instanceof Decimal128) {
		return value;
	}

	if (value instanceof Long) {
		return Decimal128.fromString(value.toString());
	}

	const number = value instanceof Double ? value.value : value;
	if (Number.isNaN(number)) {
		return Decimal128.fromString('NaN');
	}

	return Number.isFinite(number)
		? Decimal128.fromString(Number.isInteger(number) && Math.abs(number) < 1e15 ? String(number) : number.toPrecision(15))
		: Decimal128.fromString(number > 0 ? 'Infinity' : '-Infinity');
}

/** Sum, difference or product of two decimals, rounded once. NaN and the infinities are refused. */
export function decimalArithmetic(operator: '+' | '-' | '*', a: Decimal128, b: Decimal128): Decimal128 {
	const left = exactDecimal(a);
	const right = exactDecimal(b);
	if (!left || !right) {
		throw new MongoError('NotImplemented', 'Arithmetic with a Decimal128 NaN or Infinity is not supported by the embedded engine');
	}

	if (operator === '*') {
		return toDecimal({coefficient: left.coefficient * right.coefficient, exponent: left.exponent + right.exponent});
	}

	const exponent = Math.min(left.exponent, right.exponent);
	const x = left.coefficient * 10n ** BigInt(left.exponent - exponent);
	const y = right.coefficient * 10n ** BigInt(right.exponent - exponent);
	return toDecimal({coefficient: operator === '+' ? x + y : x - y, exponent});
}

import type {Decimal128} from 'bson';

/** A finite decimal: `coefficient × 10^exponent`. */
export type ExactDecimal = {readonly coefficient: bigint; readonly exponent: number};

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

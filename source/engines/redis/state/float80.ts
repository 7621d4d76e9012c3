// INCRBYFLOAT reckons in C's long double: 64 bits of mantissa. These are its operations, exactly, on integers.

const mantissaBits = 64;
const leastExponent = -16_445;
const greatestExponent = 16_384;

/** `mantissa · 2^exponent`, the mantissa signed and of at most 64 bits; or an infinity. */
export type Float80 = {readonly mantissa: bigint; readonly exponent: number} | 'inf' | '-inf';

const numeral = /^([+-]?)(?:(\d+\.?\d*|\.\d+)(?:e([+-]?\d+))?|0x([\da-f]+\.?[\da-f]*|\.[\da-f]+)(?:p([+-]?\d+))?|(inf|infinity))$/i;

/** Reads what C's strtold reads as a whole, without leading blanks; undefined for the rest, for NaN, and out of range. */
export function parseFloat80(text: string): Float80 | undefined {
	const parts = text.length < 5120 ? numeral.exec(text) : null;
	if (parts === null) {
		return undefined;
	}

	const [, sign, decimal, power = '0', hex, binaryPower = '0', infinite] = parts;
	if (infinite !== undefined) {
		return sign === '-' ? '-inf' : 'inf';
	}

	const [whole = '', fraction = ''] = (decimal ?? hex ?? '').split('.');
	const digits = BigInt((hex === undefined ? '' : '0x') + (whole + fraction || '0'));
	const magnitude = sign === '-' ? -digits : digits;
	if (magnitude === 0n) {
		return {mantissa: 0n, exponent: 0};
	}

	const exponent = Number(hex === undefined ? power : binaryPower);
	if (Math.abs(exponent) > 50_000) {
		return undefined;
	}

	const value = hex === undefined ? scaleByTen(magnitude, exponent - fraction.length) : round(magnitude, 1n, exponent - 4 * fraction.length);
	return typeof value === 'string' || value.mantissa === 0n ? undefined : value;
}

/** The sum, rounded to the nearest; undefined when it is no finite number. */
export function addFloat80(a: Float80, b: Float80): Float80 | undefined {
	if (typeof a === 'string' || typeof b === 'string') {
		return undefined;
	}

	const exponent = Math.min(a.exponent, b.exponent);
	const sum = (a.mantissa << BigInt(a.exponent - exponent)) + (b.mantissa << BigInt(b.exponent - exponent));
	const value = round(sum, 1n, exponent);
	return typeof value === 'string' ? undefined : value;
}

/** As C's `%.17Lf` writes it, without trailing zeroes, as Redis stores it. */
export function formatFloat80(value: Float80): string {
	if (typeof value === 'string') {
		return value;
	}

	const {mantissa, exponent} = value;
	const scaled = (mantissa < 0n ? -mantissa : mantissa) * 10n ** 17n;
	const digits = exponent >= 0 ? scaled << BigInt(exponent) : divideToNearestEven(scaled, 1n << BigInt(-exponent));
	const text = digits.toString().padStart(18, '0');
	const fraction = text.slice(-17).replace(/0+$/, '');
	const unsigned = text.slice(0, -17) + (fraction === '' ? '' : `.${fraction}`);
	return mantissa < 0n && unsigned !== '0' ? `-${unsigned}` : unsigned;
}

function scaleByTen(magnitude: bigint, power: number): Float80 {
	return power >= 0 ? round(magnitude * 10n ** BigInt(power), 1n, 0) : round(magnitude, 10n ** BigInt(-power), 0);
}

/** `numerator / denominator · 2^exponent`, rounded to the nearest mantissa, ties to even. */
function round(numerator: bigint, denominator: bigint, exponent: number): Float80 {
	if (numerator === 0n) {
		return {mantissa: 0n, exponent: 0};
	}

	const negative = numerator < 0n;
	const magnitude = negative ? -numerator : numerator;
	let shift = bitLength(magnitude) - bitLength(denominator) - mantissaBits;
	if (divideToNearestEven(...shifted(magnitude, denominator, shift)) >= 1n << BigInt(mantissaBits)) {
		shift++;
	}

	// Below the least exponent the mantissa gets shorter: a denormal number.
	shift = Math.max(shift, leastExponent - exponent);
	const mantissa = divideToNearestEven(...shifted(magnitude, denominator, shift));
	if (mantissa !== 0n && bitLength(mantissa) + shift + exponent > greatestExponent) {
		return negative ? '-inf' : 'inf';
	}

	return {mantissa: negative ? -mantissa : mantissa, exponent: shift + exponent};
}

const shifted = (numerator: bigint, denominator: bigint, shift: number): [bigint, bigint] =>
	shift >= 0 ? [numerator, denominator << BigInt(shift)] : [numerator << BigInt(-shift), denominator];

function divideToNearestEven(numerator: bigint, denominator: bigint): bigint {
	const quotient = numerator / denominator;
	const twice = (numerator % denominator) * 2n;
	return twice > denominator || (twice === denominator && (quotient & 1n) === 1n) ? quotient + 1n : quotient;
}

const bitLength = (value: bigint): number => value.toString(16).length * 4 - Math.clz32(Number.parseInt(value.toString(16).charAt(0), 16)) + 28;

import {BSONRegExp, Decimal128} from 'bson';
import {ensureSupported, uassert} from '../mongo-error.ts';
import {equalValues} from '../values/compare-values.ts';
import {isNumeric, toDouble} from '../values/numbers.ts';
import {anyElement, type FieldMatcher} from './field-matcher.ts';
import {compileBsonRegex, compileRegex} from './regular-expression.ts';

/** `$mod: [divisor, remainder]`, on the whole part of numbers. */
export function $mod(operand: unknown): FieldMatcher {
	const why = () => `malformed mod, ${Array.isArray(operand) && operand.length > 2 ? 'too many elements' : 'not enough elements'}`;
	uassert(Array.isArray(operand) && operand.length === 2, 'BadValue', why);
	const [divisor, remainder] = (operand as unknown[]).map(item => whole(item));
	uassert(
		divisor !== undefined && divisor !== null && remainder !== undefined && remainder !== null,
		'BadValue',
		'malformed mod, divisor and remainder must be numbers',
	);
	uassert(divisor !== 0n, 'BadValue', 'divisor cannot be 0');
	return anyElement(value => {
		const number = whole(value);
		return number !== null && number % divisor === remainder;
	});
}

function whole(value: unknown): bigint | null {
	if (!isNumeric(value)) {
		return null;
	}

	ensureSupported(!(value instanceof Decimal128), '$mod with a Decimal128');
	if (typeof value === 'object' && 'toBigInt' in value) {
		return value.toBigInt();
	}

	const number = toDouble(value);
	return Number.isFinite(number) ? BigInt(Math.trunc(number)) : null;
}

/** `$regex`, with the options beside it; matches texts, and an equal regular expression. */
export function $regex(operand: unknown, options: unknown): FieldMatcher {
	uassert(options === undefined || typeof options === 'string', 'BadValue', '$options has to be a string');
	if (operand instanceof BSONRegExp) {
		uassert(!options || !operand.options, 51_075, 'options set in both $regex and $options');
		return matching(options ? compileRegex(operand.pattern, options) : compileBsonRegex(operand), operand);
	}

	uassert(typeof operand === 'string', 'BadValue', '$regex has to be a string');
	return matching(compileRegex(operand, options), new BSONRegExp(operand, options ?? ''));
}

/** A field given a regular expression as its value. */
export function matchesRegex(regex: BSONRegExp): FieldMatcher {
	return matching(compileBsonRegex(regex), regex);
}

function matching(pattern: RegExp, source: BSONRegExp): FieldMatcher {
	return anyElement(value => (typeof value === 'string' ? pattern.test(value) : value instanceof BSONRegExp && equalValues(value, source)));
}

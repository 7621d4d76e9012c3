import {Long} from 'bson';
import type {GeneratedCode} from '../generated-code.ts';
import {ensureSupported, MongoError, uassert} from '../mongo-error.ts';
import {bsonType} from '../values/bson-type.ts';
import {displayValue} from '../values/display-value.ts';
import type {Document} from '../values/document.ts';
import {arithmetic, double, integer, isNumeric, remainder, safeInteger, toDouble, wholeOf, type BsonNumber} from '../values/numbers.ts';
import {compileArguments, dateAt, isNullish, numeric, ofMany, ofPair, ofValues, unlessNull} from './arguments.ts';
import {fromText, textOf, type Evaluate, type OperatorCompiler, type Variables} from './compile-expression.ts';

/** Arithmetic and the functions of one number. */
export const arithmeticOperators: Readonly<Record<string, OperatorCompiler>> = {
	$add: ofMany(add),
	$subtract: ofPair(subtract),
	$multiply(operand, scope, name) {
		const items = compileArguments(operand, scope);
		const product = (document: Document, variables: Variables) => {
			let product: BsonNumber = 1;
			const factors: BsonNumber[] = [];
			for (const item of items) {
				const value = item(document, variables);
				if (isNullish(value)) {
					return null;
				}

				product = arithmetic('*', product, numeric(value, name));
				factors.push(numeric(value, name));
			}

			// What does not fit in 64 bits is a product of doubles from the first factor on.
			return wholeOf(product) === null ? double(factors.reduce<number>((sofar, factor) => sofar * toDouble(factor), 1)) : narrowed(product, factors);
		};

		return items.length === 2 ? fromText(code => productText(items as [Evaluate, Evaluate], product, code)) : product;
	},
	$divide: ofPair(([a, b]) => {
		uassert(isNumeric(a) && isNumeric(b), 'TypeMismatch', () => `$divide only supports numeric types, not ${bsonType(a)} and ${bsonType(b)}`);
		uassert(toDouble(b) !== 0, 'BadValue', "can't $divide by zero");
		return double(toDouble(a) / toDouble(b));
	}),
	$mod: ofPair(([a, b]) => {
		uassert(isNumeric(a) && isNumeric(b), 16_611, () => `$mod only supports numeric types, not ${bsonType(a)} and ${bsonType(b)}`);
		uassert(toDouble(b) !== 0, 16_610, "can't $mod by zero");
		return remainder(a, b);
	}),
	$floor: ofValues(1, 1, unlessNull(wholeBy(Math.floor))),
	$ceil: ofValues(1, 1, unlessNull(wholeBy(Math.ceil))),
	$round: ofValues(1, 2, round),
};

/** The text of a product. Where both factors and the product are int32, it is computed at once. */
function productText([first, second]: readonly [Evaluate, Evaluate], product: Evaluate, code: GeneratedCode): string {
	const [a, b] = [textOf(first, code), textOf(second, code)];
	const quick = `if(typeof a==='number'&&(a|0)===a){const b=${b},p=typeof b==='number'&&(b|0)===b?a*b:0;if(p!==0&&(p|0)===p)return p}`;
	return `${code.define(`(d,v,k)=>{const a=${a};${quick}return ${code.constant(product)}(d,v)}`)}(d,v,k)`;
}

/** A date among the numbers makes the sum a date. */
function add(values: readonly unknown[]): unknown {
	let sum: BsonNumber = 0;
	const isDate = values.some(value => value instanceof Date);
	uassert(values.filter(value => value instanceof Date).length < 2, 16_612, 'only one date allowed in an $add expression');
	for (const value of values) {
		if (value instanceof Date) {
			sum = arithmetic('+', sum, Long.fromNumber(value.getTime()));
		} else {
			uassert(isNumeric(value), 'TypeMismatch', () => `$add only supports numeric or date types, not ${bsonType(value)}`);
			sum = arithmetic('+', sum, isDate ? wholeMs(value) : value);
		}
	}

	return isDate ? dateAt(sum) : narrowed(sum, values);
}

/** An int64 that came of int32 values alone is one of them where it fits. */
function narrowed(result: BsonNumber, values: readonly unknown[]): BsonNumber {
	return result instanceof Long && !values.some(value => value instanceof Long) ? integer(result.toBigInt()) : result;
}

/** A number beside a date. Releases of MongoDB round its fraction differently. */
function wholeMs(value: BsonNumber): BsonNumber {
	ensureSupported(!(toDouble(value) % 1), 'A fraction of a millisecond beside a date');
	return value;
}

function subtract([a, b]: readonly unknown[]): unknown {
	if (isNumeric(a) && isNumeric(b)) {
		return arithmetic('-', a, b);
	}

	if (a instanceof Date && b instanceof Date) {
		return Long.fromNumber(a.getTime() - b.getTime());
	}

	if (a instanceof Date && isNumeric(b)) {
		return dateAt(arithmetic('-', Long.fromNumber(a.getTime()), wholeMs(b)));
	}

	throw new MongoError('TypeMismatch', `can't $subtract ${bsonType(b)} from ${bsonType(a)}`);
}

/** A whole number as it is, another by a function. */
function wholeBy(apply: (value: number) => number) {
	return ([value]: readonly unknown[], name: string): unknown => {
		uassert(isNumeric(value), 28_765, () => `${name} only supports numeric types, not ${bsonType(value)}`);
		return wholeOf(value) === null ? double(apply(toDouble(value))) : value;
	};
}

/** Rounds half to even at a decimal place. */
function round([value, ...more]: readonly unknown[]): unknown {
	const [place] = more.length === 0 ? [0] : more;
	if (isNullish(value) || isNullish(place)) {
		return null;
	}

	uassert(isNumeric(value), 51_081, () => `$round only supports numeric types, not ${bsonType(value)}`);
	const digits = safeInteger(place);
	const why = () => `cannot apply $round with precision value ${displayValue(place)} value must be in [-20, 100]`;
	uassert(digits !== null && digits >= -20 && digits <= 100, digits === null ? 51_082 : 51_083, why);
	const whole = wholeOf(value);
	if (whole !== null) {
		const rounded = digits >= 0 ? value : integer(roundWhole(whole, 10n ** BigInt(-digits)), value instanceof Long);
		uassert(wholeOf(rounded) !== null, 51_080, () => `invalid conversion from Decimal128 result in $round resulting from arguments: [${whole}, ${digits}]`);
		return rounded;
	}

	const number = toDouble(value);
	if (!Number.isFinite(number)) {
		return value;
	}

	ensureSupported(Math.abs(number) * 10 ** digits < 1e33, 'A $round to more than 33 digits');
	// On the double's exact value: 2.675 is 2.67499…, and 2.67 at two places.
	const {coefficient, exponent: scale} = exactOf(Math.abs(number));
	const drop = -digits - scale;
	return drop <= 0 ? value : double(Math.sign(number) * Number(`${roundWhole(coefficient, 10n ** BigInt(drop))}E${scale}`));
}

function roundWhole(value: bigint, unit: bigint): bigint {
	const rest = value % unit;
	const down = value - rest;
	const twice = (rest < 0n ? -rest : rest) * 2n;
	const up = twice > unit || (twice === unit && (down / unit) % 2n !== 0n);
	return up ? down + (rest < 0n ? -unit : unit) : down;
}

/** A finite double exactly, as `coefficient × 10^exponent`. It is m × 2^e; with e negative that is m × 5^-e × 10^e. */
function exactOf(value: number): {readonly coefficient: bigint; readonly exponent: number} {
	let exponent = 0;
	let mantissa = value;
	while (!Number.isInteger(mantissa)) {
		mantissa *= 2;
		exponent--;
	}

	return {coefficient: BigInt(mantissa) * 5n ** BigInt(-exponent), exponent};
}

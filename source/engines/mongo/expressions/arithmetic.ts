import {Long} from 'bson';
import {MongoError, uassert} from '../mongo-error.ts';
import {bsonType} from '../values/bson-type.ts';
import {arithmetic, double, integer, isNumeric, toDouble, wholeOf, type BsonNumber} from '../values/numbers.ts';
import {compileArguments, isNullish, ofMany, ofTwo, ofValues} from './arguments.ts';
import type {OperatorCompiler} from './compile-expression.ts';
import {dateAt, numeric, ofNumber} from './number-arguments.ts';
import {roundTo} from './rounding.ts';

/** `$add`, `$subtract`, `$multiply`, `$divide`, `$mod` and the functions of one number. */
export const arithmeticOperators: Readonly<Record<string, OperatorCompiler>> = {
	$add: ofMany(add),
	$subtract: ofTwo(subtract),
	$multiply(operand, scope, name) {
		const items = compileArguments(operand, scope);
		return (document, variables) => {
			let product: BsonNumber = 1;
			for (const item of items) {
				const value = item(document, variables);
				if (isNullish(value)) {
					return null;
				}

				product = arithmetic('*', product, numeric(value, name));
			}

			return product;
		};
	},
	$divide: ofTwo((a, b) => {
		if (isNullish(a) || isNullish(b)) {
			return null;
		}

		uassert(isNumeric(a) && isNumeric(b), 'TypeMismatch', () => `$divide only supports numeric types, not ${bsonType(a)} and ${bsonType(b)}`);
		const divisor = toDouble(b);
		uassert(divisor !== 0, 'BadValue', "can't $divide by zero");
		return double(toDouble(a) / divisor);
	}),
	$mod: ofTwo(modulo),
	$abs: ofNumber(value => {
		const whole = wholeOf(value);
		return whole === null ? double(Math.abs(toDouble(value))) : integer(whole < 0n ? -whole : whole, value instanceof Long);
	}),
	$ceil: ofNumber(value => (wholeOf(value) === null ? double(Math.ceil(toDouble(value))) : value)),
	$floor: ofNumber(value => (wholeOf(value) === null ? double(Math.floor(toDouble(value))) : value)),
	$round: ofValues(1, 2, ([value, place], name) => roundTo(value, place, name)),
	$trunc: ofValues(1, 2, ([value, place], name) => roundTo(value, place, name)),
	$exp: ofNumber(value => double(Math.exp(toDouble(value)))),
	$ln: ofNumber(value => double(Math.log(positive(value, '$ln', 28_766)))),
	$log10: ofNumber(value => double(Math.log10(positive(value, '$log10', 28_761)))),
	$log: ofTwo((value, base, name) => {
		if (isNullish(value) || isNullish(base)) {
			return null;
		}

		const divisor = positive(numeric(base, name), name, 28_759);
		uassert(divisor !== 1, 28_759, `$log's base must be a positive number not equal to 1, but is 1`);
		return double(Math.log(positive(numeric(value, name), name, 28_758)) / Math.log(divisor));
	}),
	$sqrt: ofNumber(value => {
		const number = toDouble(value);
		uassert(!(number < 0), 28_714, "$sqrt's argument must be greater than or equal to 0");
		return double(Math.sqrt(number));
	}),
	$pow: ofTwo(power),
};

/** A date among the numbers makes the sum a date. */
function add(values: readonly unknown[]): unknown {
	let sum: BsonNumber = 0;
	let isDate = false;
	if (values.some(value => isNullish(value))) {
		return null;
	}

	for (const value of values) {
		if (value instanceof Date) {
			uassert(!isDate, 16_612, 'only one date allowed in an $add expression');
			isDate = true;
			sum = arithmetic('+', sum, Long.fromNumber(value.getTime()));
		} else if (isNumeric(value)) {
			sum = arithmetic('+', sum, value);
		} else {
			throw new MongoError('TypeMismatch', `$add only supports numeric or date types, not ${bsonType(value)}`);
		}
	}

	return isDate ? dateAt(sum) : sum;
}

function subtract(a: unknown, b: unknown): unknown {
	if (isNullish(a) || isNullish(b)) {
		return null;
	}

	if (isNumeric(a) && isNumeric(b)) {
		return arithmetic('-', a, b);
	}

	if (a instanceof Date && b instanceof Date) {
		return Long.fromNumber(a.getTime() - b.getTime());
	}

	if (a instanceof Date && isNumeric(b)) {
		return dateAt(arithmetic('-', Long.fromNumber(a.getTime()), b));
	}

	throw new MongoError('TypeMismatch', `can't $subtract ${bsonType(b)} from ${bsonType(a)}`);
}

function modulo(a: unknown, b: unknown): unknown {
	if (isNullish(a) || isNullish(b)) {
		return null;
	}

	uassert(isNumeric(a) && isNumeric(b), 16_611, () => `$mod only supports numeric types, not ${bsonType(a)} and ${bsonType(b)}`);
	uassert(toDouble(b) !== 0, 16_610, "can't $mod by zero");
	const x = wholeOf(a);
	const y = wholeOf(b);
	return x !== null && y !== null ? integer(x % y, a instanceof Long || b instanceof Long) : double(toDouble(a) % toDouble(b));
}

function positive(value: BsonNumber, name: string, code: number): number {
	const number = toDouble(value);
	uassert(!(number <= 0), code, `${name}'s argument must be a positive number, but is ${number}`);
	return number;
}

function power(a: unknown, b: unknown, name: string): unknown {
	if (isNullish(a) || isNullish(b)) {
		return null;
	}

	const base = numeric(a, name);
	const exponent = numeric(b, name);
	uassert(toDouble(base) !== 0 || !(toDouble(exponent) < 0), 28_764, '$pow cannot take a base of 0 and a negative exponent.');
	const x = wholeOf(base);
	const y = wholeOf(exponent);
	const result = toDouble(base) ** toDouble(exponent);
	if (x === null || y === null || y < 0n || Math.abs(result) >= 2 ** 63) {
		return double(result);
	}

	return integer(x ** y, base instanceof Long || exponent instanceof Long);
}

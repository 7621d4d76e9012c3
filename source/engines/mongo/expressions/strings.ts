import {uassert} from '../mongo-error.ts';
import {bsonType} from '../values/bson-type.ts';
import {isNumeric} from '../values/numbers.ts';
import {isNullish, ofMany, ofOne} from './arguments.ts';
import type {OperatorCompiler} from './compile-expression.ts';
import {textOf} from './conversions.ts';

/** Operators on texts. */
export const stringOperators: Readonly<Record<string, OperatorCompiler>> = {
	$concat: ofMany((values, name) => values.map(value => text(value, name, 16_702)).join('')),
	// MongoDB changes the case of ASCII letters only.
	$toLower: ofOne((value, name) => coerced(value, name).replaceAll(/[A-Z]+/g, letters => letters.toLowerCase())),
	$toUpper: ofOne((value, name) => coerced(value, name).replaceAll(/[a-z]+/g, letters => letters.toUpperCase())),
};

function text(value: unknown, name: string, code: number): string {
	uassert(typeof value === 'string', code, () => `${name} only supports strings, not ${bsonType(value)}`);
	return value;
}

/** Null and missing as an empty text, numbers and dates as texts. */
function coerced(value: unknown, name: string): string {
	const why = () => `can't convert from BSON type ${bsonType(value)} to String in ${name}`;
	uassert(isNullish(value) || typeof value === 'string' || isNumeric(value) || value instanceof Date, 16_007, why);
	return isNullish(value) ? '' : textOf(value);
}

import {BSONRegExp} from 'bson';
import {compileRegex} from '../filter/regular-expression.ts';
import {uassert} from '../mongo-error.ts';
import {bsonType} from '../values/bson-type.ts';
import {isNumeric, safeInteger} from '../values/numbers.ts';
import {isNullish, namedArguments, ofMany, ofOne, ofValues, unlessNull} from './arguments.ts';
import type {OperatorCompiler} from './compile-expression.ts';
import {textOf} from './conversions.ts';

/** Operators on texts. */
export const stringOperators: Readonly<Record<string, OperatorCompiler>> = {
	$concat: ofMany(unlessNull((values, name) => values.map(value => text(value, name, 16_702)).join(''))),
	// MongoDB changes the case of ASCII letters only.
	$toLower: ofOne((value, name) => coerced(value, name).replaceAll(/[A-Z]+/g, letters => letters.toLowerCase())),
	$toUpper: ofOne((value, name) => coerced(value, name).replaceAll(/[a-z]+/g, letters => letters.toUpperCase())),
	$strLenCP: ofOne((value, name) => codePoints(text(value, name, 34_471)).length),
	$split: ofValues(
		2,
		2,
		unlessNull(([value, separator], name) => {
			const by = text(separator, name, 40_086);
			uassert(by !== '', 40_087, '$split requires a non-empty separator');
			return text(value, name, 40_085).split(by);
		}),
	),
	$substrCP: ofValues(3, 3, ([value, start, count], name) => {
		const from = position(start, name, 34_452);
		const length = position(count, name, 34_454);
		return codePoints(coerced(value, name))
			.slice(from, from + length)
			.join('');
	}),
	$regexMatch(operand, scope, name) {
		const fields = namedArguments(operand, scope, name, ['input', 'regex'], ['options']);
		return (document, variables) => {
			const [input, regex, options] = ['input', 'regex', 'options'].map(key => fields[key]?.(document, variables));
			if (isNullish(regex)) {
				return false;
			}

			uassert(typeof regex === 'string' || regex instanceof BSONRegExp, 51_105, `${name} needs 'regex' to be of type string or regex`);
			const given = isNullish(options) ? '' : text(options, name, 51_106);
			const pattern = typeof regex === 'string' ? compileRegex(regex, given) : compileRegex(regex.pattern, given || regex.options);
			return !isNullish(input) && pattern.test(text(input, name, 51_104));
		};
	},
};

function text(value: unknown, name: string, code: number): string {
	uassert(typeof value === 'string', code, () => `${name} only supports strings, not ${bsonType(value)}`);
	return value;
}

/** A text's code points: MongoDB counts length in these or in bytes. */
function codePoints(value: string): readonly string[] {
	return Array.from(value);
}

/** Null and missing as an empty text, numbers and dates as texts. */
function coerced(value: unknown, name: string): string {
	const why = () => `can't convert from BSON type ${bsonType(value)} to String in ${name}`;
	uassert(isNullish(value) || typeof value === 'string' || isNumeric(value) || value instanceof Date, 16_007, why);
	return isNullish(value) ? '' : textOf(value);
}

function position(value: unknown, name: string, code: number): number {
	const number = safeInteger(value);
	uassert(number !== null && number >= 0, code, () => `${name} requires non-negative whole numbers, found: ${String(value)}`);
	return number;
}

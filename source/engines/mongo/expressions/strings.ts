import {BSONRegExp} from 'bson';
import {compileRegex} from '../filter/regular-expression.ts';
import {MongoError, uassert} from '../mongo-error.ts';
import {bsonType} from '../values/bson-type.ts';
import {isNumeric, safeInteger} from '../values/numbers.ts';
import {isNullish, namedArguments, ofMany, ofOne, ofTwo, ofValues} from './arguments.ts';
import type {OperatorCompiler} from './compile-expression.ts';
import {textOf} from './text-of.ts';

/** Operators on texts. */
export const stringOperators: Readonly<Record<string, OperatorCompiler>> = {
	$concat: ofMany(values => {
		if (values.some(value => isNullish(value))) {
			return null;
		}

		for (const value of values) {
			uassert(typeof value === 'string', 16_702, () => `$concat only supports strings, not ${bsonType(value)}`);
		}

		return values.join('');
	}),
	// MongoDB changes the case of ASCII letters only.
	$toLower: ofOne((value, name) => coerced(value, name).replaceAll(/[A-Z]+/g, letters => letters.toLowerCase())),
	$toUpper: ofOne((value, name) => coerced(value, name).replaceAll(/[a-z]+/g, letters => letters.toUpperCase())),
	$strLenCP: ofOne((value, name) => codePoints(text(value, name, 34_471)).length),
	$split: ofTwo((value, separator, name) => {
		if (isNullish(value) || isNullish(separator)) {
			return null;
		}

		const by = text(separator, name, 40_086);
		uassert(by !== '', 40_087, '$split requires a non-empty separator');
		return text(value, name, 40_085).split(by);
	}),
	$substrCP: ofValues(3, 3, ([value, start, count], name) => {
		const from = position(start, name, 34_452);
		const length = position(count, name, 34_454);
		return codePoints(coerced(value, name))
			.slice(from, from + length)
			.join('');
	}),
	$indexOfCP: ofValues(2, 4, ([value, wanted, start = 0, end = Number.MAX_SAFE_INTEGER], name) => {
		if (isNullish(value)) {
			return null;
		}

		const all = codePoints(text(value, name, 40_093));
		const part = codePoints(text(wanted, name, 40_094));
		const from = position(start, name, 40_097);
		const to = Math.min(position(end, name, 40_097), all.length);
		for (let at = from; at + part.length <= to; at++) {
			if (part.every((unit, index) => all[at + index] === unit)) {
				return at;
			}
		}

		return -1;
	}),
	$trim: trimOperator(true, true),
	$ltrim: trimOperator(true, false),
	$rtrim: trimOperator(false, true),
	$replaceOne: replaceOperator((input, find, replacement) => input.replace(find, () => replacement)),
	$replaceAll: replaceOperator((input, find, replacement) => (find === '' ? input : input.replaceAll(find, () => replacement))),
	$regexMatch: regexOperator((pattern, input) => input !== null && pattern.test(input)),
	$regexFind: regexOperator((pattern, input) => {
		const match = input === null ? null : pattern.exec(input);
		return match && found(match, input!);
	}),
	$regexFindAll: regexOperator((pattern, input) =>
		input === null ? [] : [...input.matchAll(new RegExp(pattern.source, `${pattern.flags}g`))].map(match => found(match, input)),
	),
};

function text(value: unknown, name: string, code: number): string {
	uassert(typeof value === 'string', code, () => `${name} requires a string argument, found: ${bsonType(value)}`);
	return value;
}

/** MongoDB's unit of length besides the byte: no matter that some signs take several. */
function codePoints(value: string): readonly string[] {
	return Array.from(value);
}

/** Null and missing as an empty text, numbers and dates as texts. */
function coerced(value: unknown, name: string): string {
	if (isNullish(value)) {
		return '';
	}

	if (typeof value === 'string') {
		return value;
	}

	if (isNumeric(value) || value instanceof Date) {
		return textOf(value);
	}

	throw new MongoError(16_007, `can't convert from BSON type ${bsonType(value)} to String in ${name}`);
}

function position(value: unknown, name: string, code: number): number {
	const number = safeInteger(value);
	uassert(number !== null && number >= 0, code, () => `${name} requires non-negative whole numbers, found: ${String(value)}`);
	return number;
}

const whitespace = '\u0000 \t\n\v\f\r\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A';

function trimOperator(left: boolean, right: boolean): OperatorCompiler {
	return (operand, scope, name) => {
		const fields = namedArguments(operand, scope, name, ['input'], ['chars']);
		return (document, variables) => {
			const input = fields['input']!(document, variables);
			const chars = fields['chars']?.(document, variables);
			if (isNullish(input) || (fields['chars'] && isNullish(chars))) {
				return null;
			}

			const signs = codePoints(text(input, name, 50_699));
			const cut = new Set(chars === undefined ? whitespace : text(chars, name, 50_700));
			const start = left ? signs.findIndex(sign => !cut.has(sign)) : 0;
			const end = right ? signs.findLastIndex(sign => !cut.has(sign)) + 1 : signs.length;
			return start === -1 ? '' : signs.slice(start, end).join('');
		};
	};
}

function replaceOperator(replace: (input: string, find: string, replacement: string) => string): OperatorCompiler {
	return (operand, scope, name) => {
		const fields = namedArguments(operand, scope, name, ['input', 'find', 'replacement'], []);
		return (document, variables) => {
			const [input, find, replacement] = ['input', 'find', 'replacement'].map(key => fields[key]!(document, variables));
			if (isNullish(input) || isNullish(find) || isNullish(replacement)) {
				return null;
			}

			return replace(text(input, name, 51_746), text(find, name, 51_745), text(replacement, name, 51_744));
		};
	};
}

function regexOperator(apply: (pattern: RegExp, input: string | null) => unknown): OperatorCompiler {
	return (operand, scope, name) => {
		const fields = namedArguments(operand, scope, name, ['input', 'regex'], ['options']);
		return (document, variables) => {
			const input = fields['input']!(document, variables);
			const regex = fields['regex']!(document, variables);
			const options = fields['options']?.(document, variables);
			if (isNullish(regex)) {
				return apply(/(?!)/u, null);
			}

			uassert(typeof regex === 'string' || regex instanceof BSONRegExp, 51_105, `${name} needs 'regex' to be of type string or regex`);
			const given = isNullish(options) ? '' : text(options, name, 51_106);
			const pattern = typeof regex === 'string' ? compileRegex(regex, given) : compileRegex(regex.pattern, given || regex.options);
			return apply(pattern, isNullish(input) ? null : text(input, name, 51_104));
		};
	};
}

function found(match: RegExpExecArray, input: string) {
	return {match: match[0], idx: codePoints(input.slice(0, match.index)).length, captures: match.slice(1).map(capture => capture ?? null)};
}

import {MongoError, uassert} from '../mongo-error.ts';
import {bsonType} from '../values/bson-type.ts';
import {isDocument, type Document} from '../values/document.ts';
import {isNumeric, safeInteger, toDouble, type BsonNumber} from '../values/numbers.ts';
import {compileExpression, fromText, textOf, type CompileScope, type Evaluate, type OperatorCompiler} from './compile-expression.ts';

/** The arguments of an operator, written as an array or, when there is one, alone. */
export function compileArguments(operand: unknown, scope: CompileScope): readonly Evaluate[] {
	return Array.isArray(operand) ? operand.map(item => compileExpression(item, scope)) : [compileExpression(operand, scope)];
}

/** An operator of `least` to `most` arguments, given their values. */
export function ofValues(least: number, most: number, apply: (values: readonly unknown[], name: string) => unknown): OperatorCompiler {
	return (operand, scope, name) => {
		const items = compileArguments(operand, scope);
		if (items.length < least || items.length > most) {
			throw least === most
				? new MongoError(16_020, `Expression ${name} takes exactly ${least} arguments. ${items.length} were passed in.`)
				: new MongoError(28_667, `Expression ${name} takes at least ${least} arguments, and at most ${most}, but ${items.length} were passed in.`);
		}

		return (document, variables) => {
			const values = items.map(item => item(document, variables));
			return apply(values, name);
		};
	};
}

/** An operator of exactly two arguments; null where one is null. */
export function ofPair(apply: (values: readonly unknown[], name: string) => unknown): OperatorCompiler {
	return ofValues(2, 2, unlessNull(apply));
}

/** An operator of one argument. */
export function ofOne(apply: (value: unknown, name: string) => unknown): OperatorCompiler {
	return ofValues(1, 1, ([value], name) => apply(value, name));
}

/**
 * An operator of exactly two arguments.
 *
 * @param quick The text of an answer for the usual values, from `a` and `b`. Where it gives undefined, `apply` answers.
 */
export function ofTwo(apply: (a: unknown, b: unknown, name: string) => unknown, quick = 'undefined'): OperatorCompiler {
	return (operand, scope, name) => {
		const [first, second, ...more] = compileArguments(operand, scope);
		const count = Array.isArray(operand) ? operand.length : 1;
		uassert(first && second && more.length === 0, 16_020, `Expression ${name} takes exactly 2 arguments. ${count} were passed in.`);
		return fromText(code => {
			const [a, b] = [textOf(first, code), textOf(second, code)];
			return `${code.define(`(d,v,k)=>{const a=${a},b=${b};return ${quick}??${code.constant(apply)}(a,b,${code.constant(name)})}`)}(d,v,k)`;
		});
	};
}

/** An operator of any number of arguments; null where one is null, unless one before it is wrong. */
export function ofMany(apply: (values: readonly unknown[], name: string) => unknown): OperatorCompiler {
	return ofValues(0, Number.MAX_SAFE_INTEGER, (values, name) => {
		const end = values.findIndex(value => isNullish(value));
		const result = apply(end === -1 ? values : values.slice(0, end), name);
		return end === -1 ? result : null;
	});
}

/** Null where an argument is null or missing. */
export function unlessNull(apply: (values: readonly unknown[], name: string) => unknown): (values: readonly unknown[], name: string) => unknown {
	return (values, name) => (values.some(value => isNullish(value)) ? null : apply(values, name));
}

/**
 * MongoDB's error codes for named arguments, where they are not 9: first for an operand that is no document, then for an unknown argument,
 * then for each missing one.
 */
const codesOf: Readonly<Record<string, readonly number[]>> = {
	$cond: [16_020, 17_083, 17_080, 17_081, 17_082],
	$dateToString: [18_629, 18_534, 18_628],
	$dateTrunc: [5_439_007, 5_439_008, 5_439_009, 5_439_010],
	$filter: [28_646, 28_647, 28_648, 28_650],
	$map: [16_878, 16_879, 16_880, 16_882],
	$replaceRoot: [40_229, 40_230, 40_231],
	$sample: [28_745, 28_748, 28_749],
	$switch: [40_060, 40_067, 40_068],
	$unwind: [15_981, 28_811, 28_812],
	'a branch of $switch': [40_062, 40_063, 40_064, 40_065],
};

/**
 * An operator with named arguments, `{$trim: {input, chars}}`. A missing optional argument has no evaluator;
 * an unknown or a missing required one is an error.
 */
export function namedArguments(
	operand: unknown,
	scope: CompileScope,
	name: string,
	required: readonly string[],
	optional: readonly string[],
): Readonly<Record<string, Evaluate>> {
	const fields = namedFields(operand, name, required, optional);
	return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, compileExpression(value, scope)]));
}

/** The same without compiling, for operators that give some arguments a scope of their own. */
export function namedFields(operand: unknown, name: string, required: readonly string[], optional: readonly string[] = []): Document {
	const [notDocument, unknown, ...missing] = codesOf[name] ?? [];
	uassert(isDocument(operand), notDocument ?? 'FailedToParse', `${name} only supports an object as its argument`);
	for (const key of Object.keys(operand)) {
		uassert(required.includes(key) || optional.includes(key), unknown ?? 'FailedToParse', `Unrecognized argument to ${name}: ${key}`);
	}

	for (const [i, key] of required.entries()) {
		uassert(Object.hasOwn(operand, key), missing[i] ?? 'FailedToParse', `Missing '${key}' parameter to ${name}`);
	}

	return operand;
}

/** Whether a value is null or missing, for which most operators give null. */
export function isNullish(value: unknown): value is null | undefined {
	return value === null || value === undefined;
}

/** An argument that must be a number. */
export function numeric(value: unknown, name: string): BsonNumber {
	if (!isNumeric(value)) {
		throw new MongoError('TypeMismatch', `${name} only supports numeric types, not ${bsonType(value)}`);
	}

	return value;
}

/** An argument that must be an array. */
export function arrayOf(value: unknown, name: string, code: number): readonly unknown[] {
	uassert(Array.isArray(value), code, () => `${name} requires an array as its argument, found: ${bsonType(value)}`);
	return value;
}

/** An argument that must be a whole number of 32 bits. A number that is none has the next error code. */
export function wholeArgument(value: unknown, name: string, code: number): number {
	const number = safeInteger(value);
	const why = () => `${name} requires 32-bit integers as its arguments, found: ${bsonType(value)}`;
	uassert(number !== null && (number | 0) === number, isNumeric(value) ? code + 1 : code, why);
	return number;
}

/** A date from its milliseconds; one beyond JavaScript's range cannot be kept. */
export function dateAt(milliseconds: BsonNumber | number): Date {
	const date = new Date(Math.round(toDouble(milliseconds)));
	uassert(!Number.isNaN(date.getTime()), 'Overflow', 'date overflow');
	return date;
}

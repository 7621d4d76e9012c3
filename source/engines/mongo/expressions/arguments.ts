import {MongoError, uassert} from '../mongo-error.ts';
import {isDocument, type Document} from '../values/document.ts';
import {compileExpression, type CompileScope, type Evaluate, type OperatorCompiler} from './compile-expression.ts';

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

		if (items.length === 1) {
			const only = items[0]!;
			return (document, variables) => apply([only(document, variables)], name);
		}

		return (document, variables) =>
			apply(
				items.map(item => item(document, variables)),
				name,
			);
	};
}

/** An operator of one argument. */
export function ofOne(apply: (value: unknown, name: string) => unknown): OperatorCompiler {
	return ofValues(1, 1, ([value], name) => apply(value, name));
}

/** An operator of exactly two arguments. */
export function ofTwo(apply: (a: unknown, b: unknown, name: string) => unknown): OperatorCompiler {
	return (operand, scope, name) => {
		const [first, second, ...more] = compileArguments(operand, scope);
		uassert(
			first && second && more.length <= 0,
			16_020,
			() => `Expression ${name} takes exactly 2 arguments. ${Array.isArray(operand) ? operand.length : 1} were passed in.`,
		);
		return (document, variables) => apply(first(document, variables), second(document, variables), name);
	};
}

/** An operator of any number of arguments. */
export function ofMany(apply: (values: readonly unknown[], name: string) => unknown): OperatorCompiler {
	return ofValues(0, Number.MAX_SAFE_INTEGER, apply);
}

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
export function namedFields(operand: unknown, name: string, required: readonly string[], optional: readonly string[]): Document {
	uassert(isDocument(operand), 'FailedToParse', `${name} only supports an object as its argument`);
	for (const key of Object.keys(operand)) {
		uassert(required.includes(key) || optional.includes(key), 'FailedToParse', `Unrecognized argument to ${name}: ${key}`);
	}

	for (const key of required) {
		uassert(Object.hasOwn(operand, key), 'FailedToParse', `Missing '${key}' parameter to ${name}`);
	}

	return operand;
}

/** Whether a value is null or missing, for which most operators give null. */
export function isNullish(value: unknown): value is null | undefined {
	return value === null || value === undefined;
}

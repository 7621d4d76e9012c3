import {uassert} from '../mongo-error.ts';
import {compareValues} from '../values/compare-values.ts';
import {isDocument} from '../values/document.ts';
import {truthy} from '../values/truthy.ts';
import {compileArguments, namedFields, ofOne, ofTwo} from './arguments.ts';
import {compileExpression, withNames, type Evaluate, type OperatorCompiler} from './compile-expression.ts';

/** Truth, comparison, conditions and variables. */
export const logicOperators: Readonly<Record<string, OperatorCompiler>> = {
	$and(operand, scope) {
		const items = compileArguments(operand, scope);
		return (document, variables) => items.every(item => truthy(item(document, variables)));
	},
	$or(operand, scope) {
		const items = compileArguments(operand, scope);
		return (document, variables) => items.some(item => truthy(item(document, variables)));
	},
	$not: ofOne(value => !truthy(value)),
	$eq: ofTwo((a, b) => compareValues(a, b) === 0),
	$ne: ofTwo((a, b) => compareValues(a, b) !== 0),
	$gt: ofTwo((a, b) => compareValues(a, b) > 0),
	$gte: ofTwo((a, b) => compareValues(a, b) >= 0),
	$lt: ofTwo((a, b) => compareValues(a, b) < 0),
	$lte: ofTwo((a, b) => compareValues(a, b) <= 0),
	$cmp: ofTwo((a, b) => Math.sign(compareValues(a, b))),
	$cond(operand, scope) {
		const [condition, yes, no] = condArguments(operand).map(item => compileExpression(item, scope)) as [Evaluate, Evaluate, Evaluate];
		return (document, variables) => (truthy(condition(document, variables)) ? yes(document, variables) : no(document, variables));
	},
	$ifNull(operand, scope) {
		const items = compileArguments(operand, scope);
		uassert(items.length >= 2, 1_257_300, `$ifNull needs at least two arguments, had: ${items.length}`);
		return (document, variables) => {
			for (const item of items.slice(0, -1)) {
				const value = item(document, variables);
				if (value !== null && value !== undefined) {
					return value;
				}
			}

			return items.at(-1)!(document, variables);
		};
	},
	$switch(operand, scope, name) {
		const fields = namedFields(operand, name, ['branches'], ['default']);
		uassert(Array.isArray(fields['branches']) && fields['branches'].length !== 0, 40_068, '$switch requires at least one branch.');
		const branches = (fields['branches'] as unknown[]).map(branch => {
			const {case: condition, then: value} = namedFields(branch, '$switch', ['case', 'then'], []);
			return {when: compileExpression(condition, scope), value: compileExpression(value, scope)};
		});
		const otherwise = Object.hasOwn(fields, 'default') ? compileExpression(fields['default'], scope) : undefined;
		return (document, variables) => {
			const branch = branches.find(({when}) => truthy(when(document, variables)));
			if (branch) {
				return branch.value(document, variables);
			}

			uassert(otherwise, 40_066, '$switch could not find a matching branch for an input, and no default was specified.');
			return otherwise(document, variables);
		};
	},
	$literal: operand => () => operand,
	$const: operand => () => operand,
	$let(operand, scope, name) {
		const fields = namedFields(operand, name, ['vars', 'in'], []);
		uassert(isDocument(fields['vars']), 10_065, 'invalid parameter: expected an object (vars)');
		const bindings = Object.entries(fields['vars']).map(([key, value]) => ({key, value: compileExpression(value, scope)}));
		for (const {key} of bindings) {
			checkVariableName(key);
		}

		const body = compileExpression(fields['in'], withNames(scope, ...bindings.map(({key}) => key)));
		return (document, variables) => {
			const inner = {...variables};
			for (const {key, value} of bindings) {
				inner[key] = value(document, variables);
			}

			return body(document, inner);
		};
	},
	$rand(operand) {
		uassert((isDocument(operand) || Array.isArray(operand)) && Object.keys(operand).length === 0, 3_040_501, '$rand does not currently accept arguments');
		return () => Math.random();
	},
};

/** User variables begin with a lower-case letter. */
export function checkVariableName(name: string): void {
	uassert(/^[a-z\u0080-\uFFFF][\w\u0080-\uFFFF]*$/.test(name), 16_867, `'${name}' starts with an invalid character for a user variable name`);
}

function condArguments(operand: unknown): readonly unknown[] {
	if (Array.isArray(operand)) {
		uassert(operand.length === 3, 16_020, `Expression $cond takes exactly 3 arguments. ${operand.length} were passed in.`);
		return operand;
	}

	uassert(isDocument(operand), 16_020, 'Expression $cond takes exactly 3 arguments. 1 were passed in.');
	for (const key of Object.keys(operand)) {
		uassert(key === 'if' || key === 'then' || key === 'else', 17_083, `Unrecognized parameter to $cond: ${key}`);
	}

	for (const [key, code] of [
		['if', 17_080],
		['then', 17_081],
		['else', 17_082],
	] as const) {
		uassert(Object.hasOwn(operand, key), code, `Missing '${key}' parameter to $cond`);
	}

	return [operand['if'], operand['then'], operand['else']];
}

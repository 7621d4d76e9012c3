import {uassert} from '../mongo-error.ts';
import {compareValues} from '../values/compare-values.ts';
import {truthy} from '../values/numbers.ts';
import {compileArguments, isNullish, namedFields, ofOne, ofTwo} from './arguments.ts';
import {compileExpression, fromText, textOf, type Evaluate, type OperatorCompiler} from './compile-expression.ts';

/** Truth, comparison and conditions. */
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
	$gt: ofTwo((a, b) => compareValues(a, b) > 0, ofDates('>')),
	$gte: ofTwo((a, b) => compareValues(a, b) >= 0, ofDates('>=')),
	$lt: ofTwo((a, b) => compareValues(a, b) < 0, ofDates('<')),
	$lte: ofTwo((a, b) => compareValues(a, b) <= 0, ofDates('<=')),
	$cmp: ofTwo((a, b) => Math.sign(compareValues(a, b))),
	$cond(operand, scope, name) {
		const count = Array.isArray(operand) ? operand.length : 3;
		uassert(count === 3, 16_020, `Expression $cond takes exactly 3 arguments. ${count} were passed in.`);
		const names = ['if', 'then', 'else'] as const;
		const fields = Array.isArray(operand) ? undefined : namedFields(operand, name, names);
		const written = fields ? names.map(key => fields[key]) : (operand as unknown[]);
		const [condition, yes, no] = written.map(part => compileExpression(part, scope)) as [Evaluate, Evaluate, Evaluate];
		return fromText(code => {
			const [when, then, otherwise] = [condition, yes, no].map(part => textOf(part, code));
			return `${code.define(`(d,v,k)=>{const c=${when};return c===true||c!==false&&${code.constant(truthy)}(c)?${then}:${otherwise}}`)}(d,v,k)`;
		});
	},
	$ifNull(operand, scope) {
		const items = compileArguments(operand, scope);
		uassert(items.length >= 2, 1_257_300, `$ifNull needs at least two arguments, had: ${items.length}`);
		return (document, variables) => {
			for (const item of items.slice(0, -1)) {
				const value = item(document, variables);
				if (!isNullish(value)) {
					return value;
				}
			}

			return items.at(-1)!(document, variables);
		};
	},
	$switch(operand, scope, name) {
		const fields = namedFields(operand, name, ['branches'], ['default']);
		uassert(Array.isArray(fields['branches']), 40_061, "$switch expected an array for 'branches'");
		uassert(fields['branches'].length > 0, 40_068, '$switch requires at least one branch.');
		const branches = fields['branches'].map(branch => {
			const {case: condition, then: value} = namedFields(branch, 'a branch of $switch', ['case', 'then']);
			return {when: compileExpression(condition, scope), value: compileExpression(value, scope)};
		});
		const otherwise = Object.hasOwn(fields, 'default') ? compileExpression(fields['default'], scope) : undefined;
		return (document, variables) => {
			const value = branches.find(({when}) => truthy(when(document, variables)))?.value ?? otherwise;
			uassert(value, 40_066, '$switch could not find a matching branch for an input, and no default was specified.');
			return value(document, variables);
		};
	},
	$literal: operand => () => operand,
};

function ofDates(sign: string): string {
	return `(a instanceof Date&&b instanceof Date?a.getTime()${sign}b.getTime():undefined)`;
}

/** User variables begin with a lower-case letter. */
export function checkVariableName(name: string): string {
	uassert(/^[a-z\u0080-\uFFFF][\w\u0080-\uFFFF]*$/.test(name), 16_867, `'${name}' starts with an invalid character for a user variable name`);
	return name;
}

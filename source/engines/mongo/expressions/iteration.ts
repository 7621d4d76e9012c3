import {truthy} from '../values/truthy.ts';
import {isNullish, namedFields} from './arguments.ts';
import {arrayOf, wholeArgument} from './array-arguments.ts';
import {checkVariableName} from './logic.ts';
import {compileExpression, withNames, type OperatorCompiler} from './compile-expression.ts';

/** An expression for each element of an array. */
export const iterationOperators: Readonly<Record<string, OperatorCompiler>> = {
	$filter(operand, scope, name) {
		const fields = namedFields(operand, name, ['input', 'cond'], ['as', 'limit']);
		const as = variableName(fields['as']);
		const input = compileExpression(fields['input'], scope);
		const condition = compileExpression(fields['cond'], withNames(scope, as));
		const limit = compileExpression(fields['limit'] ?? null, scope);
		return (document, variables) => {
			const list = input(document, variables);
			const most = limit(document, variables);
			if (isNullish(list)) {
				return null;
			}

			const kept = arrayOf(list, name, 28_651).filter(item => truthy(condition(document, {...variables, [as]: item})));
			return isNullish(most) ? kept : kept.slice(0, wholeArgument(most, name, 327_391));
		};
	},
	$map(operand, scope, name) {
		const fields = namedFields(operand, name, ['input', 'in'], ['as']);
		const as = variableName(fields['as']);
		const input = compileExpression(fields['input'], scope);
		const body = compileExpression(fields['in'], withNames(scope, as));
		return (document, variables) => {
			const list = input(document, variables);
			return isNullish(list) ? null : arrayOf(list, name, 16_883).map(item => body(document, {...variables, [as]: item}) ?? null);
		};
	},
	$reduce(operand, scope, name) {
		const fields = namedFields(operand, name, ['input', 'initialValue', 'in'], []);
		const input = compileExpression(fields['input'], scope);
		const initial = compileExpression(fields['initialValue'], scope);
		const body = compileExpression(fields['in'], withNames(scope, 'this', 'value'));
		return (document, variables) => {
			const list = input(document, variables);
			if (isNullish(list)) {
				return null;
			}

			return arrayOf(list, name, 40_080).reduce((value, item) => body(document, {...variables, this: item, value}), initial(document, variables));
		};
	},
};

function variableName(as: unknown): string {
	if (typeof as !== 'string') {
		return 'this';
	}

	checkVariableName(as);
	return as;
}

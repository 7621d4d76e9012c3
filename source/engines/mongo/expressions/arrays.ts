import {ensureSupported, uassert} from '../mongo-error.ts';
import {bsonType} from '../values/bson-type.ts';
import {compareValues} from '../values/compare-values.ts';
import {isDocument} from '../values/document.ts';
import {truthy} from '../values/numbers.ts';
import {arrayOf, isNullish, namedFields, ofMany, ofOne, ofPair, ofTwo, wholeArgument} from './arguments.ts';
import {compileExpression, withNames, type OperatorCompiler} from './compile-expression.ts';
import {checkVariableName} from './logic.ts';

/** Operators on arrays, and expressions for each of their elements. */
export const arrayOperators: Readonly<Record<string, OperatorCompiler>> = {
	$isArray: ofOne(value => Array.isArray(value)),
	$size: ofOne(value => {
		uassert(Array.isArray(value), 17_124, () => `The argument to $size must be an array, but was of type: ${bsonType(value)}`);
		return value.length;
	}),
	$arrayElemAt: ofPair(([array, index], name) => arrayOf(array, name, 28_689).at(wholeArgument(index, name, 28_690))),
	$first: ofOne((value, name) => (isNullish(value) ? null : arrayOf(value, name, 28_689)[0])),
	$last: ofOne((value, name) => (isNullish(value) ? null : arrayOf(value, name, 28_689).at(-1))),
	$concatArrays: ofMany((values, name) => values.flatMap(value => arrayOf(value, name, 28_664))),
	$in: ofTwo((value, array) => {
		uassert(Array.isArray(array), 40_081, () => `$in requires an array as a second argument, found: ${bsonType(array)}`);
		return array.some(item => compareValues(item, value) === 0);
	}),
	$objectToArray: ofOne(value => {
		uassert(isNullish(value) || isDocument(value), 40_390, () => `$objectToArray requires a document input, found: ${bsonType(value)}`);
		return isNullish(value) ? null : Object.entries(value).map(([k, v]) => ({k, v}));
	}),
	$filter(operand, scope, name) {
		const fields = namedFields(operand, name, ['input', 'cond'], ['as', 'limit']);
		const as = variableName(fields['as']);
		const input = compileExpression(fields['input'], scope);
		const condition = compileExpression(fields['cond'], withNames(scope, as));
		ensureSupported(fields['limit'] === undefined, "'limit' of $filter");
		return (document, variables) => {
			const list = input(document, variables);
			return isNullish(list) ? null : arrayOf(list, name, 28_651).filter(item => truthy(condition(document, {...variables, [as]: item})));
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
};

function variableName(as: unknown): string {
	return checkVariableName(as === undefined ? 'this' : typeof as === 'string' ? as : '');
}

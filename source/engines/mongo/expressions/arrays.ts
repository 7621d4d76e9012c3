import {uassert} from '../mongo-error.ts';
import {bsonType} from '../values/bson-type.ts';
import {compareValues} from '../values/compare-values.ts';
import {isDocument} from '../values/document.ts';
import {truthy} from '../values/numbers.ts';
import {arrayOf, isNullish, namedFields, ofMany, ofOne, ofTwo, ofValues, unlessNull, wholeArgument} from './arguments.ts';
import {compileExpression, withNames, type OperatorCompiler} from './compile-expression.ts';
import {checkVariableName} from './logic.ts';

/** Most items that `$range` makes. */
const rangeMax = 10_000_000;

/** Operators on arrays, and expressions for each of their elements. */
export const arrayOperators: Readonly<Record<string, OperatorCompiler>> = {
	$isArray: ofOne(value => Array.isArray(value)),
	$size: ofOne(value => {
		uassert(Array.isArray(value), 17_124, () => `The argument to $size must be an array, but was of type: ${bsonType(value)}`);
		return value.length;
	}),
	$arrayElemAt: ofValues(
		2,
		2,
		unlessNull(([array, index], name) => arrayOf(array, name, 28_689).at(wholeArgument(index, name, 28_690))),
	),
	$first: ofOne((value, name) => (isNullish(value) ? null : arrayOf(value, name, 28_689)[0])),
	$last: ofOne((value, name) => (isNullish(value) ? null : arrayOf(value, name, 28_689).at(-1))),
	$concatArrays: ofMany(unlessNull((values, name) => values.flatMap(value => arrayOf(value, name, 28_664)))),
	$reverseArray: ofOne((value, name) => (isNullish(value) ? null : arrayOf(value, name, 34_435).toReversed())),
	$in: ofTwo((value, array) => {
		uassert(Array.isArray(array), 40_081, () => `$in requires an array as a second argument, found: ${bsonType(array)}`);
		return array.some(item => compareValues(item, value) === 0);
	}),
	$slice: ofValues(
		2,
		3,
		unlessNull(([array, position, count], name) => {
			const list = arrayOf(array, name, 28_724);
			const at = wholeArgument(position, name, 28_725);
			if (count === undefined) {
				return at < 0 ? list.slice(at) : list.slice(0, at);
			}

			const most = wholeArgument(count, name, 28_727);
			uassert(most > 0, 28_729, 'Third argument to $slice must be positive');
			const start = at < 0 ? Math.max(0, list.length + at) : at;
			return list.slice(start, start + most);
		}),
	),
	$range: ofValues(2, 3, ([start, end, step = 1], name) => {
		const from = wholeArgument(start, name, 34_444);
		const by = wholeArgument(step, name, 34_448);
		uassert(by !== 0, 34_449, '$range requires a non-zero step value');
		const length = Math.max(0, Math.ceil((wholeArgument(end, name, 34_446) - from) / by));
		uassert(length <= rangeMax, 'ExceededMemoryLimit', '$range would use too much memory');
		return Array.from({length}, (_, index) => from + index * by);
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
		const fields = namedFields(operand, name, ['input', 'initialValue', 'in']);
		const input = compileExpression(fields['input'], scope);
		const initial = compileExpression(fields['initialValue'], scope);
		const body = compileExpression(fields['in'], withNames(scope, 'this', 'value'));
		return (document, variables) => {
			const list = input(document, variables);
			return isNullish(list)
				? null
				: arrayOf(list, name, 40_080).reduce((value, item) => body(document, {...variables, this: item, value}), initial(document, variables));
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

import {uassert} from '../mongo-error.ts';
import {bsonType} from '../values/bson-type.ts';
import {compareValues, equalValues} from '../values/compare-values.ts';
import {isDocument, type Document} from '../values/document.ts';
import {isNumeric, safeInteger} from '../values/numbers.ts';
import {compileSort} from '../values/sort-documents.ts';
import {isNullish, namedFields, ofMany, ofOne, ofTwo, ofValues} from './arguments.ts';
import {arrayOf, wholeArgument} from './array-arguments.ts';
import {compileExpression, type OperatorCompiler} from './compile-expression.ts';

/** Most items that `$range` makes. */
const rangeMax = 10_000_000;

/** Operators on arrays. */
export const arrayOperators: Readonly<Record<string, OperatorCompiler>> = {
	$isArray: ofOne(value => Array.isArray(value)),
	$size: ofOne(value => {
		uassert(Array.isArray(value), 17_124, () => `The argument to $size must be an array, but was of type: ${bsonType(value)}`);
		return value.length;
	}),
	$arrayElemAt: ofTwo((array, index, name) => {
		if (isNullish(array) || isNullish(index)) {
			return null;
		}

		const list = arrayOf(array, name, 28_689);
		const at = safeInteger(index);
		uassert(
			at !== null && (at | 0) === at,
			isNumeric(index) ? 28_691 : 28_690,
			() => `${name}'s second argument must be a 32-bit integer, but is ${bsonType(index)}`,
		);
		return list.at(at);
	}),
	$first: ofOne((value, name) => (isNullish(value) ? null : arrayOf(value, name, 28_689)[0])),
	$last: ofOne((value, name) => (isNullish(value) ? null : arrayOf(value, name, 28_689).at(-1))),
	$concatArrays: ofMany((values, name) => (values.some(value => isNullish(value)) ? null : values.flatMap(value => arrayOf(value, name, 28_664)))),
	$reverseArray: ofOne((value, name) => (isNullish(value) ? null : arrayOf(value, name, 34_435).toReversed())),
	$in: ofTwo((value, array) => {
		uassert(Array.isArray(array), 40_081, () => `$in requires an array as a second argument, found: ${bsonType(array)}`);
		return array.some(item => compareValues(item, value) === 0);
	}),
	$indexOfArray: ofValues(2, 4, ([array, wanted, start = 0, end = Number.MAX_SAFE_INTEGER], name) => {
		if (isNullish(array)) {
			return null;
		}

		const list = arrayOf(array, name, 40_090);
		const from = bound(start, name);
		const to = Math.min(bound(end, name), list.length);
		return list.findIndex((item, index) => index >= from && index < to && equalValues(item, wanted));
	}),
	$slice: ofValues(2, 3, ([array, position, count], name) => {
		if (isNullish(array) || isNullish(position) || count === null) {
			return null;
		}

		const list = arrayOf(array, name, 28_724);
		return slice(list, wholeArgument(position, name, 28_725), count === undefined ? undefined : wholeArgument(count, name, 28_727));
	}),
	$range: ofValues(2, 3, ([start, end, step = 1], name) => {
		const from = wholeArgument(start, name, 34_444);
		const to = wholeArgument(end, name, 34_446);
		const by = wholeArgument(step, name, 34_448);
		uassert(by !== 0, 34_449, '$range requires a non-zero step value');
		const length = Math.max(0, Math.ceil((to - from) / by));
		uassert(length <= rangeMax, 'ExceededMemoryLimit', '$range would use too much memory');
		return Array.from({length}, (_, index) => from + index * by);
	}),
	$sortArray(operand, scope, name) {
		const {input, sortBy} = namedFields(operand, name, ['input', 'sortBy'], []);
		const list = compileExpression(input, scope);
		const order = isNumeric(sortBy) ? undefined : compileSort(sortBy);
		const sign = safeInteger(sortBy) === -1 ? -1 : 1;
		return (document, variables) => {
			const value = list(document, variables);
			if (isNullish(value)) {
				return null;
			}

			const items = arrayOf(value, name, 2_942_504);
			return order
				? items.toSorted((a, b) => order.compareKeys(order.key(documentOf(a)), order.key(documentOf(b))))
				: items.toSorted((a, b) => sign * compareValues(a, b));
		};
	},
	$arrayToObject: ofOne((value, name) => (isNullish(value) ? null : arrayToObject(arrayOf(value, name, 40_386)))),
	$objectToArray: ofOne(value => {
		if (isNullish(value)) {
			return null;
		}

		uassert(isDocument(value), 40_390, () => `$objectToArray requires a document input, found: ${bsonType(value)}`);
		return Object.entries(value).map(([k, v]) => ({k, v}));
	}),
};

function bound(value: unknown, name: string): number {
	const number = safeInteger(value);
	uassert(number !== null && number >= 0, 40_096, `${name} requires a non-negative integral starting and ending index`);
	return number;
}

function documentOf(value: unknown): Document {
	return isDocument(value) ? value : {};
}

function slice(list: readonly unknown[], position: number, count: number | undefined): readonly unknown[] {
	if (count === undefined) {
		return position < 0 ? list.slice(position) : list.slice(0, position);
	}

	uassert(count > 0, 28_729, 'Third argument to $slice must be positive');
	const start = position < 0 ? Math.max(0, list.length + position) : position;
	return list.slice(start, start + count);
}

function arrayToObject(list: readonly unknown[]): Document {
	const result: Document = {};
	for (const item of list) {
		const pair = isDocument(item) ? [item['k'], item['v']] : item;
		uassert(
			Array.isArray(pair) && pair.length === 2 && typeof pair[0] === 'string',
			40_395,
			'$arrayToObject requires an array of key-value pairs, where the key must be of type string',
		);
		uassert(!pair[0].startsWith('__proto__'), 'NotImplemented', 'The field name __proto__ is not supported by the embedded engine');
		result[pair[0]] = pair[1];
	}

	return result;
}

import {ensureSupported, type MongoError} from '../mongo-error.ts';
import {compareValues} from './compare-values.ts';
import {fieldOf, isDocument} from './document.ts';
import {isIndex} from './paths.ts';

/** Where the walk along one path has come to. The array of a place is its pair of numbers. */
type Step = {readonly value: unknown; readonly parts: readonly string[]; readonly isDone?: boolean; readonly isPlace?: boolean};

/** The keys of a document by several paths, one for each element of an array in it. A missing value is undefined. */
export type KeyRows = {readonly rows: readonly (readonly unknown[])[]; readonly isMultikey: boolean};

/** An empty array as a key: less than null. */
const emptyArray = Symbol('empty array');

/** The keys of a document in an index or a sort. @param parallel The error for two arrays in one document. */
export function keyRows(steps: readonly Step[], parallel: () => MongoError): KeyRows {
	const walked = steps.map(step => walk(step));
	const arrays = new Set(walked.filter(({isDone}) => !isDone).map(({value}) => value));
	if (arrays.size === 0) {
		return {rows: [walked.map(({value}) => value)], isMultikey: false};
	}

	if (arrays.size > 1) {
		throw parallel();
	}

	const array = [...arrays][0] as unknown[];
	const items = array.length === 0 ? [emptyArray] : array;
	// An array inside an array is a value, and nothing is looked for in it.
	const within = (step: Step, item: unknown) => (step.parts.length > 0 && Array.isArray(item) ? undefined : item);
	const into = (step: Step, item: unknown): Step => {
		const [part, ...parts] = step.parts;
		if (step.isDone || part === undefined || !isIndex(part)) {
			return step.isDone ? step : {...step, value: within(step, item), isDone: part === undefined || Array.isArray(item)};
		}

		const value = array[Number(part)];
		const isPlain = !Array.isArray(value) && !array.some(other => isDocument(other) && Object.hasOwn(other, part));
		ensureSupported(isPlain, `The path part ${part} in an array of arrays, or of documents with such a field,`);
		return {...step, value, parts};
	};
	const rows = items.flatMap(item => {
		const inner = walked.map(step => into(step, item));
		return keyRows(inner, parallel).rows;
	});
	return {rows, isMultikey: true};
}

/** Goes on until a value or an array that must be opened. */
function walk({value, parts, isDone = false, isPlace = false}: Step): Step {
	let current = value;
	for (let i = 0; i < parts.length && !isDone; i++) {
		const part = parts[i]!;
		if (isDocument(current)) {
			current = fieldOf(current, part);
		} else if (Array.isArray(current)) {
			return {value: current, parts: parts.slice(i), isPlace};
		} else {
			return {value: undefined, parts: [], isDone: true};
		}
	}

	return {value: current, parts: [], isDone: isDone || isPlace || !Array.isArray(current), isPlace};
}

/** The order of two keys, given for each value whether it ascends (1) or descends (-1). */
export function compareRows(a: readonly unknown[], b: readonly unknown[], signs: readonly number[]): number {
	for (let i = 0; i < signs.length; i++) {
		const order = compareValues(a[i], b[i]);
		if (order !== 0) {
			return order * signs[i]!;
		}
	}

	return 0;
}

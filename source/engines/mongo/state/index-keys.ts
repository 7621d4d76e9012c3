import {MongoError} from '../mongo-error.ts';
import {fieldOf, isDocument, type Document} from '../values/document.ts';
import {isIndex} from '../values/paths.ts';
import type {IndexDefinition} from './index-definition.ts';

/** Where the walk along one path of an index has come to. */
type Step = {readonly value: unknown; readonly parts: readonly string[]; readonly isDone: boolean};

/** The keys of a document in an index, one for each element of an array in it; none when the index leaves it out. */
export type IndexKeys = {readonly rows: readonly (readonly unknown[])[]; readonly isMultikey: boolean};

/** Makes the keys of documents for an index. @throws MongoError 171 for two arrays in one document. */
export function createIndexKeys({key, sparse, covers}: IndexDefinition): (document: Document) => IndexKeys {
	const paths = Object.keys(key).map(path => path.split('.'));
	return document => {
		if (!covers(document)) {
			return {rows: [], isMultikey: false};
		}

		const start = paths.map(parts => ({value: document, parts, isDone: false}));
		const {rows, isMultikey} = expand(start, key);
		const isLeftOut = sparse && rows.length === 1 && rows[0]!.every(value => value === undefined);
		return {rows: isLeftOut ? [] : rows.map(row => row.map(value => value ?? null)), isMultikey};
	};
}

function expand(steps: readonly Step[], key: Document): IndexKeys {
	const walked = steps.map(step => walk(step));
	const arrays = new Set(walked.filter(({isDone}) => !isDone).map(({value}) => value));
	if (arrays.size === 0) {
		return {rows: [walked.map(({value}) => value)], isMultikey: false};
	}

	if (arrays.size > 1) {
		throw new MongoError(171, `cannot index parallel arrays [${Object.keys(key).join('] [')}]`);
	}

	const array = [...arrays][0] as unknown[];
	const items = array.length === 0 ? [null] : array;
	const rows = items.flatMap(
		item =>
			expand(
				walked.map(step =>
					step.isDone
						? step
						: {
								// An array inside an array is a value, and nothing is looked for in it.
								value: step.parts.length > 0 && Array.isArray(item) ? undefined : item,
								parts: step.parts,
								isDone: step.parts.length === 0 || Array.isArray(item),
							},
				),
				key,
			).rows,
	);
	return {rows, isMultikey: true};
}

/** Goes on until a value or an array that must be opened. */
function walk({value, parts, isDone}: Step): Step {
	let current = value;
	for (let i = 0; i < parts.length && !isDone; i++) {
		const part = parts[i]!;
		if (isDocument(current)) {
			current = fieldOf(current, part);
		} else if (Array.isArray(current)) {
			if (!isIndex(part)) {
				return {value: current, parts: parts.slice(i), isDone: false};
			}

			current = current[Number(part)];
		} else {
			return {value: undefined, parts: [], isDone: true};
		}
	}

	return {value: current, parts: [], isDone: isDone || !Array.isArray(current)};
}

import {cellOf} from '../geo/cells.ts';
import {readPosition} from '../geo/position.ts';
import {uassert} from '../mongo-error.ts';
import {displayValue} from '../values/display-value.ts';
import {fieldOf, isDocument, type Document} from '../values/document.ts';
import {isIndex} from '../values/paths.ts';
import type {IndexDefinition} from './index-definition.ts';

/** Where the walk along one path of an index has come to. */
type Step = {readonly value: unknown; readonly parts: readonly string[]; readonly isDone: boolean; readonly isPlace: boolean};

/** The keys of a document in an index, one for each element of an array in it; none when the index leaves it out. */
export type IndexKeys = {readonly rows: readonly (readonly unknown[])[]; readonly isMultikey: boolean};

/** Makes the keys of documents for an index. @throws MongoError 171 for two arrays in one document, 16755 for what is no place. */
export function createIndexKeys({key, sparse, covers, isGeo}: IndexDefinition): (document: Document) => IndexKeys {
	const paths = Object.keys(key).map(path => path.split('.'));
	const arePlaces = Object.values(key).map(kind => kind === '2dsphere');
	return document => {
		if (!covers(document)) {
			return {rows: [], isMultikey: false};
		}

		const start = paths.map((parts, i) => ({value: document, parts, isDone: false, isPlace: arePlaces[i]!}));
		const {rows, isMultikey} = expand(start, key);
		if (isGeo) {
			const places = rows.map(row => row.map((value, i) => (arePlaces[i] ? cellIn(value, document) : (value ?? null))));
			return {rows: places.filter(row => row.some((value, i) => arePlaces[i] && value !== null)), isMultikey};
		}

		const isLeftOut = sparse && rows.length === 1 && rows[0]!.every(value => value === undefined);
		return {rows: isLeftOut ? [] : rows.map(row => row.map(value => value ?? null)), isMultikey};
	};
}

/** The cell of a place; null for none: null, an empty array or document, a missing field. */
function cellIn(value: unknown, document: Document): number | null {
	if (value === null || value === undefined || (typeof value === 'object' && Object.keys(value).length === 0)) {
		return null;
	}

	const position = readPosition(value);
	uassert(typeof position !== 'string', 16_755, () => `Can't extract geo keys: ${displayValue(document)}  ${String(position)}`);
	return cellOf(position);
}

function expand(steps: readonly Step[], key: Document): IndexKeys {
	const walked = steps.map(step => walk(step));
	const arrays = new Set(walked.filter(({isDone}) => !isDone).map(({value}) => value));
	if (arrays.size === 0) {
		return {rows: [walked.map(({value}) => value)], isMultikey: false};
	}

	uassert(arrays.size <= 1, 171, () => `cannot index parallel arrays [${Object.keys(key).join('] [')}]`);
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
								isPlace: step.isPlace,
								isDone: step.parts.length === 0 || Array.isArray(item),
							},
				),
				key,
			).rows,
	);
	return {rows, isMultikey: true};
}

/** Goes on until a value or an array that must be opened. */
function walk({value, parts, isDone, isPlace}: Step): Step {
	let current = value;
	for (let i = 0; i < parts.length && !isDone; i++) {
		const part = parts[i]!;
		if (isDocument(current)) {
			current = fieldOf(current, part);
		} else if (Array.isArray(current)) {
			if (!isIndex(part)) {
				return {value: current, parts: parts.slice(i), isDone: false, isPlace};
			}

			current = current[Number(part)];
		} else {
			return {value: undefined, parts: [], isDone: true, isPlace};
		}
	}

	// The array of a place is its pair of numbers.
	return {value: current, parts: [], isDone: isDone || isPlace || !Array.isArray(current), isPlace};
}

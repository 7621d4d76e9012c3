import {ensureSupported, uassert} from '../mongo-error.ts';
import {typeRank} from './bson-type.ts';
import {compareValues} from './compare-values.ts';
import {isDocument, type Document} from './document.ts';
import {safeInteger} from './numbers.ts';
import {somePathValue, splitPath} from './paths.ts';

type SortField = {readonly parts: readonly string[]; readonly descending: boolean};

/** A compiled sort specification. */
export type SortOrder = {
	/** The values a document sorts by. */
	key(document: Document): readonly unknown[];
	compareKeys(a: readonly unknown[], b: readonly unknown[]): number;
};

/** An empty array sorts before null. */
const emptyArray = Symbol('empty array');

/** Compiles `{field: 1 | -1, …}`; `$meta` is refused. */
export function compileSort(specification: unknown): SortOrder {
	uassert(isDocument(specification), 'TypeMismatch', 'Expected field sort to be of type object');
	const fields = Object.keys(specification).map(path => compileField(path, specification[path]));
	return {
		key: document => fields.map(field => sortValue(document, field)),
		compareKeys(a, b) {
			for (let i = 0; i < fields.length; i++) {
				const order = compareSortValues(a[i], b[i]);
				if (order !== 0) {
					return fields[i]!.descending ? -order : order;
				}
			}

			return 0;
		},
	};
}

/** Sorts stably into a new array. */
export function sortDocuments(documents: readonly Document[], order: SortOrder): Document[] {
	const keyed = documents.map(document => ({document, key: order.key(document)}));
	keyed.sort((a, b) => order.compareKeys(a.key, b.key));
	return keyed.map(({document}) => document);
}

function compileField(path: string, direction: unknown): SortField {
	ensureSupported(!isDocument(direction), 'Sorting by $meta');
	const sign = safeInteger(direction);
	uassert(sign === 1 || sign === -1, 15_975, `$sort key ordering must be 1 (for ascending) or -1 (for descending)`);
	const why = `FieldPath field names may not be empty or start with '$': '${path}'`;
	uassert(path !== '' && !path.startsWith('$') && !path.split('.').includes(''), path.startsWith('$') ? 16_410 : 40_352, why);
	return {parts: splitPath(path), descending: sign === -1};
}

/** The least (ascending) or greatest (descending) of the values at a path; missing is null. */
function sortValue(document: Document, {parts, descending}: SortField): unknown {
	const first = parts.length === 1 ? document[parts[0]!] : undefined;
	if (first !== undefined && !Array.isArray(first) && typeof first !== 'function') {
		return first;
	}

	let best: unknown = undefined;
	const consider = (value: unknown) => {
		const candidate = value === undefined ? null : value;
		const order = best === undefined ? 0 : compareSortValues(candidate, best);
		if (best === undefined || (descending ? order > 0 : order < 0)) {
			best = candidate;
		}
	};

	somePathValue(document, parts, value => {
		if (!Array.isArray(value)) {
			consider(value);
		} else if (value.length === 0) {
			consider(emptyArray);
		} else {
			for (const item of value as unknown[]) {
				consider(item);
			}
		}

		return false;
	});
	return best === undefined ? null : best;
}

function compareSortValues(a: unknown, b: unknown): number {
	if (a === emptyArray || b === emptyArray) {
		// Below null, above MinKey.
		return a === b ? 0 : a === emptyArray ? (typeRank(b) < 0 ? 1 : -1) : typeRank(a) < 0 ? -1 : 1;
	}

	return compareValues(a, b);
}

import {ensureSupported, MongoError, uassert} from '../mongo-error.ts';
import {fieldOf, isDocument, type Document} from './document.ts';
import {compareRows, keyRows} from './key-rows.ts';
import {safeInteger} from './numbers.ts';

/** A compiled sort specification. */
export type SortOrder = ReturnType<typeof compileSort>;

/** Compiles `{field: 1 | -1, …}`; `$meta` is refused. */
export function compileSort(specification: unknown) {
	uassert(isDocument(specification), 'TypeMismatch', 'Expected field sort to be of type object');
	const signs = Object.keys(specification).map(path => signOf(path, specification[path]));
	const paths = Object.keys(specification).map(path => path.split('.'));
	const compareKeys = (a: readonly unknown[], b: readonly unknown[]) => compareRows(a, b, signs);
	return {
		compareKeys,
		/** The values a document sorts by: the first of its keys, where an array gives it several. */
		key(document: Document): readonly unknown[] {
			const plain = paths.map(([name, ...more]) => (more.length === 0 ? (fieldOf(document, name!) ?? null) : undefined));
			if (plain.every(value => value !== undefined && !Array.isArray(value))) {
				return plain;
			}

			const steps = paths.map(parts => ({value: document, parts}));
			const {rows} = keyRows(steps, () => new MongoError('BadValue', 'cannot sort with keys that are parallel arrays'));
			return rows.map(row => row.map(value => value ?? null)).reduce((best, row) => (compareKeys(row, best) < 0 ? row : best));
		},
	};
}

/** Sorts stably into a new array. */
export function sortDocuments(documents: readonly Document[], order: SortOrder): Document[] {
	const keyed = documents.map(document => ({document, key: order.key(document)}));
	keyed.sort((a, b) => order.compareKeys(a.key, b.key));
	return keyed.map(({document}) => document);
}

function signOf(path: string, direction: unknown): number {
	ensureSupported(!isDocument(direction), 'Sorting by $meta');
	const sign = safeInteger(direction);
	uassert(sign === 1 || sign === -1, 15_975, `$sort key ordering must be 1 (for ascending) or -1 (for descending)`);
	const why = `FieldPath field names may not be empty or start with '$': '${path}'`;
	uassert(path !== '' && !path.startsWith('$') && !path.split('.').includes(''), path.startsWith('$') ? 16_410 : 40_352, why);
	return sign;
}

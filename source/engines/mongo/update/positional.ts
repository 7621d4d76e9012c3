import type {CompileScope} from '../expressions/compile-expression.ts';
import {compileFilter, type Predicate} from '../filter/compile-filter.ts';
import {MongoError} from '../mongo-error.ts';
import {fieldOf, isDocument, type Document} from '../values/document.ts';

/** Conditions of `arrayFilters` by identifier. */
export type ArrayFilters = ReadonlyMap<string, Predicate>;

/** Compiles `arrayFilters`: each a condition on one identifier, `{item: 5}` or `{'item.quantity': {$gt: 1}}`. */
export function compileArrayFilters(written: unknown, scope: CompileScope): ArrayFilters {
	const filters = new Map<string, Predicate>();
	for (const filter of Array.isArray(written) ? written as unknown[] : []) {
		if (!isDocument(filter) || Object.keys(filter).length === 0) {
			throw new MongoError('FailedToParse', 'Cannot use an expression without a top-level field name in arrayFilters');
		}

		const identifier = identifierOf(filter);
		if (filters.has(identifier)) {
			throw new MongoError('FailedToParse', `Found multiple array filters with the same top-level field name ${identifier}`);
		}

		filters.set(identifier, compileFilter(filter, scope));
	}

	return filters;
}

function identifierOf(filter: Document): string {
	const names = new Set(Object.keys(filter).flatMap(key => key.startsWith('$') && Array.isArray(filter[key])
		? (filter[key] as unknown[]).filter(clause => isDocument(clause)).map(clause => identifierOf(clause))
		: [key.split('.')[0]!]));
	const [name, ...more] = names;
	if (name === undefined || more.length > 0) {
		throw new MongoError('FailedToParse', `Error parsing array filter :: caused by :: Expected a single top-level field name, found ${[...names].map(item => `'${item}'`).join(' and ')}`);
	}

	if (!/^[a-z][a-z\d]*$/i.test(name)) {
		throw new MongoError('BadValue', `Error parsing array filter :: caused by :: The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${name}'`);
	}

	return name;
}

/**
 * The concrete paths that an update path means in a document: `$[]` is every element, `$[id]` those that its filter
 * matches, `$` the one that the query matched.
 *
 * @throws MongoError `BadValue` when the path needs an array and finds none, or the query matched no element.
 */
export function expandPath(document: Document, path: readonly string[], filters: ArrayFilters, matchedIndex: (arrayPath: readonly string[]) => number): readonly (readonly string[])[] {
	const at = path.findIndex(part => part.startsWith('$'));
	if (at === -1) {
		return [path];
	}

	const sign = path[at]!;
	const head = path.slice(0, at);
	const rest = path.slice(at + 1);
	if (sign === '$') {
		const index = matchedIndex(head);
		return expandPath(document, [...head, String(index), ...rest], filters, matchedIndex);
	}

	const list = valueAt(document, head);
	if (!Array.isArray(list)) {
		throw new MongoError('BadValue', list === undefined
			? `The path '${head.join('.')}' must exist in the document in order to apply array updates.`
			: `Cannot apply array updates to non-array element ${head.at(-1) ?? ''}`);
	}

	const identifier = sign.slice(2, -1);
	const filter = identifier === '' ? undefined : filters.get(identifier);
	const chosen = list.map((item: unknown, index) => ({item, index})).filter(({item}) => !filter || filter({[identifier]: item}));
	return chosen.flatMap(({index}) => expandPath(document, [...head, String(index), ...rest], filters, matchedIndex));
}

function valueAt(document: Document, parts: readonly string[]): unknown {
	let value: unknown = document;
	for (const part of parts) {
		value = Array.isArray(value) ? value[Number(part)] : (isDocument(value) ? fieldOf(value, part) : undefined);
	}

	return value;
}

/**
 * Finds the element that a query matched, for the positional `$`: the first on which the query's last condition of that
 * array holds by itself, or one of another array where it asks nothing of that one.
 */
export function createIndexFinder(document: Document, filter: Document, scope: CompileScope): (arrayPath: readonly string[]) => number {
	return arrayPath => {
		const found = conditionsOf(filter).flatMap(([key, condition]) => {
			const parts = key.split('.');
			const length = parts.findIndex((_, i) => Array.isArray(valueAt(document, parts.slice(0, i + 1)))) + 1;
			return length === 0 ? [] : [{path: parts.slice(0, length), matches: compileFilter({[key]: condition}, scope)}];
		});
		const own = found.filter(({path}) => path.join('.') === arrayPath.join('.'));
		for (const {path, matches} of (own.length > 0 ? own : found).toReversed()) {
			const index = (valueAt(document, path) as unknown[]).findIndex(item => matches(nest(path, [item])));
			if (index !== -1) {
				return index;
			}
		}

		throw new MongoError('BadValue', 'The positional operator did not find the match needed from the query.');
	};
}

function conditionsOf(filter: Document): ReadonlyArray<readonly [string, unknown]> {
	return Object.entries(filter).flatMap(([key, condition]): ReadonlyArray<readonly [string, unknown]> => {
		if (key === '$and' && Array.isArray(condition)) {
			return (condition as Document[]).flatMap(clause => conditionsOf(clause));
		}

		return key.startsWith('$') ? [] : [[key, condition]];
	});
}

function nest(parts: readonly string[], value: unknown): Document {
	return parts.reduceRight<unknown>((inner, part) => ({[part]: inner}), value) as Document;
}

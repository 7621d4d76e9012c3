import type {CompileScope} from '../expressions/compile-expression.ts';
import {compileFilter} from '../filter/compile-filter.ts';
import {MongoError} from '../mongo-error.ts';
import {fieldOf, isDocument, type Document} from '../values/document.ts';

/**
 * The concrete paths that an update path means in a document: `$[]` is every element, `$` the one that the query
 * matched.
 *
 * @throws MongoError `BadValue` when the path needs an array and finds none, or the query matched no element.
 */
export function expandPath(
	document: Document,
	path: readonly string[],
	matchedIndex: (arrayPath: readonly string[]) => number,
): readonly (readonly string[])[] {
	const at = path.findIndex(part => part.startsWith('$'));
	if (at === -1) {
		return [path];
	}

	const sign = path[at]!;
	const head = path.slice(0, at);
	const rest = path.slice(at + 1);
	if (sign === '$') {
		const index = matchedIndex(head);
		return expandPath(document, [...head, String(index), ...rest], matchedIndex);
	}

	const list = valueAt(document, head);
	if (!Array.isArray(list)) {
		throw new MongoError(
			'BadValue',
			list === undefined
				? `The path '${head.join('.')}' must exist in the document in order to apply array updates.`
				: `Cannot apply array updates to non-array element ${head.at(-1) ?? ''}`,
		);
	}

	return list.flatMap((_, index) => expandPath(document, [...head, String(index), ...rest], matchedIndex));
}

function valueAt(document: Document, parts: readonly string[]): unknown {
	let value: unknown = document;
	for (const part of parts) {
		value = Array.isArray(value) ? value[Number(part)] : isDocument(value) ? fieldOf(value, part) : undefined;
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

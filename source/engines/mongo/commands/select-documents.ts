import type {WorkLimit} from '../aggregation/work-limit.ts';
import type {CompileScope} from '../expressions/compile-expression.ts';
import {compileFilter} from '../filter/compile-filter.ts';
import {isOperatorObject} from '../filter/field-matcher.ts';
import {MongoError} from '../mongo-error.ts';
import type {Collection} from '../state/collection.ts';
import {canonicalKey} from '../values/canonical-key.ts';
import {compareValues} from '../values/compare-values.ts';
import {isDocument, type Document} from '../values/document.ts';
import {safeInteger} from '../values/numbers.ts';
import {compileSort, sortDocuments} from '../values/sort-documents.ts';
import {bsonType} from '../values/bson-type.ts';

/** How documents are chosen. */
export type Selection = {
	readonly filter: Document;
	readonly sort?: Document;
	readonly skip?: number;
	/** 0 for all. */
	readonly limit?: number;
	readonly hint?: unknown;
};

/** The documents of a collection that match, in order; the filter is checked also when there is no collection. */
export function selectDocuments(collection: Collection | undefined, selection: Selection, scope: CompileScope, work: WorkLimit): Document[] {
	const {filter, sort = {}, skip = 0, limit = 0, hint} = selection;
	const matches = compileFilter(filter, scope);
	const [natural, order] = sortOrder(sort, hint);
	if (!collection) {
		return [];
	}

	checkHint(collection, hint);
	const source = candidates(collection, filter);
	if (natural === -1) {
		source.reverse();
	}

	const end = limit === 0 ? Number.POSITIVE_INFINITY : skip + limit;
	const found: Document[] = [];
	for (const document of source) {
		work.tick();
		if (matches(document)) {
			found.push(document);
			if (!order && found.length >= end) {
				break;
			}
		}
	}

	const sorted = order ? sortDocuments(found, order) : found;
	return skip === 0 && sorted.length <= end ? sorted : sorted.slice(skip, end);
}

function sortOrder(sort: Document, hint: unknown) {
	const natural = sort['$natural'] ?? (isDocument(hint) ? hint['$natural'] : undefined);
	const keys = Object.keys(sort);
	if (sort['$natural'] !== undefined && keys.length > 1) {
		throw new MongoError('BadValue', '$natural sort cannot be set to a value other than -1 or 1 or used with other fields');
	}

	return [safeInteger(natural), keys.length > 0 && sort['$natural'] === undefined ? compileSort(sort) : undefined] as const;
}

/** A hint must name an index that is there; it changes nothing here. */
function checkHint(collection: Collection, hint: unknown): void {
	if (hint === undefined || (isDocument(hint) && (Object.keys(hint).length === 0 || hint['$natural'] !== undefined))) {
		return;
	}

	if (!collection.indexes.some(index => index.name === hint || compareValues(index.key, hint) === 0)) {
		throw new MongoError('BadValue', 'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index');
	}
}

/** Documents looked up by their `_id` when the filter asks for one or several; all others. */
function candidates(collection: Collection, filter: Document): Document[] {
	const ids = wantedIds(filter['_id']);
	if (!ids) {
		return collection.documents();
	}

	const keys = new Set(ids.map(id => canonicalKey(id)));
	const found = [...keys].map(key => collection.get(key)).filter(document => document !== undefined);
	return found.sort((a, b) => compareValues(a['_id'], b['_id']));
}

function wantedIds(condition: unknown): readonly unknown[] | undefined {
	if (isOperatorObject(condition)) {
		const [name, ...more] = Object.keys(condition);
		if (more.length > 0 || (name !== '$eq' && name !== '$in')) {
			return undefined;
		}

		const operand = condition[name];
		const ids = name === '$in' ? operand : [operand];
		return Array.isArray(ids) && ids.every(id => isScalarId(id)) ? ids : undefined;
	}

	return condition !== undefined && isScalarId(condition) ? [condition] : undefined;
}

function isScalarId(id: unknown): boolean {
	return !['regex', 'array'].includes(bsonType(id));
}

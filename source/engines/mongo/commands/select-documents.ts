import type {WorkLimit} from '../aggregation/work-limit.ts';
import type {CompileScope} from '../expressions/compile-expression.ts';
import {compileFilter} from '../filter/compile-filter.ts';
import {isOperatorObject} from '../filter/field-matcher.ts';
import {takeNear} from '../geo/near.ts';
import {uassert} from '../mongo-error.ts';
import type {Collection} from '../state/collection.ts';
import type {IndexUses} from '../state/collection-index.ts';
import {bsonType} from '../values/bson-type.ts';
import {canonicalKey} from '../values/canonical-key.ts';
import {isDocument, type Document} from '../values/document.ts';
import {safeInteger} from '../values/numbers.ts';
import {compileSort, sortDocuments, type SortOrder} from '../values/sort-documents.ts';
import type {GeoNear} from './geo-near.ts';
import {type IndexScan, planQuery, readIndex} from './plan-query.ts';
import {searchNear, type Ring} from './search-near.ts';

/** How documents are chosen. */
export type Selection = {
	readonly filter: Document;
	readonly sort?: Document;
	readonly skip?: number;
	/** 0 for all. */
	readonly limit?: number;
	readonly hint?: unknown;
	/** A `$geoNear`. */
	readonly geoNear?: GeoNear;
};

/** What was chosen, and how: what `explain` tells. */
export type Selected = {
	readonly documents: Document[];
	/** `id`: one document was looked up by its `_id`. */
	readonly access: 'none' | 'all' | 'id' | IndexScan;
	/** The searches around a place, for a query of what is near. */
	readonly rings?: readonly Ring[];
	readonly isSortedAfter: boolean;
	readonly matchCount: number;
	readonly returnedCount: number;
	readonly keysExamined: number;
	readonly docsExamined: number;
	readonly isBackward: boolean;
	readonly uses?: IndexUses | undefined;
};

/** The documents of a collection that match, in order; the filter is checked also when there is no collection. */
export function selectDocuments(collection: Collection | undefined, selection: Selection, scope: CompileScope, work: WorkLimit): Document[] {
	const selected = select(collection, selection, scope, work);
	countUse(selected);
	return selected.documents;
}

/** Counts the use of the index that was read; an explanation uses none. */
export function countUse({uses}: Selected): void {
	if (uses) {
		uses.ops++;
	}
}

/** Chooses documents and counts what it read for that. @param give Takes the documents one by one, in place of the list. */
export function select(
	collection: Collection | undefined,
	selection: Selection,
	scope: CompileScope,
	work: WorkLimit,
	give?: (document: Document) => void,
): Selected {
	const {sort = {}, skip = 0, limit = 0, hint, geoNear} = selection;
	const {near, rest: filter} = geoNear ? {near: geoNear.near, rest: selection.filter} : takeNear(selection.filter);
	const matches = compileFilter(filter, scope);
	const [natural, order] = sortOrder(sort, hint);
	const nothing = {isSortedAfter: false, matchCount: 0, returnedCount: 0, keysExamined: 0, docsExamined: 0, isBackward: natural === -1};
	if (!collection) {
		return {...nothing, documents: [], access: 'none'};
	}

	const end = limit === 0 ? Number.POSITIVE_INFINITY : skip + limit;
	if (near) {
		const {tick} = work;
		const {neighbours, rings} = searchNear(collection, near, {filter, hint, matches, wanted: order ? Number.POSITIVE_INFINITY : (near.wanted ?? end), tick});
		const found = neighbours.map(({document, radians}) => geoNear?.shown(document, radians) ?? document);
		const documents = cut(found, order, skip, end);
		documents.forEach(document => give?.(document));
		return {
			documents,
			keysExamined: rings.reduce((sum, ring) => sum + ring.keysExamined, 0),
			docsExamined: rings.reduce((sum, ring) => sum + ring.docsExamined, 0),
			matchCount: found.length,
			returnedCount: documents.length,
			isSortedAfter: order !== undefined,
			uses: rings[0]!.scan.uses,
			access: rings[0]!.scan,
			rings,
			isBackward: false,
		};
	}

	const id = wantedId(filter['_id']);
	const byId = id !== undefined && (hint === undefined || hint === '_id_' || isDocument(hint)) ? id : undefined;
	// No index need be put in order to find one document by its id.
	const scan = byId !== undefined && hint === undefined ? undefined : planQuery(collection, filter, sort, hint);
	const isById = byId !== undefined && (scan === undefined || scan.index.name === '_id_');
	const remaining = scan?.isSorted && !isById ? undefined : order;
	const found: Document[] = [];
	let docsExamined = 0;
	let matchCount = 0;
	// Where nothing has to be sorted or skipped first, each document is passed on while it is still in the processor's cache.
	const isGiven = give !== undefined && remaining === undefined && skip === 0;
	const take = (document: Document): boolean => {
		work.tick();
		docsExamined++;
		if (matches(document)) {
			matchCount++;
			if (isGiven) {
				give(document);
			} else {
				found.push(document);
			}
		}

		return remaining !== undefined || matchCount < end;
	};

	let keysExamined = 0;
	if (isById) {
		const document = collection.get(canonicalKey(byId));
		keysExamined = document ? 1 : 0;
		if (document) {
			take(document);
		}
	} else if (scan) {
		keysExamined = readIndex(scan, take);
	} else {
		const all = collection.documents();
		(natural === -1 ? all.reverse() : all).every(take);
	}

	const documents = cut(found, remaining, skip, end);
	for (const document of isGiven ? [] : documents) {
		give?.(document);
	}

	return {
		documents,
		keysExamined,
		docsExamined,
		matchCount,
		returnedCount: isGiven ? matchCount : documents.length,
		isSortedAfter: remaining !== undefined,
		uses: isById ? collection.index('_id_').uses : scan?.uses,
		access: isById ? 'id' : (scan ?? 'all'),
		isBackward: natural === -1,
	};
}

function cut(found: Document[], order: SortOrder | undefined, skip: number, end: number): Document[] {
	const sorted = order ? sortDocuments(found, order) : found;
	return skip === 0 && sorted.length <= end ? sorted : sorted.slice(skip, end);
}

function sortOrder(sort: Document, hint: unknown) {
	const [wanted] = [sort, hint].filter(document => isDocument(document) && document['$natural'] !== undefined) as Document[];
	const natural = wanted && safeInteger(wanted['$natural']);
	const why = '$natural sort cannot be set to a value other than -1 or 1 or used with other fields';
	uassert(!wanted || (Math.abs(natural ?? 0) === 1 && Object.keys(wanted).length === 1), 'BadValue', why);
	return [natural, wanted !== sort && Object.keys(sort).length > 0 ? compileSort(sort) : undefined] as const;
}

/** The `_id` of the one document that a filter can match. */
function wantedId(condition: unknown): unknown {
	const keys = isOperatorObject(condition) ? Object.keys(condition) : ['$eq'];
	const id = isOperatorObject(condition) ? condition['$eq'] : condition;
	return keys.length === 1 && keys[0] === '$eq' && !['regex', 'array'].includes(bsonType(id)) ? id : undefined;
}

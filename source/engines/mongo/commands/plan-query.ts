import type {Near} from '../geo/near.ts';
import {MongoError, uassert} from '../mongo-error.ts';
import type {Collection} from '../state/collection.ts';
import type {IndexEntry, IndexUses} from '../state/collection-index.ts';
import type {IndexDefinition} from '../state/index-definition.ts';
import {cellRanges, conditionsOf, imply, isPoint, rangesOf, stretches, type Range} from '../state/index-range.ts';
import {compareValues} from '../values/compare-values.ts';
import {isDocument, type Document} from '../values/document.ts';
import {safeInteger} from '../values/numbers.ts';

/** How an index is read for a query. */
export type IndexScan = {
	readonly index: IndexDefinition;
	readonly isMultikey: boolean;
	readonly hasGone: boolean;
	readonly uses: IndexUses;
	/** Ranges of its first fields; all values of the others. */
	readonly ranges: readonly (readonly Range[])[];
	readonly direction: 1 | -1;
	/** Whether it gives the documents in the order that is asked for. */
	readonly isSorted: boolean;
	readonly entries: readonly IndexEntry[];
	readonly stretches: ReadonlyArray<readonly [number, number]>;
};

/** The best index for a filter and a sort, or the one that a hint names; undefined for none. */
export function planQuery(collection: Collection, filter: Document, sort: Document, hint: unknown): IndexScan | undefined {
	const hinted = hintedIndex(collection, hint);
	if (hinted === null || sort['$natural'] !== undefined) {
		return undefined;
	}

	const conditions = conditionsOf(filter);
	const covering = collection.indexes.filter(index => isImplied(index, filter));
	if (hinted) {
		if (!covering.includes(hinted) || !reaches(hinted, Object.values(hinted.key).indexOf('2dsphere'), conditions)) {
			throw new MongoError('NoQueryExecutionPlans', 'error processing query: planner returned error :: caused by :: No query solutions');
		}

		return scanOf(collection, hinted, conditions, sort);
	}

	let best: IndexScan | undefined;
	for (const index of covering) {
		const [first] = Object.keys(index.key);
		if ((!conditions.has(first!) && !Object.hasOwn(sort, first!)) || !reaches(index, Object.values(index.key).indexOf('2dsphere'), conditions)) {
			continue;
		}

		const scan = scanOf(collection, index, conditions, sort);
		const isWhole = !index.isGeo && !index.sparse && !index.partialFilterExpression;
		if ((scan.ranges.length > 0 || (scan.isSorted && isWhole)) && (!best || worth(scan) > worth(best))) {
			best = scan;
		}
	}

	return best;
}

/** Whether the fields of an index have ranges, down to its places. Without them a scan would miss documents that have no place. */
function reaches({key}: IndexDefinition, place: number, conditions: ReadonlyMap<string, readonly unknown[]>): boolean {
	return Object.keys(key)
		.slice(0, place + 1)
		.every(path => rangesAt(key, path, conditions, false));
}

function rangesAt(key: Document, path: string, conditions: ReadonlyMap<string, readonly unknown[]>, isMultikey: boolean) {
	const here = conditions.get(path) ?? [];
	return key[path] === '2dsphere' ? cellRanges(here) : rangesOf(here, isMultikey);
}

/** The scan for what is near a place, all within an angle. @throws MongoError `NoQueryExecutionPlans` when no index knows such places. */
export function planNear(collection: Collection, filter: Document, {path, center}: Near, radians: number, hint: unknown): IndexScan {
	const conditions = new Map(conditionsOf(filter)).set(path, [{$geoWithin: {$centerSphere: [[center.lng, center.lat], radians]}}]);
	const hinted = hintedIndex(collection, hint);
	for (const index of hinted ? [hinted] : collection.indexes) {
		if (index.key[path] === '2dsphere' && isImplied(index, filter) && reaches(index, Object.keys(index.key).indexOf(path), conditions)) {
			return scanOf(collection, index, conditions, {});
		}
	}

	throw new MongoError('NoQueryExecutionPlans', 'error processing query: planner returned error :: caused by :: unable to find index for $geoNear query');
}

function worth({ranges, isSorted, index}: IndexScan): number {
	const points = ranges.filter(range => range.length === 1 && isPoint(range[0]!)).length;
	return ranges.length * 10 + points * 5 + (isSorted ? 3 : 0) + (index.unique ? 1 : 0);
}

/** @returns undefined without a hint, null for one of the order of insertion. @throws MongoError `BadValue` for an index that is not there. */
function hintedIndex(collection: Collection, hint: unknown): IndexDefinition | undefined | null {
	if (hint === undefined || (isDocument(hint) && Object.keys(hint).length === 0)) {
		return undefined;
	}

	if (isDocument(hint) && hint['$natural'] !== undefined) {
		return null;
	}

	const index = collection.indexes.find(({name, key}) => name === hint || compareValues(key, hint) === 0);
	uassert(index, 'BadValue', 'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index');
	return index;
}

/** Whether a partial index holds all that a filter can match: the filter must say the index's own conditions, or more. */
function isImplied({partialFilterExpression}: IndexDefinition, filter: Document): boolean {
	const conditions = conditionsOf(filter);
	return Object.entries(partialFilterExpression ?? {}).every(
		([path, condition]) => (Object.hasOwn(filter, path) && compareValues(filter[path], condition) === 0) || imply(conditions.get(path) ?? [], condition),
	);
}

function scanOf(collection: Collection, index: IndexDefinition, conditions: ReadonlyMap<string, readonly unknown[]>, sort: Document): IndexScan {
	const entries = collection.entriesOf(index.name);
	const {isMultikey, isAmbiguous, hasGone, uses} = collection.index(index.name);
	const ranges: (readonly Range[])[] = [];
	const paths = Object.keys(index.key);
	for (const path of isAmbiguous ? [] : paths) {
		const found = rangesAt(index.key, path, conditions, isMultikey);
		if (!found) {
			break;
		}

		ranges.push(found);
		// Different elements of one array may meet the conditions on two fields.
		if (isMultikey || !found.every(range => isPoint(range))) {
			break;
		}
	}

	const signs = Object.values(index.key).map(direction => (direction === '2dsphere' ? 0 : Number(direction) < 0 ? -1 : 1));
	const free = ranges.findIndex(range => range.length > 1 || !isPoint(range[0]!));
	const fixed = free === -1 ? ranges.length : free;
	const turn = isMultikey || isAmbiguous ? undefined : turnFor(sort, paths, signs, fixed);
	return {
		index,
		isMultikey,
		hasGone,
		uses,
		ranges,
		entries,
		direction: turn ?? 1,
		isSorted: turn !== undefined && Object.keys(sort).length > 0,
		stretches: stretches(entries, ranges, signs),
	};
}

/** The direction in which an index is read to give a sort; undefined when it cannot. Fields that the filter holds to one value may be left out. */
function turnFor(sort: Document, paths: readonly string[], signs: readonly number[], fixed: number): 1 | -1 | undefined {
	let at = 0;
	let turn: 1 | -1 | undefined;
	for (const [path, direction] of Object.entries(sort)) {
		while (at < fixed && paths[at] !== path) {
			at++;
		}

		const wanted = (safeInteger(direction) ?? 0) * (signs[at] ?? 0);
		if (paths[at] !== path || (turn !== undefined && at >= fixed && wanted !== turn) || (wanted !== 1 && wanted !== -1)) {
			return undefined;
		}

		turn ??= at >= fixed ? wanted : undefined;
		at++;
	}

	return turn ?? 1;
}

/** Gives the documents of an index scan, each once. @returns How many keys were read. */
export function readIndex({entries, stretches, direction, isMultikey, hasGone}: IndexScan, take: (document: Document) => boolean): number {
	const seen = isMultikey ? new Set<object>() : undefined;
	let keysExamined = 0;
	for (const [from, to] of direction === 1 ? stretches : stretches.toReversed()) {
		for (let i = 0; i < to - from; i++) {
			const {stored, document} = entries[direction === 1 ? from + i : to - 1 - i]!;
			if (hasGone && stored.isGone) {
				continue;
			}

			keysExamined++;
			if (seen?.has(document)) {
				continue;
			}

			seen?.add(document);
			if (!take(document)) {
				return keysExamined;
			}
		}
	}

	return keysExamined;
}

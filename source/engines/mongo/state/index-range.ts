import {isOperatorObject} from '../filter/field-matcher.ts';
import {cellsAround} from '../geo/cells.ts';
import {readCircle} from '../geo/within.ts';
import {typeRank} from '../values/bson-type.ts';
import {compareValues} from '../values/compare-values.ts';
import {isDocument, type Document} from '../values/document.ts';
import {firstIndex, type IndexEntry} from './collection-index.ts';

type Bound = {readonly value: unknown; readonly isOpen: boolean};

/** Values of one type between two bounds; without a bound to the end of the type. */
export type Range = {readonly rank: number; readonly low: Bound | undefined; readonly high: Bound | undefined};

/** Conditions on each field that hold for every match: the fields of a filter, and those inside `$and`. */
export function conditionsOf(filter: Document): ReadonlyMap<string, readonly unknown[]> {
	const conditions = new Map<string, unknown[]>();
	const add = (clause: Document) => {
		for (const [path, condition] of Object.entries(clause)) {
			if (path === '$and' && Array.isArray(condition)) {
				for (const inner of condition as Document[]) {
					add(inner);
				}
			} else if (!path.startsWith('$')) {
				conditions.set(path, [...(conditions.get(path) ?? []), condition]);
			}
		}
	};

	add(filter);
	return conditions;
}

/**
 * The ranges of an index field in which all matches lie, sorted; undefined when the conditions do not bound it.
 *
 * @param isMultikey Different elements of an array may meet the two bounds, so that only one can be used.
 */
export function rangesOf(conditions: readonly unknown[], isMultikey: boolean): readonly Range[] | undefined {
	const operators = conditions.flatMap((condition): [string, unknown][] => (isOperatorObject(condition) ? Object.entries(condition) : [['$eq', condition]]));
	let low: Bound | undefined;
	let high: Bound | undefined;
	for (const [name, value] of operators) {
		if (name === '$eq' && isBound(value)) {
			return [point(value)];
		}

		if (name === '$in' && Array.isArray(value) && value.length > 0 && value.every(item => isBound(item))) {
			const points = value.map(item => point(item)).sort((a, b) => compareValues(a.low.value, b.low.value));
			return points.filter((item, i) => i === 0 || compareValues(item.low.value, points[i - 1]!.low.value) !== 0);
		}

		if (isBound(value) && ((low ?? high) ? typeRank((low ?? high)!.value) === typeRank(value) : true)) {
			const bound = {value, isOpen: name.length === 3};
			if ((name === '$gt' || name === '$gte') && (!low || compareValues(value, low.value) > 0 || (bound.isOpen && compareValues(value, low.value) === 0))) {
				low = bound;
			} else if (
				(name === '$lt' || name === '$lte') &&
				(!high || compareValues(value, high.value) < 0 || (bound.isOpen && compareValues(value, high.value) === 0))
			) {
				high = bound;
			}
		}
	}

	const some = low ?? high;
	return some ? [{rank: typeRank(some.value), low, high: isMultikey && low ? undefined : high}] : undefined;
}

/** Whether each value that meets some conditions on a field meets a wanted one, too. */
export function imply(conditions: readonly unknown[], wanted: unknown): boolean {
	const ranges = rangesOf(conditions, false);
	const parts: readonly unknown[] = isOperatorObject(wanted) ? Object.entries(wanted).map(([name, value]) => ({[name]: value})) : [wanted];
	return (
		ranges !== undefined &&
		parts.every(part => {
			const outer = rangesOf([part], false) ?? [];
			return (isDocument(part) && part['$exists'] === true) || ranges.every(range => outer.some(each => isWithin(range, each)));
		})
	);
}

function isWithin(inner: Range, outer: Range): boolean {
	const reaches = (bound: Bound | undefined, limit: Bound | undefined, sign: 1 | -1) => {
		const order = bound && limit ? compareValues(bound.value, limit.value) * sign : -1;
		return !limit || order > 0 || (order === 0 && (bound!.isOpen || !limit.isOpen));
	};
	return inner.rank === outer.rank && reaches(inner.low, outer.low, 1) && reaches(inner.high, outer.high, -1);
}

/** The stretches of a `2dsphere` field in which all matches lie. */
export function cellRanges(conditions: readonly unknown[]): readonly Range[] | undefined {
	const within = conditions.find(condition => isDocument(condition) && condition['$geoWithin'] !== undefined) as Document | undefined;
	if (!within) {
		return undefined;
	}

	const {center, radians} = readCircle(within['$geoWithin']);
	return cellsAround(center, radians).map(([first, end]) => ({rank: 10, low: {value: first, isOpen: false}, high: {value: end, isOpen: true}}));
}

/** Whether a value can bound a range: a number but NaN, a text, an object id, a truth value or a date. */
function isBound(value: unknown): boolean {
	return !isDocument(value) && [10, 15, 35, 40, 45].includes(typeRank(value)) && compareValues(value, value) === 0 && String(value) !== 'NaN';
}

function point(value: unknown): Range & {readonly low: Bound} {
	return {rank: typeRank(value), low: {value, isOpen: false}, high: {value, isOpen: false}};
}

/** Whether a range is a single value. */
export function isPoint({low, high}: Range): boolean {
	return low !== undefined && high !== undefined && !low.isOpen && !high.isOpen && compareValues(low.value, high.value) === 0;
}

/** The stretches of entries that lie in the ranges of the first fields, in order. */
export function stretches(
	entries: readonly IndexEntry[],
	ranges: readonly (readonly Range[])[],
	signs: readonly number[],
	from = 0,
	to = entries.length,
	field = 0,
): readonly (readonly [number, number])[] {
	const here = ranges[field];
	if (!here) {
		return [[from, to]];
	}

	const descends = signs[field]! < 0;
	return (descends ? here.toReversed() : here).flatMap(range => {
		const before = (i: number) => (descends ? isAbove(entries[i]!.values[field], range) : isBelow(entries[i]!.values[field], range));
		const after = (i: number) => (descends ? isBelow(entries[i]!.values[field], range) : isAbove(entries[i]!.values[field], range));
		const start = firstIndex(from, to, i => !before(i));
		const end = firstIndex(start, to, after);
		return isPoint(range) ? stretches(entries, ranges, signs, start, end, field + 1) : [[start, end] as const];
	});
}

function isBelow(value: unknown, {rank, low}: Range): boolean {
	const ofType = typeRank(value) - rank;
	const order = ofType === 0 && low ? compareValues(value, low.value) : 1;
	return ofType < 0 || (ofType === 0 && (order < 0 || (order === 0 && low!.isOpen)));
}

function isAbove(value: unknown, {rank, high}: Range): boolean {
	const ofType = typeRank(value) - rank;
	const order = ofType === 0 && high ? compareValues(value, high.value) : -1;
	return ofType > 0 || (ofType === 0 && (order > 0 || (order === 0 && high!.isOpen)));
}

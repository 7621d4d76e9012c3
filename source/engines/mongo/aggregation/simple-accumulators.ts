import {uassert} from '../mongo-error.ts';
import {bsonType} from '../values/bson-type.ts';
import {canonicalKey} from '../values/canonical-key.ts';
import {compareValues} from '../values/compare-values.ts';
import {displayValue} from '../values/display-value.ts';
import {isDocument, type Document} from '../values/document.ts';
import {double, isNumeric, toDouble} from '../values/numbers.ts';
import type {Accumulator} from './accumulator.ts';
import {RunningSum} from './running-sum.ts';

/** Accumulators of one value for each document. */
export const simpleAccumulators: Readonly<Record<string, () => Accumulator>> = {
	$sum() {
		const sum = new RunningSum();
		return {add: value => isNumeric(value) && sum.add(value), result: () => sum.total()};
	},
	$avg() {
		const sum = new RunningSum();
		return {add: value => isNumeric(value) && sum.add(value), result: () => sum.mean()};
	},
	$min: () => extreme(-1),
	$max: () => extreme(1),
	$first() {
		let first: {readonly value: unknown} | undefined;
		return {
			add(value) {
				first ??= {value};
			},
			result: () => first?.value ?? null,
		};
	},
	$last() {
		let last: unknown = null;
		return {
			add(value) {
				last = value ?? null;
			},
			result: () => last,
		};
	},
	$push() {
		const items: unknown[] = [];
		return {add: value => value !== undefined && items.push(value), result: () => items};
	},
	$addToSet() {
		const items = new Map<string, unknown>();
		return {
			add(value) {
				const key = canonicalKey(value);
				if (value !== undefined && !items.has(key)) {
					items.set(key, value);
				}
			},
			result: () => [...items.values()],
		};
	},
	$mergeObjects() {
		let merged: Document = {};
		return {
			add(value) {
				if (value === null || value === undefined) {
					return;
				}

				uassert(isDocument(value), 40_400, () => `$mergeObjects requires object inputs, but input ${displayValue(value)} is of type ${bsonType(value)}`);
				merged = {...merged, ...value};
			},
			result: () => merged,
		};
	},
	$stdDevPop: () => deviation(0),
	$stdDevSamp: () => deviation(1),
	$count() {
		const sum = new RunningSum();
		return {add: () => sum.add(1), result: () => sum.total()};
	},
};

function extreme(sign: 1 | -1): Accumulator {
	let best: unknown = null;
	return {
		add(value) {
			if (value !== null && value !== undefined && (best === null || compareValues(value, best) * sign > 0)) {
				best = value;
			}
		},
		result: () => best,
	};
}

/** Welford's running variance. */
function deviation(correction: 0 | 1): Accumulator {
	let count = 0;
	let mean = 0;
	let squares = 0;
	return {
		add(value) {
			if (isNumeric(value)) {
				const number = toDouble(value);
				count++;
				const delta = number - mean;
				mean += delta / count;
				squares += delta * (number - mean);
			}
		},
		result: () => (count <= correction ? null : double(Math.sqrt(squares / (count - correction)))),
	};
}

import {canonicalKey} from '../values/canonical-key.ts';
import {compareValues} from '../values/compare-values.ts';
import {isNullish, ofMany, ofTwo} from './arguments.ts';
import {arrayOf} from './array-arguments.ts';
import type {OperatorCompiler} from './compile-expression.ts';

/** Arrays as sets. */
export const setOperators: Readonly<Record<string, OperatorCompiler>> = {
	$setUnion: ofMany((values, name) => (values.some(value => isNullish(value)) ? null : distinct(values.flatMap(value => arrayOf(value, name, 17_043))))),
	$setIntersection: ofMany((values, name) => {
		if (values.some(value => isNullish(value))) {
			return null;
		}

		const [first = [], ...others] = values.map(value => arrayOf(value, name, 17_047));
		const keys = others.map(list => new Set(list.map(item => canonicalKey(item))));
		return distinct(first.filter(item => keys.every(set => set.has(canonicalKey(item)))));
	}),
	$setDifference: ofTwo((a, b, name) => {
		if (isNullish(a) || isNullish(b)) {
			return null;
		}

		const without = new Set(arrayOf(b, name, 17_049).map(item => canonicalKey(item)));
		return distinct(arrayOf(a, name, 17_048).filter(item => !without.has(canonicalKey(item))));
	}),
};

/** Each value once; MongoDB leaves the order open, here it is sorted so that equal sets look equal. */
function distinct(items: readonly unknown[]): unknown[] {
	return [...new Map(items.map(item => [canonicalKey(item), item])).values()].sort(compareValues);
}

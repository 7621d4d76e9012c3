import {requireShare} from './argument-range.ts';

/**
 * The quantile `p` (0…1) of a small array, in its unit: definition 7 of Hyndman and Fan (1996), linear between
 * the order statistics at (n − 1)p, as R and NumPy have it. The array is not changed. Undefined for an empty one.
 */
export function quantile(values: readonly number[], p: number): number | undefined {
	return quantileOfSorted(Float64Array.from(values).sort(), p);
}

/** The median (the mean of the middle two when their number is even); undefined for an empty array. */
export function median(values: readonly number[]): number | undefined {
	return quantile(values, 0.5);
}

/** As `quantile`, for values that are already in ascending order. */
export function quantileOfSorted(ascending: ArrayLike<number>, p: number): number | undefined {
	requireShare('p', p);
	const position = (ascending.length - 1) * p;
	const below = ascending[Math.floor(position)];
	const above = ascending[Math.ceil(position)];
	if (below === undefined || above === undefined) {
		return undefined;
	}

	const weight = position - Math.floor(position);
	return weight === 0 || below === above ? below : below * (1 - weight) + above * weight;
}

/** How likely each of many is the next to be asked for, the most popular first. They sum to 1. */
export type Popularity = Float64Array;

/** Popularity in proportion to weights of 0 or more, in any order. A RangeError without any weight above 0. */
export function popularityOf(weights: Iterable<number>): Popularity {
	const shares = Float64Array.from(weights).sort().reverse();
	const sum = shares.reduce((before, weight) => before + weight, 0);
	if (!(sum > 0 && Number.isFinite(sum) && shares.at(-1)! >= 0)) {
		throw new RangeError('weights must be finite numbers of 0 or more, and one of them above 0');
	}

	return shares.map(weight => weight / sum);
}

/** Zipf's law: the i-th of `count` is asked for in proportion to 1/i^exponent (1 by default; 0 makes all alike). */
export function zipf(count: number, exponent = 1): Popularity {
	return popularityOf(Array.from({length: count}, (_, index) => (index + 1) ** -exponent));
}

/** Draws by popularity: the place, from 0, of the one asked for, by a random number in [0, 1). */
export function drawBy(popularity: Popularity): (uniform: number) => number {
	let sum = 0;
	const upTo = popularity.map(share => (sum += share));
	const last = popularity.findLastIndex(share => share > 0);
	return uniform => {
		let low = 0;
		let high = last;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (uniform < upTo[middle]!) {
				high = middle;
			} else {
				low = middle + 1;
			}
		}

		return low;
	};
}

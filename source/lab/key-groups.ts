import type {Popularity} from '../chance/popularity.ts';

/** Keys that are as good as equally popular, taken as one kind. */
export type KeyGroup = {
	readonly keys: number;
	/** The probability that a read asks for one of them, each: their mean. */
	readonly share: number;
};

/**
 * Keys as groups of equal popularity, the most popular first, without those that nobody asks for: a hundred thousand keys are some two thousand groups.
 * @param alike within so much of each other popularities are one group; by default what that changes in a sum over keys is below a millionth of it
 */
export function keyGroups(popularity: Popularity, alike = 1.005): KeyGroup[] {
	const groups: KeyGroup[] = [];
	const end = popularity.findLastIndex(share => share > 0) + 1;
	for (let from = 0; from < end;) {
		let to = from;
		let sum = 0;
		for (; to < end && popularity[to]! * alike >= popularity[from]!; to++) {
			sum += popularity[to]!;
		}

		groups.push({keys: to - from, share: sum / (to - from)});
		from = to;
	}

	return groups;
}

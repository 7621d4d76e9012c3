import type {Popularity} from '../chance/popularity.ts';

/** Keys of nearly equal popularity, treated as one kind. */
export type KeyGroup = {
	readonly keys: number;
	/** The probability that a read asks for one of them, each: their mean. */
	readonly share: number;
};

/**
 * Groups of equally popular keys, the most popular first. Keys that nobody asks for are left out. A hundred thousand keys make some two thousand groups.
 * @param alike the relative difference up to which popularities are one group; the default changes a sum over keys by less than a millionth
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

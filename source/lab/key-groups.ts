import type {Popularity} from '../chance/popularity.ts';

/** Keys that are as good as equally popular, taken as one kind. */
export type KeyGroup = {
	readonly keys: number;
	/** The probability that a read asks for one of them, each: their mean. */
	readonly share: number;
};

/** Popularities within so much of each other are one group: what that changes in a sum over keys is below a millionth of it. */
const alike = 1.005;

/** Keys as groups of equal popularity, the most popular first, without those that nobody asks for: a hundred thousand keys are some two thousand groups. */
export function keyGroups(popularity: Popularity): KeyGroup[] {
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

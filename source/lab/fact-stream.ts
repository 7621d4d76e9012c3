import {createRandom} from '../chance/random.ts';
import {poissonCount} from './poisson.ts';

/**
 * A Poisson stream of facts. It tells how many have come up to an instant; instants must not go back.
 * At a rate of 0 none come.
 */
export function createFactStream(factsPerSecond: number, seed: number | string): (atUs: number) => number {
	if (factsPerSecond === 0) {
		return () => 0;
	}

	const random = createRandom(`orders ${seed}`);
	let countedUs = 0;
	let facts = 0;
	return atUs => {
		if (atUs > countedUs) {
			facts += poissonCount((factsPerSecond * (atUs - countedUs)) / 1e6, random);
			countedUs = atUs;
		}

		return facts;
	};
}

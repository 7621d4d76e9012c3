import {createRandom} from '../chance/random.ts';
import {poissonCount} from './poisson.ts';

/**
 * Counts facts that come as a Poisson stream: how many up to an instant. Instants must not go back.
 * Without a rate none come.
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

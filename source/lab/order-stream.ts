import {createRandom} from '../chance/random.ts';
import {poissonCount} from './poisson.ts';

/**
 * Counts orders that are placed as a Poisson stream: how many up to an instant. Instants must not go back.
 * Without a rate none are placed.
 */
export function createOrderStream(ordersPerSecond: number, seed: number | string): (atUs: number) => number {
	if (ordersPerSecond === 0) {
		return () => 0;
	}

	const random = createRandom(`orders ${seed}`);
	let countedUs = 0;
	let orders = 0;
	return atUs => {
		if (atUs > countedUs) {
			orders += poissonCount(ordersPerSecond * (atUs - countedUs) / 1e6, random);
			countedUs = atUs;
		}

		return orders;
	};
}

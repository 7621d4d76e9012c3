import {createCatalogue} from './catalogue.ts';
import {generateOrders} from './generate-orders.ts';
import type {Order} from './order.ts';

const sampleSize = 5000;
/** A fixed clock, so that the sample depends only on the seed. */
const sampleNowMs = Date.UTC(2026, 0, 31, 12);

/** c: the coefficient of variation of an order's value (standard deviation over mean), without returned orders. 0 without orders. */
export function valueVariation(orders: Iterable<Order>): number {
	let count = 0;
	let sum = 0;
	let squares = 0;
	for (const {status, items} of orders) {
		if (status !== 'returned') {
			const cents = items.reduce((total, {quantity, unitPriceCents}) => total + quantity * unitPriceCents, 0);
			count++;
			sum += cents;
			squares += cents ** 2;
		}
	}

	return sum === 0 ? 0 : Math.sqrt(Math.max(0, squares * count - sum ** 2)) / sum;
}

/** The same for 5,000 orders of a seed. Loads faker on first use. */
export async function sampledValueVariation(seed: number): Promise<number> {
	return valueVariation(generateOrders({count: sampleSize, days: 30, seed, nowMs: sampleNowMs}, await createCatalogue(seed)));
}

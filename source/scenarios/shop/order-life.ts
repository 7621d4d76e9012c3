import type {Random} from '../../chance/random.ts';
import type {OrderStatus} from './order.ts';

const dayMs = 86_400_000;

/** The share of orders that are returned in the end. */
export const returnedShare = 0.08;

/** The state of an order, and since when (epoch milliseconds). */
export type OrderState = {readonly status: OrderStatus; readonly updatedAtMs: number};

/**
 * The state of an order at an instant. Its whole life is planned when it is placed: it is shipped after half a day to two days and arrives one to
 * three days later; about 8 % are returned 2 to 20 days after that. The plan takes the same four draws whatever the instant.
 */
export function orderLife(placedAtMs: number, byMs: number, random: Random): OrderState {
	const shippedAtMs = Math.floor(placedAtMs + (0.5 + 1.5 * random.next()) * dayMs);
	const completedAtMs = Math.floor(shippedAtMs + (1 + 2 * random.next()) * dayMs);
	const comesBack = random.next() < returnedShare;
	const returnedAtMs = Math.floor(completedAtMs + (2 + 18 * random.next()) * dayMs);
	return comesBack && returnedAtMs <= byMs
		? {status: 'returned', updatedAtMs: returnedAtMs}
		: completedAtMs <= byMs
			? {status: 'completed', updatedAtMs: completedAtMs}
			: shippedAtMs <= byMs
				? {status: 'shipped', updatedAtMs: shippedAtMs}
				: {status: 'pending', updatedAtMs: placedAtMs};
}

/** Every order that is not returned has arrived this many days after it was placed. */
export const completedWithinDays = 5;

import type {Random} from '../../chance/random.ts';
import type {OrderStatus} from './order.ts';

const dayMs = 86_400_000;

/** Orders that come back in the end. */
export const returnedShare = 0.08;

/** How far an order has got, and since when (epoch milliseconds). */
export type OrderState = {readonly status: OrderStatus; readonly updatedAtMs: number};

/**
 * The whole life of an order, planned as it is placed, and how much of it is over at an instant: it is sent after half a day to two
 * days and comes one to three days later; about 8 % are returned, 2 to 20 days after that. It takes the same four draws
 * whatever the instant is.
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

/** When every order that is not returned has come, in days after it was placed. */
export const completedWithinDays = 5;

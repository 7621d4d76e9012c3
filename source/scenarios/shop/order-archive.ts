import type {Archiving} from '../scenario.ts';
import {orderCents, readJsonLine, toJsonLine} from './json-lines.ts';
import type {StoredOrder} from './order.ts';
import {reportWindowDays} from './revenue.ts';

const dayMs = 86_400_000;

/** What an order that costs so many cents adds to the revenue: a returned one adds nothing. */
export function revenueCents(status: string | null, cents: number): number {
	return status === 'returned' ? 0 : cents;
}

/** Orders in the archive. Returned orders are included but add nothing to the revenue. */
export const orderArchive: Archiving<StoredOrder> = {
	lineSchema: 2,
	line: toJsonLine,
	read: readJsonLine,
	worth: {name: 'revenueCents', title: 'revenue', unit: 'money', of: order => revenueCents(order.status, orderCents(order))},
	answered: {
		days: reportWindowDays,
		note: 'without returns',
		counts: ({status, placedAt}, asOfMs) => status !== 'returned' && placedAt.getTime() > asOfMs - reportWindowDays * dayMs,
	},
};

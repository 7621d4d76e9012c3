import type {Archiving} from '../scenario.ts';
import {orderCents, readJsonLine, toJsonLine} from './json-lines.ts';
import type {StoredOrder} from './order.ts';

/** Orders in the archive. Returned ones are there, and worth nothing. */
export const orderArchive: Archiving<StoredOrder> = {
	lineSchema: 2,
	line: toJsonLine,
	read: readJsonLine,
	worth: {name: 'revenueCents', title: 'revenue', unit: 'money', of: order => (order.status === 'returned' ? 0 : orderCents(order))},
};

import type {Auditing} from '../auditing.ts';
import {orderCents} from './json-lines.ts';
import {orderAtMs} from './order-id.ts';
import type {StoredOrder} from './order.ts';

/** How `audit` looks up an order. */
export const orderAudit: Auditing<StoredOrder> = {
	idAtMs: orderAtMs,
	fields: [
		{name: 'status', title: 'status', unit: 'text', value: ({status}) => status},
		{name: 'placedAt', unit: 'instant', value: ({placedAt}) => placedAt.getTime()},
		{name: 'updatedAt', title: 'updated', unit: 'instant', value: ({updatedAt}) => updatedAt?.getTime()},
		{name: 'version', title: 'version', unit: 'count', value: ({version}) => version},
		{name: 'customerId', unit: 'text', value: ({customer}) => customer.id ?? undefined},
		{
			name: 'items',
			title: 'items',
			unit: 'text',
			value: ({items}) => items.map(({sku, quantity, unitPriceCents}) => `${sku ?? '?'} ${quantity} × ${unitPriceCents}`).join(', '),
			brief: ({items}) => String(items.length),
		},
		{name: 'totalCents', title: 'total', unit: 'money', value: orderCents},
	],
	states: ({placedAt, updatedAt, status}) => [
		{state: 'placed', atMs: placedAt.getTime()},
		// The present state and since when. No copy of an order knows the states in between.
		...(updatedAt && updatedAt.getTime() !== placedAt.getTime() ? [{state: status, atMs: updatedAt.getTime()}] : []),
	],
};

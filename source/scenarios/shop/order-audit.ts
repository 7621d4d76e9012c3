import type {Auditing} from '../auditing.ts';
import {orderCents} from './json-lines.ts';
import {orderAtMs} from './order-id.ts';
import type {StoredOrder} from './order.ts';

/** An order, looked into by itself. */
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
		// Since when it is what it is; how it came there in between, no one copy of it knows.
		...(updatedAt && updatedAt.getTime() !== placedAt.getTime() ? [{state: status, atMs: updatedAt.getTime()}] : []),
	],
};

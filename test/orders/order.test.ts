import fc from 'fast-check';
import {expect, test} from 'vitest';
import {orderSchema} from '../../source/orders/order.ts';
import {anyOrder} from './any-order.ts';

test('every order is one, and stays as it is', () => {
	fc.assert(fc.property(anyOrder(0, 4e12), order => {
		expect(orderSchema.parse(order)).toEqual(order);
	}));
});

const order = {
	id: '1', placedAt: new Date(0), updatedAt: new Date(0), status: 'completed',
	customer: {id: 'C', name: 'n', email: 'e', city: 'c', country: 'GB'},
	items: [{sku: 's', name: 'n', category: 'Books', quantity: 1, unitPriceCents: 100}],
};
const item = order.items[0]!;

test.each([
	['no id', {...order, id: ''}, 'id'],
	['an id that is an object', {...order, id: {$oid: '1'}}, 'id'],
	['a date as text', {...order, placedAt: '2026-11-24'}, 'placedAt'],
	['no date', {...order, updatedAt: new Date(Number.NaN)}, 'updatedAt'],
	['a status of its own', {...order, status: 'lost'}, 'status'],
	['a customer as text', {...order, customer: 'Ada'}, 'customer'],
	['half a unit', {...order, items: [{...item, quantity: 0.5}]}, 'items.0.quantity'],
	['fractions of cents', {...order, items: [item, {...item, unitPriceCents: 1.5}]}, 'items.1.unitPriceCents'],
	['a negative price', {...order, items: [{...item, unitPriceCents: -1}]}, 'items.0.unitPriceCents'],
	['a 64-bit number', {...order, items: [{...item, unitPriceCents: 100n}]}, 'items.0.unitPriceCents'],
])('%s is none', (_, document, path) => {
	const parsed = orderSchema.safeParse(document);
	expect(parsed.error?.issues.map(issue => issue.path.join('.'))).toEqual([path]);
});

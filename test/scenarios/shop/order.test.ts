import fc from 'fast-check';
import {expect, test} from 'vitest';
import {orderSchema} from '../../../source/scenarios/shop/order.ts';
import {anyOrder} from './any-order.ts';

test('every order is one, and stays as it is', () => {
	fc.assert(
		fc.property(anyOrder(0, 4e12), order => {
			expect(orderSchema().parse(order)).toEqual(order);
		}),
	);
});

const order = {
	id: '1',
	placedAt: new Date(0),
	updatedAt: new Date(0),
	status: 'completed',
	customer: {id: 'C', name: 'n', email: 'e', city: 'c', country: 'GB'},
	items: [{sku: 's', name: 'n', category: 'Books', quantity: 1, unitPriceCents: 100}],
};
const item = order.items[0]!;

test.each([
	['an id that is an object', {...order, id: {$oid: '1'}}, 'id'],
	['a date as text', {...order, placedAt: '2026-11-24'}, 'placedAt'],
	['no date', {...order, placedAt: new Date(Number.NaN)}, 'placedAt'],
	['a status of its own', {...order, status: 'lost'}, 'status'],
	['half a unit', {...order, items: [{...item, quantity: 0.5}]}, 'items.0.quantity'],
	['fractions of cents', {...order, items: [item, {...item, unitPriceCents: 1.5}]}, 'items.1.unitPriceCents'],
	['a 64-bit number', {...order, items: [{...item, unitPriceCents: 100n}]}, 'items.0.unitPriceCents'],
])('%s is none', (_, document, path) => {
	const parsed = orderSchema().safeParse(document);
	expect(parsed.error?.issues.map(issue => issue.path.join('.'))).toEqual([path]);
});

test('what does not count may be missing or of another form', () => {
	expect(orderSchema().parse({...order, updatedAt: new Date(Number.NaN), customer: 'Ada', items: [{...item, sku: 7, name: undefined, quantity: -1}]})).toEqual({
		...order,
		updatedAt: null,
		customer: {id: null, name: null, email: null, city: null, country: null},
		items: [{...item, sku: null, name: null, quantity: -1}],
	});
});

import fc from 'fast-check';
import {type Order, orderStatuses} from '../../../source/scenarios/shop/order.ts';

/** Text as people and machines write it, control signs, quotes and line separators included. */
export const anyText = fc.oneof(
	fc.string({maxLength: 12}),
	fc.string({unit: 'binary', maxLength: 12}),
	fc.constantFrom('"', '\n', '\u2028', '\\', '</x>', '__proto__'),
);

const anyItem = fc.record(
	{
		sku: anyText,
		name: anyText,
		category: fc.constantFrom('Books', 'Toys & Games', 'Grocery', 'A', 'B', 'C'),
		quantity: fc.integer({min: 0, max: 50}),
		unitPriceCents: fc.integer({min: 0, max: 10_000_000}),
	},
	{noNullPrototype: true},
);

/** Any order that the type allows, placed within some bounds (epoch milliseconds, both included). */
export function anyOrder(fromMs: number, toMs: number): fc.Arbitrary<Order> {
	return fc.record(
		{
			id: fc.uuid(),
			placedAt: fc.integer({min: fromMs, max: toMs}).map(ms => new Date(ms)),
			updatedAt: fc.integer({min: fromMs, max: toMs}).map(ms => new Date(ms)),
			status: fc.constantFrom(...orderStatuses),
			customer: fc.record({id: anyText, name: anyText, email: anyText, city: anyText, country: anyText}, {noNullPrototype: true}),
			items: fc.array(anyItem, {maxLength: 6}),
		},
		{noNullPrototype: true},
	);
}

import type {StoredOrder} from '../../source/scenarios/shop/order.ts';

/** An order of the shop with one item. */
export function shopOrder(
	id: string,
	placedAtMs: number,
	{cents = 100, status = 'completed', version = 1}: {cents?: number; status?: StoredOrder['status']; version?: number} = {},
): StoredOrder {
	return {
		id,
		placedAt: new Date(placedAtMs),
		updatedAt: new Date(placedAtMs),
		status,
		customer: {id: 'c', name: 'n', email: null, city: null, country: null},
		items: [{sku: 's', name: 'a\u2028"\n', category: 'Books', quantity: 1, unitPriceCents: cents}],
		version,
	};
}

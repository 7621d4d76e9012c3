import type {Order} from './order.ts';

/**
 * One order as a line of newline-delimited JSON, as BigQuery loads it: ISO timestamps, integer cents, items as a
 * repeated record, snake_case columns. Ends in a newline.
 */
export function toJsonLine(order: Order): string {
	return JSON.stringify({
		order_id: order.id,
		placed_at: order.placedAt.toISOString(),
		updated_at: order.updatedAt.toISOString(),
		status: order.status,
		customer: {
			customer_id: order.customer.id,
			name: order.customer.name,
			email: order.customer.email,
			city: order.customer.city,
			country: order.customer.country,
		},
		items: order.items.map(item => ({
			sku: item.sku,
			name: item.name,
			category: item.category,
			quantity: item.quantity,
			unit_price_cents: item.unitPriceCents,
		})),
		total_cents: orderCents(order),
	}) + '\n';
}

/** What an order's items cost together, in integer cents. */
export function orderCents(order: Order): number {
	return order.items.reduce((sum, item) => sum + item.quantity * item.unitPriceCents, 0);
}

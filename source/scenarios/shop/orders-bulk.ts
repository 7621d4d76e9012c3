import {dateOf, microseconds} from '../bulk-time.ts';
import type {BulkRow, LedgerBulk} from '../scenario.ts';
import type {OrderStatus, StoredOrder} from './order.ts';
import type {OrdersPlace} from './orders-place.ts';

type Item = StoredOrder['items'][number];

/** Orders read in bulk: their rows, their items, and each customer and product of the page once. */
export const ordersBulk = <Stored extends StoredOrder>({schema, added}: OrdersPlace): LedgerBulk<Stored> => ({
	columns: [microseconds('updated_at'), 'status', 'version', 'customer_id', ...(added ? [added.column] : [])],
	with: `item as materialized (select * from ${schema}.order_items where order_id = any(array(select id from page)))`,
	parts: {
		items: {columns: ['order_id', 'line', 'sku', 'quantity', 'unit_price_cents'], from: 'item'},
		customers: {
			columns: ['id', 'name', 'email', 'city', 'country'],
			isShared: true,
			from: `${schema}.customers where id = any(array(select distinct customer_id from page))`,
		},
		products: {
			columns: ['sku', 'name', 'category'],
			isShared: true,
			from: `${schema}.products where sku = any(array(select distinct sku from item))`,
		},
	},
	fact([placed, id, updated, status, version, customerId, extra], {items, customers, products}) {
		const [, name, email, city, country] = customers!(customerId!)[0]!;
		const order: StoredOrder = {
			id: id!,
			placedAt: dateOf(placed!),
			updatedAt: dateOf(updated!),
			status: status as OrderStatus,
			version: Number(version),
			customer: {id: customerId!, name: name!, email: email!, city: city!, country: country!},
			items: [...items!(id!)].sort(([, a], [, b]) => Number(a) - Number(b)).map(row => itemOf(row, products!(row[2]!)[0]!)),
		};
		return (added ? {...order, [added.field]: extra} : order) as Stored;
	},
});

function itemOf([, , sku, quantity, cents]: BulkRow, [, name, category]: BulkRow): Item {
	return {sku: sku!, name: name!, category: category!, quantity: Number(quantity), unitPriceCents: Number(cents)};
}

import {dateOf, microseconds} from '../bulk-time.ts';
import type {BulkRow, LedgerBulk} from '../scenario.ts';
import type {OrderStatus, StoredOrder} from './order.ts';
import type {OrdersPlace} from './orders-place.ts';

type Item = StoredOrder['items'][number];

/** Orders in bulk: their rows, their items, and each customer and product of the page once. */
export const ordersBulk = <Stored extends StoredOrder>({schema, added}: OrdersPlace): LedgerBulk<Stored> => ({
	columns: ['id', microseconds('placed_at'), microseconds('updated_at'), 'status', 'version', 'customer_id', ...(added ? [added.column] : [])],
	with: `item as materialized (select * from ${schema}.order_items where order_id = any(array(select id from page)))`,
	parts: {
		items: {columns: ['order_id', 'line', 'sku', 'quantity', 'unit_price_cents'], from: 'item'},
		customers: {
			columns: ['id', 'name', 'email', 'city', 'country'],
			from: `${schema}.customers where id = any(array(select distinct customer_id from page))`,
		},
		products: {columns: ['sku', 'name', 'category'], from: `${schema}.products where sku = any(array(select distinct sku from item))`},
	},
	facts(rows, {items = [], customers = [], products = []}) {
		const customerOf = new Map<string, StoredOrder['customer']>();
		for (const [id, name, email, city, country] of customers) {
			customerOf.set(id!, {id: id!, name: name!, email: email!, city: city!, country: country!});
		}

		const productOf = new Map<string, Pick<Item, 'sku' | 'name' | 'category'>>();
		for (const [sku, name, category] of products) {
			productOf.set(sku!, {sku: sku!, name: name!, category: category!});
		}

		const itemsOf = new Map<string, Array<{readonly line: number; readonly item: Item}>>();
		for (const [orderId, line, ofSku, quantity, cents] of items) {
			const {sku, name, category} = productOf.get(ofSku!)!;
			const entry = {line: Number(line), item: {sku, name, category, quantity: Number(quantity), unitPriceCents: Number(cents)}};
			const others = itemsOf.get(orderId!);
			if (others) {
				others.push(entry);
			} else {
				itemsOf.set(orderId!, [entry]);
			}
		}

		return rows.map(row => {
			const order = orderOf(
				row,
				customerOf.get(row[5]!)!,
				(itemsOf.get(row[0]!) ?? []).sort((a, b) => a.line - b.line).map(({item}) => item),
			);
			return (added ? {...order, [added.field]: row[6]} : order) as Stored;
		});
	},
});

function orderOf([id, placed, updated, status, version]: BulkRow, customer: StoredOrder['customer'], items: Item[]): StoredOrder {
	return {
		id: id!,
		placedAt: dateOf(placed!),
		updatedAt: dateOf(updated!),
		status: status as OrderStatus,
		version: Number(version),
		customer,
		items,
	};
}

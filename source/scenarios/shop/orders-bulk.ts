import type {LedgerBulk} from '../scenario.ts';
import type {OrderStatus, StoredOrder} from './order.ts';

type Item = StoredOrder['items'][number];

const milliseconds = (instant: string) => `(extract(epoch from date_trunc('milliseconds', ${instant})) * 1000)::bigint`;

/**
 * Orders in bulk: a row for each item, which costs a tenth of building JSON for each order. What belongs to an order is found by its keys,
 * whatever PostgreSQL knows of the tables: a plan that reads them whole for each page would take ten times as long (`offset 0` keeps it off).
 */
export const ordersBulk: LedgerBulk<StoredOrder> = {
	columns: `
		fact.id, ${milliseconds('fact.placed_at')}, ${milliseconds('fact.updated_at')}, fact.status, fact.version,
		customer.id, customer.name, customer.email, customer.city, customer.country,
		item.line, item.sku, product.name, product.category, item.quantity, item.unit_price_cents
	`,
	joins: `
		left join lateral (select * from shopstream.customers where id = fact.customer_id offset 0) as customer on true
		left join lateral (select * from shopstream.order_items where order_id = fact.id offset 0) as item on true
		left join lateral (select * from shopstream.products where sku = item.sku offset 0) as product on true
	`,
	order: 'item.line',
	facts(rows, isFirst) {
		const orders: StoredOrder[] = [];
		let items: Item[] = [];
		for (const [i, row] of rows.entries()) {
			if (isFirst(i)) {
				items = [];
				orders.push(orderOf(row, items));
			}

			if (row[firstOfItem] !== null) {
				items.push(itemOf(row));
			}
		}

		return orders;
	},
};

/** The column with an item's line: null where an order has no items. */
const firstOfItem = 10;

function itemOf(row: ReadonlyArray<string | null>): Item {
	return {
		sku: row[firstOfItem + 1]!,
		name: row[firstOfItem + 2]!,
		category: row[firstOfItem + 3]!,
		quantity: Number(row[firstOfItem + 4]),
		unitPriceCents: Number(row[firstOfItem + 5]),
	};
}

function orderOf([id, placedMs, updatedMs, status, version, customerId, name, email, city, country]: ReadonlyArray<string | null>, items: Item[]): StoredOrder {
	return {
		id: id!,
		placedAt: new Date(Number(placedMs)),
		updatedAt: new Date(Number(updatedMs)),
		status: status as OrderStatus,
		version: Number(version),
		customer: {id: customerId!, name: name!, email: email!, city: city!, country: country!},
		items,
	};
}

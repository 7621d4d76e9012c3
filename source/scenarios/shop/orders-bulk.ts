import type {BulkRow, LedgerBulk} from '../scenario.ts';
import type {OrderStatus, StoredOrder} from './order.ts';
import type {OrdersPlace} from './orders-place.ts';

type Item = StoredOrder['items'][number];

const milliseconds = (instant: string) => `(extract(epoch from date_trunc('milliseconds', ${instant})) * 1000)::bigint`;

/** Orders in bulk: their rows, their items, and each customer and product of the page once. */
export const ordersBulk = <Stored extends StoredOrder>({schema, added}: OrdersPlace): LedgerBulk<Stored> => ({
	columns: ['id', milliseconds('placed_at'), milliseconds('updated_at'), 'status', 'version', 'customer_id', ...(added ? [added.column] : [])],
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
		const customerOf = new Map(
			customers.map(([id, name, email, city, country]) => [id, {id: id!, name: name!, email: email!, city: city!, country: country!}]),
		);
		const productOf = new Map(products.map(([sku, name, category]) => [sku, {name: name!, category: category!}]));
		const itemsOf = new Map<string | null, Array<{readonly line: number; readonly item: Item}>>();
		for (const [orderId, line, sku, quantity, cents] of items) {
			const {name, category} = productOf.get(sku!)!;
			const entry = {line: Number(line), item: {sku: sku!, name, category, quantity: Number(quantity), unitPriceCents: Number(cents)}};
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

function orderOf([id, placedMs, updatedMs, status, version]: BulkRow, customer: StoredOrder['customer'], items: Item[]): StoredOrder {
	return {
		id: id!,
		placedAt: new Date(Number(placedMs)),
		updatedAt: new Date(Number(updatedMs)),
		status: status as OrderStatus,
		version: Number(version),
		customer,
		items,
	};
}

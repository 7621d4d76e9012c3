import {type BulkRows, instantIn, microseconds} from '../bulk-rows.ts';
import {pieceOf} from '../line-bytes.ts';
import {plainJson} from '../plain-json.ts';
import type {LedgerBulk} from '../scenario.ts';
import {revenueCents} from './order-archive.ts';
import type {OrdersPlace} from './orders-place.ts';

/** Orders read in bulk: their rows, their items, and each customer and product of the page once. Their lines are those of `toJsonLine`. */
export const ordersBulk = ({schema, added}: OrdersPlace): LedgerBulk => ({
	columns: {numbers: [microseconds('updated_at'), 'version'], texts: ['status', 'customer_id', ...(added ? [added.column] : [])]},
	with: `item as materialized (select * from ${schema}.order_items where order_id = any(array(select id from page)))`,
	parts: {
		items: {columns: {numbers: ['line', 'quantity', 'unit_price_cents'], texts: ['order_id', 'sku']}, from: 'item'},
		customers: {
			columns: {numbers: [], texts: ['id', 'name', 'email', 'city', 'country']},
			from: `${schema}.customers where id = any(array(select distinct customer_id from page))`,
		},
		products: {
			columns: {numbers: [], texts: ['sku', 'name', 'category']},
			from: `${schema}.products where sku = any(array(select distinct sku from item))`,
		},
	},
	lines(orders, {items, customers, products}) {
		const customerPieces = jsonOf(customers!, ['customer_id', 'name', 'email', 'city', 'country']).map(json => pieceOf(`,"customer":${json},"items":[`));
		const productPieces = jsonOf(products!, ['sku', 'name', 'category']).map(json => pieceOf(`${json.slice(0, -1)},"quantity":`));
		const addedName = pieceOf(`,"${added?.column}":`);
		return (row, lines) => {
			lines.piece(piece.id);
			lines.json(orders, row, order.id);
			lines.piece(piece.placedAt);
			lines.instant(instantIn(orders, row, order.placedAt));
			lines.piece(piece.updatedAt);
			lines.instant(instantIn(orders, row, order.updatedAt));
			lines.piece(piece.status);
			lines.json(orders, row, order.status);
			lines.piece(customerPieces[customers!.find(orders, row, order.customerId)]!);
			let cents = 0;
			const rows = itemsOf(items!, orders, row);
			for (let i = 0; i < rows.length; i++) {
				const at = rows[i]!;
				if (i > 0) {
					lines.piece(piece.comma);
				}

				lines.piece(productPieces[products!.find(items!, at, item.sku)]!);
				lines.bare(items!, at, item.quantity);
				lines.piece(piece.unitPrice);
				lines.bare(items!, at, item.unitPriceCents);
				lines.piece(piece.close);
				cents += items!.whole(at, item.quantity) * items!.whole(at, item.unitPriceCents);
			}

			lines.piece(piece.total);
			lines.whole(cents);
			lines.piece(piece.version);
			lines.bare(orders, row, order.version);
			if (added) {
				lines.piece(addedName);
				lines.json(orders, row, order.added);
			}

			lines.piece(piece.end);
			return revenueCents(orders.text(row, order.status), cents);
		};
	},
});

/** Where the columns above stand. Behind the numbers of an order stands its hash. */
const order = {placedAt: 0, updatedAt: 1, version: 2, id: 4, status: 5, customerId: 6, added: 7};
const item = {line: 0, quantity: 1, unitPriceCents: 2, orderId: 3, sku: 4};

/** What stands between the values of a line. */
const piece = {
	id: pieceOf('{"order_id":'),
	placedAt: pieceOf(',"placed_at":"'),
	updatedAt: pieceOf('","updated_at":"'),
	status: pieceOf('","status":'),
	comma: pieceOf(','),
	unitPrice: pieceOf(',"unit_price_cents":'),
	close: pieceOf('}'),
	total: pieceOf('],"total_cents":'),
	version: pieceOf(',"version":'),
	end: pieceOf('}\n'),
};

/** The rows of an order's items, in the order of its lines. */
function itemsOf(items: BulkRows, orders: BulkRows, row: number): readonly number[] {
	const rows: number[] = [];
	let isInOrder = true;
	let last = 0;
	for (let at = items.find(orders, row, order.id); at !== -1; at = items.next(at)) {
		const line = items.whole(at, item.line);
		isInOrder &&= line > last;
		last = line;
		rows.push(at);
	}

	return isInOrder ? rows : rows.sort((a, b) => items.whole(a, item.line) - items.whole(b, item.line));
}

/** Each row as an object in JSON. */
function jsonOf(rows: BulkRows, names: readonly string[]): readonly string[] {
	return Array.from({length: rows.count}, (_, row) => plainJson(Object.fromEntries(names.map((name, column) => [name, rows.text(row, column)]))));
}

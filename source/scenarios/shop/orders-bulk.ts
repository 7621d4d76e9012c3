import {type BulkRows, instantIn, microseconds} from '../bulk-rows.ts';
import {pieceOf} from '../line-bytes.ts';
import {plainJson} from '../plain-json.ts';
import type {LedgerBulk} from '../scenario.ts';
import {revenueCents} from './order-archive.ts';
import type {OrdersPlace} from './orders-place.ts';

/** Orders read in bulk: their rows, their items, and each customer and product of the page once. Their lines are those of `toJsonLine`. */
export const ordersBulk = ({schema, added}: OrdersPlace): LedgerBulk => ({
	columns: [microseconds('updated_at'), 'status', 'version', 'customer_id', ...(added ? [added.column] : [])],
	with: `item as materialized (select * from ${schema}.order_items where order_id = any(array(select id from page)))`,
	parts: {
		items: {columns: ['order_id', 'line', 'sku', 'quantity', 'unit_price_cents'], from: 'item'},
		customers: {
			columns: ['id', 'name', 'email', 'city', 'country'],
			from: `${schema}.customers where id = any(array(select distinct customer_id from page))`,
		},
		products: {
			columns: ['sku', 'name', 'category'],
			from: `${schema}.products where sku = any(array(select distinct sku from item))`,
		},
	},
	lines(orders, {items, customers, products}) {
		const customerPieces = jsonOf(customers!, ['customer_id', 'name', 'email', 'city', 'country']).map(json => pieceOf(`,"customer":${json},"items":[`));
		const productPieces = jsonOf(products!, ['sku', 'name', 'category']).map(json => pieceOf(`${json.slice(0, -1)},"quantity":`));
		const addedName = pieceOf(`,"${added?.column}":`);
		return (row, lines) => {
			lines.piece(piece.id);
			lines.json(orders, row, 1);
			lines.piece(piece.placedAt);
			lines.instant(instantIn(orders, row, 0));
			lines.piece(piece.updatedAt);
			lines.instant(instantIn(orders, row, 2));
			lines.piece(piece.status);
			lines.json(orders, row, 3);
			lines.piece(customerPieces[customers!.find(orders, row, 5)]!);
			let cents = 0;
			const rows = itemsOf(items!, orders, row);
			for (let i = 0; i < rows.length; i++) {
				const item = rows[i]!;
				if (i > 0) {
					lines.piece(piece.comma);
				}

				lines.piece(productPieces[products!.find(items!, item, 2)]!);
				lines.bare(items!, item, 3);
				lines.piece(piece.unitPrice);
				lines.bare(items!, item, 4);
				lines.piece(piece.close);
				cents += items!.whole(item, 3) * items!.whole(item, 4);
			}

			lines.piece(piece.total);
			lines.whole(cents);
			lines.piece(piece.version);
			lines.bare(orders, row, 4);
			if (added) {
				lines.piece(addedName);
				lines.json(orders, row, 6);
			}

			lines.piece(piece.end);
			return revenueCents(orders.text(row, 3), cents);
		};
	},
});

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
	for (let item = items.find(orders, row, 1); item !== -1; item = items.next(item)) {
		rows.push(item);
	}

	return rows.length < 2 ? rows : rows.sort((a, b) => items.whole(a, 1) - items.whole(b, 1));
}

/** Each row as an object in JSON. */
function jsonOf(rows: BulkRows, names: readonly string[]): readonly string[] {
	return Array.from({length: rows.count}, (_, row) => plainJson(Object.fromEntries(names.map((name, column) => [name, rows.text(row, column)]))));
}

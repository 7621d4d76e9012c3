import type {LedgerQuestion} from '../scenario.ts';
import {soldStatuses} from '../shop/order.ts';
import {reportBounds} from '../shop/revenue.ts';
import {merchantsSchema} from './merchant-orders.ts';
import {salesDays} from './merchant-sales.ts';

const tables = {orders: `${merchantsSchema}.orders`, items: `${merchantsSchema}.order_items`} as const;

const at = (instantMs: number) => `timestamptz '${new Date(instantMs).toISOString()}'`;

/** A text as an SQL literal. */
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** A merchant's sales in SQL: the sum over the orders of the window that were not returned. */
export const salesLedger: LedgerQuestion = {
	tables,
	days: salesDays,
	sql({about, asOfMs, timeZone}, {days = salesDays, only = () => 'true'} = {}) {
		const {fromMs, todayMs} = reportBounds(asOfMs, days, timeZone);
		const isToday = `placed_at >= ${at(todayMs)}`;
		return `
			select coalesce(sum(cents) filter (where ${isToday}), 0) as today_cents, count(*) filter (where ${isToday}) as today_orders,
				coalesce(sum(cents), 0) as window_cents, count(*) as window_orders
			from (
				select orders.id, placed_at, coalesce(sum(quantity::bigint * unit_price_cents), 0) as cents
				from ${tables.orders} as orders left join ${tables.items} as items on items.order_id = orders.id and ${only('items')}
				where merchant_id = ${quoted(about)} and placed_at > ${at(fromMs)} and placed_at <= ${at(asOfMs)}
					and status in (${soldStatuses.map(status => quoted(status)).join(', ')}) and ${only('orders')}
				group by orders.id, placed_at
			) as sold
		`;
	},
	rows: rows =>
		rows.map(row => ({
			today: {cents: Number(row['today_cents']), orders: Number(row['today_orders'])},
			window: {cents: Number(row['window_cents']), orders: Number(row['window_orders'])},
		})),
	indexes: [
		{name: `${merchantsSchema}.compare_orders`, on: `${tables.orders} (merchant_id, placed_at) include (status, id)`},
		{name: `${merchantsSchema}.compare_items`, on: `${tables.items} (order_id) include (quantity, unit_price_cents)`},
	],
	view: `${merchantsSchema}.compare_sales`,
};

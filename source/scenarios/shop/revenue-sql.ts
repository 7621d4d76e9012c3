import type {LedgerQuestion} from '../scenario.ts';
import {soldStatuses} from './order.ts';
import {reportBounds, reportWindowDays} from './revenue.ts';
import {forEachFigure, revenueFigures} from './revenue-figures.ts';

/** An instant in SQL. */
const at = (instantMs: number) => `timestamptz '${new Date(instantMs).toISOString()}'`;

const column = (name: string) => name.replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);

/**
 * Revenue by category in SQL: the orders of the window that were not returned, joined to their items, grouped by category and once more over all.
 * An order without items counts only in the total.
 */
export const revenueLedger: LedgerQuestion = {
	tables: {orders: 'shopstream.orders', items: 'shopstream.order_items'},
	days: reportWindowDays,
	sql({asOfMs, timeZone}, {days = reportWindowDays, only = () => 'true'} = {}) {
		const {fromMs, todayMs} = reportBounds(asOfMs, days, timeZone);
		const figures = revenueFigures.map(({name, sql}) => `coalesce(${sql(`placed_at >= ${at(todayMs)}`)}, 0) as ${column(name)}`);
		return `
			select category, grouping(category) = 1 as is_total, ${figures.join(', ')}
			from shopstream.orders as orders
				left join shopstream.order_items as items on items.order_id = orders.id and ${only('items')}
				left join shopstream.products using (sku)
			where placed_at > ${at(fromMs)} and placed_at <= ${at(asOfMs)} and status in (${soldStatuses.map(status => `'${status}'`).join(', ')}) and ${only('orders')}
			group by grouping sets ((category), ())
		`;
	},
	rows(rows) {
		// Sums come as text, because they may exceed what a number holds exactly. One that does is refused, as it is from MongoDB.
		const read = rows.map(row => ({
			category: row['category'] as string | null,
			isTotal: row['is_total'] === true,
			figures: forEachFigure(({name}) => Number(row[column(name)])),
		}));
		const categories = read.flatMap(({category, isTotal, figures}) => (isTotal || category === null ? [] : [{category, ...figures}]));
		return [
			{
				categories: categories.toSorted((a, b) => b.revenueCents - a.revenueCents || (a.category < b.category ? -1 : 1)),
				totals: read.find(({isTotal}) => isTotal)?.figures ?? forEachFigure(() => 0),
			},
		];
	},
	indexes: [
		{name: 'shopstream.compare_orders', on: 'shopstream.orders (placed_at) include (status, id)'},
		{name: 'shopstream.compare_items', on: 'shopstream.order_items (order_id) include (sku, quantity, unit_price_cents)'},
	],
	view: 'shopstream.compare_revenue',
};

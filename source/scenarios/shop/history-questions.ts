import type {HistoryQuestion, Trend, Warehouse} from '../warehouse.ts';
import {inDialects, named} from './history-dialects.ts';
import {soldStatuses} from './order.ts';

const isSold = `status in (${soldStatuses.map(status => `'${status}'`).join(', ')})`;

const cents = 'quantity * unit_price_cents';

/** Revenue, and distinct orders: one with items of two categories counts once in each. */
const sold = {revenueCents: `sum(${cents})`, orders: 'count(distinct order_id)'};

const category = {name: 'category', title: 'category', unit: 'key'} as const;

const soldColumns = [
	{name: 'revenueCents', title: 'revenue', unit: 'money'},
	{name: 'orders', title: 'orders', unit: 'count'},
] as const;

const monthly: HistoryQuestion = {
	name: 'monthly',
	many: 'months',
	title: 'Revenue by month and category',
	columns: [{name: 'month', title: 'month', unit: 'key'}, category, ...soldColumns],
	sql: inDialects(
		({lines, month}, asked) => `
			select ${named({month: month('dt'), category: 'category', ...sold})}
			from ${lines(asked)}
			where ${isSold} and category is not null
			group by month, category
		`,
	),
};

const daily: HistoryQuestion = {
	name: 'daily',
	many: 'days',
	title: 'Revenue by day and category',
	columns: [{name: 'day', title: 'day', unit: 'key'}, category, ...soldColumns],
	sql: inDialects(
		({lines, day}, asked) => `
			select ${named({day: day('dt'), category: 'category', ...sold})}
			from ${lines(asked)}
			where ${isSold} and category is not null
			group by day, category
		`,
	),
};

/** Two years are compared by the days that both have, so a year that has just begun is not compared with a whole one. */
const yearOverYear: HistoryQuestion = {
	name: 'year-over-year',
	many: 'years',
	title: 'Revenue by year and category, against the same days of the year before',
	columns: [
		{name: 'year', title: 'year', unit: 'key'},
		category,
		...soldColumns,
		{name: 'comparedCents', title: 'of these days', unit: 'money'},
		{name: 'yearBeforeCents', title: 'a year before', unit: 'money'},
	],
	sql: inDialects(
		({lines, yearsOn}, asked) => `
			with days as (
				select ${named({dt: 'dt', category: 'category', ...sold})}
				from ${lines(asked)}
				where ${isSold} and category is not null
				group by dt, category
			)
			select ${named({
				year: 'year',
				category: 'category',
				revenueCents: 'sum(revenue_cents)',
				orders: 'sum(orders)',
				comparedCents: 'sum(compared_cents)',
				yearBeforeCents: 'sum(year_before_cents)',
			})}
			from (
				select extract(year from dt) as year, category, revenue_cents, orders,
					case when ${yearsOn('dt', -1)} >= date '${asked.fromDay}' then revenue_cents else 0 end as compared_cents, 0 as year_before_cents
				from days
				union all
				select extract(year from dt) + 1 as year, category, 0 as revenue_cents, 0 as orders, 0 as compared_cents, revenue_cents as year_before_cents
				from days
				where ${yearsOn('dt', 1)} <= date '${asked.toDay}'
			) as both_years
			group by year, category
		`,
	),
};

const returns: HistoryQuestion = {
	name: 'returns',
	many: 'categories',
	title: 'Returns by category',
	columns: [
		category,
		{name: 'orders', title: 'orders', unit: 'count'},
		{name: 'returnedOrders', title: 'returned', unit: 'count'},
		{name: 'revenueCents', title: 'revenue', unit: 'money'},
		{name: 'returnedCents', title: 'returned', unit: 'money'},
	],
	sql: inDialects(
		({lines}, asked) => `
			select ${named({
				category: 'category',
				orders: 'count(distinct order_id)',
				returnedOrders: "count(distinct case when status = 'returned' then order_id end)",
				revenueCents: `sum(case when ${isSold} then ${cents} else 0 end)`,
				returnedCents: `sum(case when status = 'returned' then ${cents} else 0 end)`,
			})}
			from ${lines(asked)}
			where category is not null
			group by category
		`,
	),
};

/** How many customers are shown. */
const mostCustomers = 20;

const customers: HistoryQuestion = {
	name: 'customers',
	many: 'customers',
	isOrdered: true,
	title: `The ${mostCustomers} customers who brought most`,
	columns: [
		{name: 'customerId', title: 'customer', unit: 'key'},
		{name: 'name', title: 'name', unit: 'text'},
		{name: 'country', title: 'country', unit: 'text'},
		...soldColumns,
		{name: 'firstDay', title: 'first', unit: 'text'},
		{name: 'lastDay', title: 'last', unit: 'text'},
	],
	sql: inDialects(
		({lines, day}, asked) => `
			select ${named({
				customerId: 'customer_id',
				name: 'max(customer_name)',
				country: 'max(customer_country)',
				...sold,
				firstDay: day('min(dt)'),
				lastDay: day('max(dt)'),
			})}
			from ${lines(asked)}
			where ${isSold} and customer_id is not null
			group by customer_id
			order by revenue_cents desc, customer_id
			limit ${mostCustomers}
		`,
	),
};

/** The questions about the shop's years. */
export const historyQuestions: Warehouse['questions'] = [monthly, yearOverYear, returns, customers, daily];

/** Revenue by category over the years. */
export const revenueTrend: Trend = {
	monthly,
	daily,
	yearly: yearOverYear,
	series: 'category',
	figure: 'revenueCents',
	compared: 'comparedCents',
	yearBefore: 'yearBeforeCents',
};

/** The revenue of the rows of the table, as the archive sums it. */
export const soldCents = `sum(case when ${isSold} then ${cents} else 0 end)`;

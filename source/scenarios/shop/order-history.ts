import type {LineColumn, Warehouse} from '../warehouse.ts';
import {orderLines} from './history-dialects.ts';
import {historyQuestions, revenueTrend, soldCents} from './history-questions.ts';

const text = (name: string): LineColumn => ({name, type: 'text'});
const whole = (name: string): LineColumn => ({name, type: 'whole'});
const instant = (name: string): LineColumn => ({name, type: 'instant'});

/** The orders of the archive in a warehouse: one flat table of the items, so that a question reads only the columns it needs. */
export const orderHistory: Warehouse = {
	line: [
		text('order_id'),
		instant('placed_at'),
		instant('updated_at'),
		whole('version'),
		text('status'),
		{name: 'customer', type: [text('customer_id'), text('name'), text('email'), text('city'), text('country')]},
		{name: 'items', type: [text('sku'), text('name'), text('category'), whole('quantity'), whole('unit_price_cents')], isList: true},
		whole('total_cents'),
	],
	table: {
		name: orderLines,
		id: 'order_id',
		columns: [
			{name: 'dt', type: 'date'},
			{name: 'order_id', type: 'text'},
			{name: 'status', type: 'text'},
			{name: 'customer_id', type: 'text'},
			{name: 'customer_name', type: 'text'},
			{name: 'customer_country', type: 'text'},
			{name: 'sku', type: 'text'},
			{name: 'category', type: 'text'},
			{name: 'quantity', type: 'whole'},
			{name: 'unit_price_cents', type: 'whole'},
		],
		clusteredBy: 'category',
	},
	rows: {
		duckdb: lines => rowsOf(`${lines} as line left join lateral (select unnest(line.items) as item) as its on true`),
		bigquery: lines => rowsOf(`${lines} as line left join unnest(line.items) as item`),
	},
	worth: soldCents,
	questions: historyQuestions,
	trend: revenueTrend,
};

function rowsOf(from: string): string {
	return `
		select line.dt, line.order_id, line.status,
			line.customer.customer_id as customer_id, line.customer.name as customer_name, line.customer.country as customer_country,
			item.sku as sku, item.category as category, item.quantity as quantity, item.unit_price_cents as unit_price_cents
		from ${from}
	`;
}

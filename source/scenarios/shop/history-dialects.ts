import {sqlName, type Asked, type Dialect} from '../warehouse.ts';

/** The table of a warehouse. It has one row for each item of an order, and one row without an item for an order that has none. */
export const orderLines = 'order_lines';

/** The parts of the questions in which the dialects of SQL differ. */
type Words = {
	/** The items of the orders of the days that are asked about, with the columns of `orderLines`. */
	readonly lines: (asked: Asked) => string;
	/** A date as text, `2024-03-17`, and its month, `2024-03`. */
	readonly day: (date: string) => string;
	readonly month: (date: string) => string;
	/** The date some years later. 29 February becomes 28 February in other years. */
	readonly yearsOn: (date: string, years: number) => string;
};

const ofDays = ({fromDay, toDay}: Asked) => `(select * from ${orderLines} where dt between date '${fromDay}' and date '${toDay}') as lines`;

const instant = (ms: number) => `timestamptz '${new Date(ms).toISOString()}'`;

/** The dialects side by side. */
const dialects: Readonly<Record<Dialect, Words>> = {
	duckdb: {
		lines: ofDays,
		day: date => `strftime(${date}, '%Y-%m-%d')`,
		month: date => `strftime(${date}, '%Y-%m')`,
		yearsOn: (date, years) => `cast(${date} + interval (${years}) year as date)`,
	},
	bigquery: {
		lines: ofDays,
		day: date => `format_date('%Y-%m-%d', ${date})`,
		month: date => `format_date('%Y-%m', ${date})`,
		yearsOn: (date, years) => `date_add(${date}, interval ${years} year)`,
	},
	postgres: {
		// A question leaves out the joins it does not use: each of them gives at most one row for an order or item.
		lines: ({fromMs, toMs, timeZone}) => `(
			select
				cast(placed_at at time zone '${timeZone.replaceAll("'", "''")}' as date) as dt, orders.id as order_id, status,
				customer_id, customers.name as customer_name, country as customer_country,
				sku, category, quantity::bigint as quantity, unit_price_cents
			from shopstream.orders as orders
				left join shopstream.order_items as items on items.order_id = orders.id
				left join shopstream.products using (sku)
				left join shopstream.customers on customers.id = customer_id
			where placed_at >= ${instant(fromMs)} and placed_at < ${instant(toMs)}
		) as lines`,
		day: date => `to_char(${date}, 'YYYY-MM-DD')`,
		month: date => `to_char(${date}, 'YYYY-MM')`,
		yearsOn: (date, years) => `cast(${date} + interval '${years} year' as date)`,
	},
};

/** A question in every dialect. */
export function inDialects(sql: (words: Words, asked: Asked) => string): Readonly<Record<Dialect, (asked: Asked) => string>> {
	const of = (dialect: Dialect) => (asked: Asked) => sql(dialects[dialect], asked);
	return {duckdb: of('duckdb'), bigquery: of('bigquery'), postgres: of('postgres')};
}

/** Expressions with the names of an answer's columns, for a select. */
export function named(expressions: Readonly<Record<string, string>>): string {
	return Object.entries(expressions)
		.map(([name, sql]) => `${sql} as ${sqlName(name)}`)
		.join(', ');
}

import {outboxMigration, raisingOfParts} from '../ledger-outbox.ts';
import {restoreMigration} from '../ledger-restore.ts';
import type {LedgerTables} from '../scenario.ts';
import {ordersBulk} from './orders-bulk.ts';
import {orderMoves} from './order-moves.ts';
import type {Order, OrderItem, StoredOrder} from './order.ts';
import {orderStatuses} from './order.ts';
import {givenParts} from './given-parts.ts';
import {type OrdersPlace, withAdded} from './orders-place.ts';
import {restoreOrders} from './orders-restore.ts';
import {windowDays} from './revenue.ts';

/**
 * The shop's orders in PostgreSQL, normalised: customers and products have their own tables and keep the form in which they first came.
 * Money is integer cents. Ids sort by their bytes, as in JavaScript.
 */
export const ordersLedger = orderTables<StoredOrder>({schema: 'shopstream'});

/** The tables of orders in a schema, with one more column where a scenario's orders have one. */
export function orderTables<Stored extends StoredOrder>(place: OrdersPlace): LedgerTables<Stored> {
	const {schema, added} = place;
	const watched = {
		schema,
		table: `${schema}.orders`,
		windowDays,
		parts: [
			{table: `${schema}.order_items`, events: ['insert', 'update', 'delete'], changes: 'fact.id in (select order_id from changed)', isOfOne: true},
			{table: `${schema}.products`, events: ['update'], changes: `fact.id in (select order_id from ${schema}.order_items join changed using (sku))`},
			{table: `${schema}.customers`, events: ['update'], changes: 'fact.customer_id in (select id from changed)'},
		],
	} as const;
	return {
		schema,
		table: `${schema}.orders`,
		migrations: [
			`
			create table ${schema}.customers (
				id text collate "C" primary key,
				name text,
				email text,
				city text,
				country text
			);
			create table ${schema}.products (
				sku text collate "C" primary key,
				name text,
				category text not null
			);
			create table ${schema}.orders (
				id text collate "C" primary key,
				placed_at timestamptz not null,
				updated_at timestamptz not null check (updated_at >= placed_at),
				status text not null check (status in (${orderStatuses.map(status => `'${status}'`).join(', ')})),
				customer_id text collate "C" not null references ${schema}.customers${withAdded(place, column => `${column} text collate "C" not null`)}
			);
			create index orders_placed_at on ${schema}.orders (placed_at, id);
			-- Those that go on: few, however long the history.
			create index orders_open on ${schema}.orders (status, placed_at, id) where status in ('pending', 'shipped');
			create table ${schema}.order_items (
				order_id text collate "C" not null references ${schema}.orders on delete cascade,
				line smallint not null check (line > 0),
				sku text collate "C" not null references ${schema}.products,
				quantity integer not null check (quantity > 0),
				unit_price_cents integer not null check (unit_price_cents >= 0),
				primary key (order_id, line)
			);
			${outboxMigration(watched)}
		`,
			restoreMigration(schema),
			raisingOfParts(watched),
		],
		insert: `
			with given_orders as (
				select * from unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[]${withAdded(place, () => '$17::text[]')})
					as given (id, placed_at, updated_at, status, customer_id, name, email, city, country${withAdded(place)})
			), ${givenParts(schema)}, new_orders as (
				insert into ${schema}.orders (id, placed_at, updated_at, status, customer_id${withAdded(place)})
				select id, placed_at, updated_at, status, customer_id${withAdded(place)} from given_orders order by id
				on conflict do nothing
				returning id
			), new_items as (
				insert into ${schema}.order_items (order_id, line, sku, quantity, unit_price_cents)
				select order_id, line, sku, quantity, unit_price_cents from given_items join new_orders on new_orders.id = order_id
			)
			select count(*)::int as added from new_orders
		`,
		restore: restoreOrders(place),
		columns(orders) {
			const items = orders.flatMap(({id, items}) => items.map((item, i) => ({...item, orderId: id, line: i + 1})));
			const ofOrders = <T>(column: (order: Order) => T): T[] => (orders as unknown as readonly Order[]).map(column);
			const ofItems = <T>(column: (item: OrderItem & {readonly orderId: string; readonly line: number}) => T): T[] =>
				(items as Parameters<typeof column>[0][]).map(column);
			return [
				ofOrders(({id}) => id),
				ofOrders(({placedAt}) => placedAt.toISOString()),
				ofOrders(({updatedAt, placedAt}) => (updatedAt ?? placedAt).toISOString()),
				ofOrders(({status}) => status),
				ofOrders(({customer}) => customer.id),
				ofOrders(({customer}) => customer.name),
				ofOrders(({customer}) => customer.email),
				ofOrders(({customer}) => customer.city),
				ofOrders(({customer}) => customer.country),
				ofItems(({orderId}) => orderId),
				ofItems(({line}) => line),
				ofItems(({sku}) => sku),
				ofItems(({name}) => name),
				ofItems(({category}) => category),
				ofItems(({quantity}) => quantity),
				ofItems(({unitPriceCents}) => unitPriceCents),
				...(added ? [(orders as ReadonlyArray<object & Record<string, unknown>>).map(order => order[added.field])] : []),
			];
		},
		select: `
			fact.id, fact.placed_at, fact.updated_at, fact.status, fact.version${withAdded(place, column => `fact.${column}`)},
			(select jsonb_build_object('id', id, 'name', name, 'email', email, 'city', city, 'country', country) from ${schema}.customers where id = fact.customer_id) as customer,
			(select coalesce(jsonb_agg(jsonb_build_object('sku', sku, 'name', name, 'category', category, 'quantity', quantity, 'unitPriceCents', unit_price_cents) order by line), '[]')
				from ${schema}.order_items join ${schema}.products using (sku) where order_id = fact.id) as items
		`,
		read: ({id, placed_at: placedAt, updated_at: updatedAt, status, version, customer, items, ...row}) =>
			({id, placedAt, updatedAt, status, version, customer, items, ...(added && {[added.field]: row[added.column]})}) as unknown as Stored,
		worth: `case when fact.status = 'returned' then 0 else (select coalesce(sum(quantity::bigint * unit_price_cents), 0) from ${schema}.order_items where order_id = fact.id) end`,
		version: ({version}) => version,
		bulk: ordersBulk(place),
		moves: orderMoves(schema),
	};
}

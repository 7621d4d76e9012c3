import {givenParts} from './given-parts.ts';

/**
 * Stores orders as they were archived: $1 to $16 are the columns of an insert, $17 the versions, $18 whether newer rows are overwritten.
 * Newer is what has a greater version, then what changed later; times are compared by the millisecond, as the archive has them. What is
 * overwritten changes once more, so that whoever follows the ledger sees it.
 */
export const restoreOrders = `
	with given_orders as materialized (
		select * from unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $17::integer[])
			as given (id, placed_at, updated_at, status, customer_id, name, email, city, country, version)
	), ${givenParts}, before as (
		select id, orders.version, date_trunc('milliseconds', orders.updated_at) as updated_at from shopstream.orders join given_orders using (id)
	), stored as (
		insert into shopstream.orders as orders (id, placed_at, updated_at, status, customer_id, version)
		select id, placed_at, updated_at, status, customer_id, version from given_orders order by id
		on conflict (id) do update set placed_at = excluded.placed_at, updated_at = excluded.updated_at, status = excluded.status,
			customer_id = excluded.customer_id, version = case when orders.version >= excluded.version then orders.version + 1 else excluded.version end
		where (orders.version, date_trunc('milliseconds', orders.updated_at)) < (excluded.version, excluded.updated_at)
			or $18::boolean and date_trunc('milliseconds', orders.updated_at) <> excluded.updated_at
		returning id
	), old_items as (
		delete from shopstream.order_items as items using before join stored using (id)
		where items.order_id = before.id and items.line > (select count(*) from given_items where order_id = before.id)
	), new_items as (
		insert into shopstream.order_items (order_id, line, sku, quantity, unit_price_cents)
		select order_id, line, sku, quantity, unit_price_cents from given_items join stored on stored.id = order_id
		on conflict (order_id, line) do update set sku = excluded.sku, quantity = excluded.quantity, unit_price_cents = excluded.unit_price_cents
	)
	select count(*) filter (where stored.id is not null and before.id is null)::int as added,
		count(*) filter (where stored.id is not null and before.id is not null)::int as replaced,
		count(*) filter (where stored.id is null and before.updated_at <> given_orders.updated_at)::int as newer
	from given_orders left join stored using (id) left join before using (id)
`;

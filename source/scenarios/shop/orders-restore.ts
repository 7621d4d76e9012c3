import {givenParts} from './given-parts.ts';
import {type OrdersPlace, withAdded} from './orders-place.ts';

/**
 * Stores orders as they were archived. Its parameters are the columns of an insert, then the versions, then whether newer rows are overwritten.
 * The greater version is newer; of equal versions, the one that changed later. Times are compared by the millisecond, as in the archive. An
 * overwritten order counts as changed once more, so that followers of the ledger see it.
 */
export function restoreOrders(place: OrdersPlace): string {
	const {schema, added} = place;
	const [versions, overwrites] = added ? ['$18', '$19'] : ['$17', '$18'];
	return `
		with given_orders as materialized (
			select * from unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], ${versions}::integer[]${withAdded(place, () => '$17::text[]')})
				as given (id, placed_at, updated_at, status, customer_id, name, email, city, country, version${withAdded(place)})
		), ${givenParts(schema)}, before as (
			select id, orders.version, date_trunc('milliseconds', orders.updated_at) as updated_at from ${schema}.orders join given_orders using (id)
		), stored as (
			insert into ${schema}.orders as orders (id, placed_at, updated_at, status, customer_id, version${withAdded(place)})
			select id, placed_at, updated_at, status, customer_id, version${withAdded(place)} from given_orders order by id
			on conflict (id) do update set placed_at = excluded.placed_at, updated_at = excluded.updated_at, status = excluded.status,
				customer_id = excluded.customer_id, version = case when orders.version >= excluded.version then orders.version + 1 else excluded.version end${withAdded(place, column => `${column} = excluded.${column}`)}
			where (orders.version, date_trunc('milliseconds', orders.updated_at)) < (excluded.version, excluded.updated_at)
				or ${overwrites}::boolean and date_trunc('milliseconds', orders.updated_at) <> excluded.updated_at
			returning id
		), old_items as (
			delete from ${schema}.order_items as items using before join stored using (id)
			where items.order_id = before.id and items.line > (select count(*) from given_items where order_id = before.id)
		), new_items as (
			insert into ${schema}.order_items (order_id, line, sku, quantity, unit_price_cents)
			select order_id, line, sku, quantity, unit_price_cents from given_items join stored on stored.id = order_id
			on conflict (order_id, line) do update set sku = excluded.sku, quantity = excluded.quantity, unit_price_cents = excluded.unit_price_cents
		)
		select count(*) filter (where stored.id is not null and before.id is null)::int as added,
			count(*) filter (where stored.id is not null and before.id is not null)::int as replaced,
			count(*) filter (where stored.id is null and before.updated_at <> given_orders.updated_at)::int as newer
		from given_orders left join stored using (id) left join before using (id)
	`;
}

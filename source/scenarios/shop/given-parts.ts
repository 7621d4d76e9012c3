/**
 * The items of given orders ($10 to $16), and the customers and products of the orders and items. They are sorted by key, so that two writers
 * of the same customers cannot deadlock.
 */
export const givenParts = (schema: string) => `
	given_items as materialized (
		select * from unnest($10::text[], $11::smallint[], $12::text[], $13::text[], $14::text[], $15::integer[], $16::integer[])
			as given (order_id, line, sku, name, category, quantity, unit_price_cents)
	), new_customers as (
		insert into ${schema}.customers (id, name, email, city, country)
		select distinct on (customer_id) customer_id, name, email, city, country from given_orders order by customer_id
		on conflict do nothing
	), new_products as (
		insert into ${schema}.products (sku, name, category)
		select distinct on (sku) sku, name, category from given_items order by sku
		on conflict do nothing
	)
`;

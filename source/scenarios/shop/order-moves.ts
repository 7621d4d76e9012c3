import type {Move} from '../scenario.ts';
import type {OrderStatus} from './order.ts';
import {completedWithinDays, returnedShare} from './order-life.ts';
import {reportWindowDays} from './revenue.ts';

/** The orders to move, each of which nobody else is moving; the latest update is never before the one that was. */
function move(schema: string, name: OrderStatus, perArrival: number, due: string): Move {
	return {
		name,
		perArrival,
		sql: `
			with due as (
				select id from ${schema}.orders as orders ${due} limit $1::int for no key update skip locked
			), moved as (
				update ${schema}.orders as orders set status = '${name}', updated_at = greatest(orders.updated_at, $2::timestamptz) from due where orders.id = due.id returning 1
			)
			select count(*)::int as moved from moved
		`,
	};
}

/** The oldest of a status that were placed by then. */
const oldest = (status: OrderStatus) => `where status = '${status}' and placed_at <= $2::timestamptz order by placed_at, id`;

/**
 * The way of orders: the one that waits longest is sent, the one that is longest on its way has come. What is returned was placed within
 * the days of the report, so that its answer changes: the first ones behind a random instant.
 */
export const orderMoves = (schema: string): readonly Move[] => [
	move(schema, 'shipped', 1, oldest('pending')),
	move(schema, 'completed', 1, oldest('shipped')),
	move(
		schema,
		'returned',
		returnedShare,
		`
		where status = 'completed' and placed_at <= $2::timestamptz
			and placed_at >= (select $2::timestamptz - interval '${completedWithinDays} days' - random() * interval '${reportWindowDays - completedWithinDays} days')
		order by placed_at, id
	`,
	),
];

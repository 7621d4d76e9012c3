import type {Move} from '../scenario.ts';
import type {OrderStatus} from './order.ts';
import {completedWithinDays, returnedShare} from './order-life.ts';
import {reportWindowDays} from './revenue.ts';

/** Moves orders that nobody else is moving. The time of the update never goes back. */
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

/** The oldest orders of a status that were placed by an instant. */
const oldest = (status: OrderStatus) => `where status = '${status}' and placed_at <= $2::timestamptz order by placed_at, id`;

/**
 * How orders move: the one that has waited longest is shipped, and the one longest under way arrives. Returned orders were placed within the days
 * of the report, so that its answer changes: they are the first ones after a random instant.
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

import * as z from 'zod/mini';
import {catch as otherwise} from 'zod/mini';
import type {LocalDay} from '../../words/local-day.ts';
import {lazily} from '../lazily.ts';
import type {CountedOrder} from './count-orders.ts';
import {soldStatuses} from '../shop/order.ts';
import {usableMerchantOrders} from './merchant-orders.ts';
import type {Sum} from './merchant-sales.ts';
import {perOrder} from './sales-pipeline.ts';

/** The queries to MongoDB. */
type Ask = (pipeline: readonly object[]) => Promise<readonly unknown[]>;

const rowsSchema = lazily(() =>
	z.array(
		z.object({
			_id: z.string(),
			merchant: z.string(),
			status: z.string(),
			placedAt: z.date(),
			version: otherwise(z.optional(z.int()), undefined),
			cents: z.int(),
		}),
	),
);

const sumsSchema = lazily(() => z.array(z.object({_id: z.string(), cents: z.int(), orders: z.int()})));

/** How many orders a page has. */
const pageSize = 5000;

const ofDay = ({startMs, nextMs}: LocalDay, statuses?: readonly string[]) => usableMerchantOrders(startMs - 1, nextMs - 1, statuses);

const fields = ['merchant', 'status', 'placedAt', 'version'] as const;

function read(rows: readonly unknown[]): Array<CountedOrder & {readonly atMs: number}> {
	return rowsSchema()
		.parse(rows)
		.map(({_id: id, merchant, status, placedAt, version = 0, cents}) => ({
			id,
			merchant,
			version,
			cents: status === 'returned' ? undefined : cents,
			atMs: placedAt.getTime(),
		}));
}

/** The orders of a day in MongoDB up to an instant, page by page. */
export async function* ordersOfDay(ask: Ask, day: LocalDay, untilMs: number): AsyncGenerator<CountedOrder[], void> {
	let size = pageSize;
	/** The orders of the last instant of the page before, with which this page begins again. */
	let known = new Set<string>();
	for (let fromMs = day.startMs; ;) {
		const page = read(
			await ask([{$match: usableMerchantOrders(fromMs - 1, Math.min(untilMs, day.nextMs - 1))}, {$sort: {placedAt: 1}}, {$limit: size}, ...perOrder(fields)]),
		);
		yield page.filter(({id}) => !known.has(id));
		if (page.length < size) {
			return;
		}

		const lastMs = page.reduce((last, {atMs}) => Math.max(last, atMs), fromMs);
		// All orders of the page are of one instant: only a longer page gets further.
		size = lastMs === fromMs ? size * 2 : pageSize;
		known = new Set(page.filter(({atMs}) => atMs === lastMs).map(({id}) => id));
		fromMs = lastMs;
	}
}

/** One merchant's orders of a day. */
export async function ordersOfMerchant(ask: Ask, day: LocalDay, merchant: string): Promise<CountedOrder[]> {
	return read(await ask([{$match: {merchant, ...ofDay(day)}}, ...perOrder(fields)]));
}

/** The sales of each merchant on a day, from MongoDB. */
export async function sumsOfDay(ask: Ask, day: LocalDay): Promise<Map<string, Sum>> {
	const rows = await ask([
		{$match: ofDay(day, soldStatuses)},
		...perOrder(['merchant']),
		{$group: {_id: '$merchant', cents: {$sum: '$cents'}, orders: {$sum: 1}}},
	]);
	return new Map(
		sumsSchema()
			.parse(rows)
			.map(({_id, cents, orders}) => [_id, {cents, orders}]),
	);
}

import * as z from 'zod/mini';
import {Problem} from '../../words/problem.ts';
import {lazily} from '../lazily.ts';
import {parseLine, plainJson} from '../plain-json.ts';
import {orderStatuses, type StoredOrder} from './order.ts';

/**
 * One order as a line of newline-delimited JSON, as BigQuery loads it: ISO timestamps, integer cents, items as a
 * repeated record, snake_case columns. It ends in a newline and holds no other character that any reader takes for the end of a line.
 * @param added further columns beside the shop's
 */
export function toJsonLine(order: StoredOrder, added?: object): string {
	return `${plainJson({
		order_id: order.id,
		placed_at: order.placedAt.toISOString(),
		updated_at: order.updatedAt?.toISOString() ?? null,
		status: order.status,
		customer: {
			customer_id: order.customer.id,
			name: order.customer.name,
			email: order.customer.email,
			city: order.customer.city,
			country: order.customer.country,
		},
		items: order.items.map(item => ({
			sku: item.sku,
			name: item.name,
			category: item.category,
			quantity: item.quantity,
			unit_price_cents: item.unitPriceCents,
		})),
		total_cents: orderCents(order),
		version: order.version ?? null,
		...added,
	})}\n`;
}

const text = z.nullable(z.string());

/** A line as `toJsonLine` writes it. Older lines have no version. */
const lineSchema = lazily(() =>
	z.object({
		order_id: z.string(),
		placed_at: z.iso.datetime(),
		updated_at: z.nullable(z.iso.datetime()),
		status: z.enum(orderStatuses),
		customer: z.object({customer_id: text, name: text, email: text, city: text, country: text}),
		items: z.array(z.object({sku: text, name: text, category: z.string(), quantity: z.int(), unit_price_cents: z.int()})),
		total_cents: z.int(),
		version: z.nullish(z.int()),
	}),
);

/** The order of a line. @throws Problem that says what is wrong with the line */
export function readJsonLine(line: string): StoredOrder {
	return orderIn(parseLine(line));
}

/** The order in the JSON of a line. Other members are ignored. @throws Problem that says what is wrong with it */
export function orderIn(document: unknown): StoredOrder {
	const {data, error} = lineSchema().safeParse(document);
	if (!data) {
		throw new Problem(`is no order: its ${error!.issues[0]?.path.join('.') || 'form'} is not as expected`);
	}

	const {order_id: id, status, customer, items, total_cents: totalCents, version} = data;
	const order: StoredOrder = {
		id,
		placedAt: new Date(data.placed_at),
		updatedAt: data.updated_at === null ? null : new Date(data.updated_at),
		status,
		customer: {id: customer.customer_id, name: customer.name, email: customer.email, city: customer.city, country: customer.country},
		items: items.map(({sku, name, category, quantity, unit_price_cents: unitPriceCents}) => ({sku, name, category, quantity, unitPriceCents})),
		...(version != null && {version}),
	};
	if (orderCents(order) !== totalCents) {
		throw new Problem('is an order whose items do not come to its total_cents');
	}

	return order;
}

/** What an order's items cost together, in integer cents. */
export function orderCents(order: Pick<StoredOrder, 'items'>): number {
	return order.items.reduce((sum, item) => sum + item.quantity * item.unitPriceCents, 0);
}

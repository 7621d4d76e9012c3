import * as z from 'zod/mini';
import {catch as otherwise} from 'zod/mini';
import {lazily} from '../lazily.ts';

/** The status of an order. Returned orders are not revenue. */
export const orderStatuses = ['completed', 'shipped', 'pending', 'returned'] as const;

/** The statuses that count as revenue. */
export const soldStatuses = orderStatuses.filter(status => status !== 'returned');

export type OrderStatus = (typeof orderStatuses)[number];

/** A customer. */
export type Customer = {
	readonly id: string;
	readonly name: string;
	readonly email: string;
	readonly city: string;
	readonly country: string;
};

/** One line of an order: a product, as it was sold. */
export type OrderItem = {
	readonly sku: string;
	readonly name: string;
	readonly category: string;
	readonly quantity: number;
	/** Price of one unit in integer cents. */
	readonly unitPriceCents: number;
};

/** One order of the shop. Dates are UTC. */
export type Order = {
	/** A ULID: 48 bits of `placedAt` and 80 random bits. It sorts by time. */
	readonly id: string;
	readonly placedAt: Date;
	readonly updatedAt: Date;
	readonly status: OrderStatus;
	readonly customer: Customer;
	readonly items: readonly OrderItem[];
};

/**
 * An order as it is found in a store, where other programs may have written it. The members that count are there, others may be missing.
 * A negative quantity or price is a refund. An order without items is worth nothing.
 */
export type StoredOrder = Pick<Order, 'id' | 'placedAt' | 'status'> & {
	readonly updatedAt: Date | null;
	/** How often PostgreSQL has seen it change. Absent where that is not known. */
	readonly version?: number | undefined;
	readonly customer: {readonly [Field in keyof Customer]: string | null};
	readonly items: ReadonlyArray<Pick<OrderItem, 'category' | 'quantity' | 'unitPriceCents'> & {readonly sku: string | null; readonly name: string | null}>;
};

const nobody = {id: null, name: null, email: null, city: null, country: null};

/** An order as a store returns it. A member that counts and does not fit is refused, never guessed. */
export const orderSchema = lazily(() => {
	const text = otherwise(z.nullable(z.string()), null);
	return z.object({
		id: z.string(),
		placedAt: z.date(),
		updatedAt: otherwise(z.nullable(z.date()), null),
		status: z.enum(orderStatuses),
		customer: otherwise(z.object({id: text, name: text, email: text, city: text, country: text}), nobody),
		items: z.array(z.object({sku: text, name: text, category: z.string(), quantity: z.int(), unitPriceCents: z.int()})),
		version: otherwise(z.optional(z.int()), undefined),
	});
});

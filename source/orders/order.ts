import * as z from 'zod/mini';

/** Where an order stands. Returned orders are not revenue. */
export const orderStatuses = ['completed', 'shipped', 'pending', 'returned'] as const;

export type OrderStatus = (typeof orderStatuses)[number];

/** Someone who buys. */
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
	/** A ULID: 48 bits of `placedAt`, 80 of the generator's; sorts by time. */
	readonly id: string;
	readonly placedAt: Date;
	readonly updatedAt: Date;
	readonly status: OrderStatus;
	readonly customer: Customer;
	readonly items: readonly OrderItem[];
};

const wholeNumber = z.int().check(z.gte(0));

/** An order as a store hands it back; what does not fit is refused, never guessed. */
export const orderSchema = z.object({
	id: z.string().check(z.minLength(1)),
	placedAt: z.date(),
	updatedAt: z.date(),
	status: z.enum(orderStatuses),
	customer: z.object({id: z.string(), name: z.string(), email: z.string(), city: z.string(), country: z.string()}),
	items: z.array(z.object({sku: z.string(), name: z.string(), category: z.string(), quantity: wholeNumber, unitPriceCents: wholeNumber})),
});

import {type Catalogue, categories} from './catalogue.ts';
import {orderId} from './order-id.ts';
import {orderTimes} from './order-times.ts';
import type {Order, OrderItem, OrderStatus} from './order.ts';
import {createRandom, type Random} from './random.ts';

const dayMs = 86_400_000;
const returnedShare = 0.08;
const totalWeight = categories.reduce((sum, {weight}) => sum + weight, 0);

/** How many orders, over which days, from which seed and clock: equal values give equal orders. */
export type OrdersWanted = {
	readonly count: number;
	readonly days: number;
	readonly seed: number;
	/** Epoch milliseconds: no order is placed at or after it. */
	readonly nowMs: number;
};

/** Orders spread over the last `days`, shaped by weekday and hour, in no order of time; about 8 % returned. */
export function * generateOrders(wanted: OrdersWanted, catalogue: Catalogue): Generator<Order, void> {
	const random = createRandom(`orders ${wanted.seed} ${wanted.nowMs}`);
	const nextTime = orderTimes(wanted.nowMs, wanted.days, random);
	for (let i = 0; i < wanted.count; i++) {
		yield makeOrder(nextTime(), wanted.nowMs, catalogue, random);
	}
}

/** One order placed at an instant, as it looks at `nowMs`. */
export function makeOrder(placedAtMs: number, nowMs: number, catalogue: Catalogue, random: Random): Order {
	const customer = catalogue.customers[random.below(catalogue.customers.length)]!;
	const items: OrderItem[] = [];
	for (let wanted = itemCount(random); items.length < wanted;) {
		const product = pickProduct(catalogue, random);
		if (!items.some(({sku}) => sku === product.sku)) {
			items.push({...product, quantity: quantity(random)});
		}
	}

	const updatedAtMs = Math.min(nowMs, placedAtMs + Math.floor(random.next() * 5 * dayMs));
	return {
		id: orderId(placedAtMs, random),
		placedAt: new Date(placedAtMs),
		updatedAt: new Date(updatedAtMs),
		status: status(nowMs - placedAtMs, random),
		customer,
		items,
	};
}

/** 1–5 items, mostly one or two. */
function itemCount(random: Random): number {
	const draw = random.next();
	return draw < 0.42 ? 1 : draw < 0.72 ? 2 : draw < 0.88 ? 3 : draw < 0.96 ? 4 : 5;
}

function quantity(random: Random): number {
	const draw = random.next();
	return draw < 0.78 ? 1 : draw < 0.94 ? 2 : 3;
}

function pickProduct(catalogue: Catalogue, random: Random) {
	let left = random.next() * totalWeight;
	const index = categories.findIndex(({weight}) => (left -= weight) < 0);
	const products = catalogue.productsByCategory[index]!;
	return products[random.below(products.length)]!;
}

/** The share of returns does not depend on age, so that a window of any length has about 8 %. */
function status(ageMs: number, random: Random): OrderStatus {
	if (random.next() < returnedShare) {
		return 'returned';
	}

	const days = ageMs / dayMs;
	return days < 1 ? 'pending' : days < 4 ? 'shipped' : 'completed';
}

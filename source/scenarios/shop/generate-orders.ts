import {dayOf, localDay} from '../../words/local-day.ts';
import {type Catalogue, categories} from './catalogue.ts';
import {orderId} from './order-id.ts';
import {orderTimes, ordersOfDay} from './order-times.ts';
import type {Order, OrderItem, OrderStatus} from './order.ts';
import {createRandom, type Random} from '../../chance/random.ts';
import type {FactsWanted} from '../scenario.ts';

const dayMs = 86_400_000;
const returnedShare = 0.08;
const totalWeight = categories.reduce((sum, {weight}) => sum + weight, 0);

/** The part of a day's first hour in which its first order is placed, in milliseconds. */
const firstOrder = {fromMs: 5 * 60_000, toMs: 55 * 60_000} as const;

/**
 * Orders spread over the last `days`, shaped by weekday and hour, in no order of time; about 8 % returned.
 *
 * Which orders a whole day has depends on the seed and its date alone, not on the clock: only how far they have got
 * does (status, `updatedAt`). Today has those of its orders that are due by now, the first of them, never returned, in
 * the first hour. What is not due yet falls on the day that the stretch begins in.
 */
export function * generateOrders({count, days, seed, nowMs, timeZone = 'UTC', apart = ''}: FactsWanted, catalogue: Catalogue): Generator<Order, void> {
	const startMs = nowMs - days * dayMs;
	const lastDay = dayNumber(dayOf(nowMs, timeZone));
	let left = count;
	for (let day = localDay(nowMs - 1, timeZone); left > 0; day = localDay(day.startMs - 1, timeZone)) {
		if (day.startMs <= startMs) {
			const random = createRandom(`orders ${seed} ${apart} ${day.day} from ${startMs}`);
			const nextTime = orderTimes(startMs, Math.min(day.nextMs, nowMs), timeZone, random);
			for (; left > 0; left--) {
				yield makeOrder(nextTime(), nowMs, catalogue, random);
			}

			return;
		}

		const random = createRandom(`orders ${seed} ${apart} ${day.day}`);
		const nextTime = orderTimes(day.startMs, day.nextMs, timeZone, random);
		const ofDay = ordersOfDay(dayNumber(day.day), {count, days, lastDay});
		for (let i = 0; i < ofDay && left > 0; i++) {
			const placedAtMs = i === 0 ? day.startMs + Math.floor(firstOrder.fromMs + random.next() * (firstOrder.toMs - firstOrder.fromMs)) : nextTime();
			const order = makeOrder(placedAtMs, nowMs, catalogue, random);
			if (placedAtMs < nowMs) {
				left--;
				yield i === 0 && order.status === 'returned' ? {...order, status: openStatus(nowMs - placedAtMs)} : order;
			}
		}
	}
}

/** The number of a date from 1970-01-01. */
function dayNumber(day: string): number {
	return Date.parse(day) / dayMs;
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

	return openStatus(ageMs);
}

/** How far an order has got that nobody returned. */
function openStatus(ageMs: number): OrderStatus {
	const days = ageMs / dayMs;
	return days < 1 ? 'pending' : days < 4 ? 'shipped' : 'completed';
}

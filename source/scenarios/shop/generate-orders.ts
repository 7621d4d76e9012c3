import {dayOf, localDay} from '../../words/local-day.ts';
import {type Catalogue, categories} from './catalogue.ts';
import {dayNumber, ordersOfDays} from './order-days.ts';
import {orderId} from './order-id.ts';
import {orderLife} from './order-life.ts';
import {orderTimes} from './order-times.ts';
import type {Order, OrderItem} from './order.ts';
import {createRandom, type Random} from '../../chance/random.ts';
import type {FactsWanted} from '../scenario.ts';

const dayMs = 86_400_000;
const categoryPlaces = placesOf(categories.map(({weight}) => weight));

/** 1–5 items, mostly one or two, and mostly one piece of each. The weights in percent of 0, 1, 2 … more than one. */
const moreItems = placesOf([42, 30, 16, 8, 4]);
const moreOfOne = placesOf([78, 16, 6]);

/** The part of a day's first hour in which its first order is placed, in milliseconds. */
const firstOrder = {fromMs: 5 * 60_000, toMs: 55 * 60_000} as const;

/**
 * Orders spread over the last `days`, the latest day first. Within a day they are not sorted by time.
 *
 * A day's orders depend only on the seed and the date: the k-th order is the k-th draw, and the density says how many there are. Their states
 * are those at the start of the present day, so a full day is the same at whatever minute it is generated. Today has the orders that are due by
 * now, the first of them in the first hour. Those that are not due yet are placed in the incomplete day at the start of the stretch.
 */
export function* generateOrders({count, days, seed, nowMs, timeZone = 'UTC', apart = ''}: FactsWanted, catalogue: Catalogue): Generator<Order, void> {
	const startMs = nowMs - days * dayMs;
	let day = localDay(nowMs, timeZone);
	const byMs = day.startMs;
	const ofDays = ordersOfDays({count, days, lastDay: dayNumber(day.day)});
	for (let left = count; left > 0; day = localDay(day.startMs - 1, timeZone)) {
		const random = createRandom(`orders ${seed} ${apart} ${day.day}`);
		const nextTime = orderTimes(day.startMs, day.nextMs, timeZone, random);
		const ofDay = ofDays.next().value;
		for (let i = 0; i < ofDay && left > 0; i++) {
			const placedAtMs = i === 0 ? day.startMs + Math.floor(firstOrder.fromMs + random.next() * (firstOrder.toMs - firstOrder.fromMs)) : nextTime();
			const order = makeOrder(placedAtMs, byMs, catalogue, random);
			if (placedAtMs >= startMs && placedAtMs < nowMs) {
				left--;
				yield order;
			}
		}

		if (day.startMs <= startMs) {
			const random = createRandom(`orders ${seed} ${apart} ${day.day} from ${startMs}`);
			const nextTime = orderTimes(startMs, Math.min(day.nextMs, nowMs), timeZone, random);
			for (; left > 0; left--) {
				yield makeOrder(nextTime(), byMs, catalogue, random);
			}
		}
	}
}

/** About how many of these orders are older than this many days. */
export function olderOrders({count, days, nowMs, timeZone = 'UTC'}: FactsWanted, thanDays: number): number {
	const ofDays = ordersOfDays({count, days, lastDay: dayNumber(dayOf(nowMs, timeZone))});
	let left = count;
	for (let day = 0; day < Math.min(days, thanDays); day++) {
		left -= ofDays.next().value;
	}

	return left;
}

/** One order placed at `placedAtMs`, in the state that it has at `byMs`. */
export function makeOrder(placedAtMs: number, byMs: number, catalogue: Catalogue, random: Random): Order {
	const customer = catalogue.customers[random.below(catalogue.customers.length)]!;
	const wanted = 1 + picked(moreItems, random);
	// The list gets its length at once: one that grows would take room for seventeen.
	// oxlint-disable-next-line unicorn/no-new-array -- Array.from takes as long as all of the drawing.
	const items = new Array<OrderItem>(wanted);
	for (let count = 0; count < wanted;) {
		const product = pickProduct(catalogue, random);
		if (!isAmong(items, count, product.sku)) {
			const {sku, name, category, unitPriceCents} = product;
			items[count++] = {sku, name, category, unitPriceCents, quantity: 1 + picked(moreOfOne, random)};
		}
	}

	const {status, updatedAtMs} = orderLife(placedAtMs, byMs, random);
	return {
		id: orderId(placedAtMs, random),
		placedAt: new Date(placedAtMs),
		updatedAt: new Date(updatedAtMs),
		status,
		customer,
		items,
	};
}

/** A table to draw from by whole weights: the index of each weight, as often as it weighs. */
function placesOf(weights: readonly number[]): Uint8Array {
	return Uint8Array.from(weights.flatMap((weight, place) => Array.from({length: weight}, () => place)));
}

function picked(places: Uint8Array, random: Random): number {
	return places[random.below(places.length)]!;
}

function pickProduct(catalogue: Catalogue, random: Random) {
	const products = catalogue.productsByCategory[picked(categoryPlaces, random)]!;
	return products[random.below(products.length)]!;
}

function isAmong(items: readonly OrderItem[], count: number, sku: string): boolean {
	for (let i = 0; i < count; i++) {
		if (items[i]!.sku === sku) {
			return true;
		}
	}

	return false;
}

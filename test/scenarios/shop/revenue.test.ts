import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Order} from '../../../source/scenarios/shop/order.ts';
import {type RevenueReport, reportBounds} from '../../../source/scenarios/shop/revenue.ts';
import {anyOrder} from './any-order.ts';
import {byRevenue, sumRevenue} from './sum-revenue.ts';

const dayMs = 86_400_000;
const asOfMs = Date.UTC(2026, 10, 24, 15, 30);

/** The report by its definition, one figure at a time, each by its own pass over rows of (order, item). */
function naiveReport(orders: readonly Order[], days: number): RevenueReport {
	const inWindow = orders.filter(({status, placedAt}) => status !== 'returned' && placedAt.getTime() > asOfMs - days * dayMs && placedAt.getTime() <= asOfMs);
	const rows = inWindow.flatMap(order => order.items.map(item => ({order, item, cents: item.quantity * item.unitPriceCents})));
	const figures = (of: typeof rows) => ({
		todayCents: of
			.filter(({order}) => order.placedAt.toISOString().startsWith('2026-11-24'))
			.map(({cents}) => cents)
			.reduce((a, b) => a + b, 0),
		revenueCents: of.map(({cents}) => cents).reduce((a, b) => a + b, 0),
		orders: new Set(of.map(({order}) => order)).size,
		units: of.map(({item}) => item.quantity).reduce((a, b) => a + b, 0),
	});
	const names = [...new Set(rows.map(({item}) => item.category))];
	return {
		asOfMs,
		windowDays: days,
		day: '2026-11-24',
		timeZone: 'UTC',
		categories: names
			.map(category => ({category, ...figures(rows.filter(({item}) => item.category === category))}))
			.sort((a, b) => b.revenueCents - a.revenueCents || a.category.localeCompare(b.category, 'en')),
		totals: {...figures(rows), orders: inWindow.length},
	};
}

const order = (placedAtMs: number, rest: Partial<Order> = {}): Order => ({
	id: String(placedAtMs),
	placedAt: new Date(placedAtMs),
	updatedAt: new Date(placedAtMs),
	status: 'completed',
	customer: {id: 'C', name: '', email: '', city: '', country: ''},
	items: [{sku: 'A', name: '', category: 'Books', quantity: 2, unitPriceCents: 150}],
	...rest,
});

test('is what a naive sum gives, for any orders and window', () => {
	fc.assert(
		fc.property(fc.array(anyOrder(asOfMs - 40 * dayMs, asOfMs + dayMs), {maxLength: 40}), fc.integer({min: 1, max: 40}), (orders, days) => {
			expect(sumRevenue(orders, asOfMs, days)).toEqual(naiveReport(orders, days));
		}),
		{numRuns: 200},
	);
});

test('revenue and units of the categories sum to the totals', () => {
	fc.assert(
		fc.property(fc.array(anyOrder(asOfMs - 40 * dayMs, asOfMs), {maxLength: 40}), orders => {
			const {categories, totals} = sumRevenue(orders, asOfMs);
			for (const figure of ['todayCents', 'revenueCents', 'units'] as const) {
				expect(categories.reduce((sum, row) => sum + row[figure], 0)).toBe(totals[figure]);
			}
		}),
	);
});

describe('its bounds', () => {
	const midnight = Date.UTC(2026, 10, 24);
	test.each([
		['exactly 30 days ago is out', asOfMs - 30 * dayMs, 0, 0],
		['a millisecond later is in', asOfMs - 30 * dayMs + 1, 300, 0],
		['a millisecond before midnight is not today', midnight - 1, 300, 0],
		['midnight is today', midnight, 300, 300],
		['the very instant is in', asOfMs, 300, 300],
		['a millisecond after it is out', asOfMs + 1, 0, 0],
	])('%s', (_, placedAtMs, revenueCents, todayCents) => {
		expect(sumRevenue([order(placedAtMs)], asOfMs).totals).toEqual({revenueCents, todayCents, orders: revenueCents && 1, units: revenueCents && 2});
	});

	test.each([
		['2026-11-24', 'Asia/Kolkata', Date.UTC(2026, 10, 23, 18, 30)],
		['2026-11-25', 'Pacific/Kiritimati', Date.UTC(2026, 10, 24, 10)],
		['2026-11-24', 'America/New_York', Date.UTC(2026, 10, 24, 5)],
	])('today is %s in %s', (day, timeZone, startMs) => {
		const orders = [startMs - 1, startMs].map(ms => order(ms));
		expect(sumRevenue(orders, asOfMs, 30, timeZone)).toMatchObject({day, timeZone, totals: {revenueCents: 600, todayCents: 300}});
	});

	test('are in milliseconds: the window from 30 days back, today from midnight UTC', () => {
		expect(reportBounds(asOfMs)).toEqual({fromMs: Date.UTC(2026, 9, 25, 15, 30), todayMs: midnight});
		expect(reportBounds(asOfMs, 1)).toEqual({fromMs: Date.UTC(2026, 10, 23, 15, 30), todayMs: midnight});
	});
});

test('an order of two categories counts in both and once in the total; a returned one nowhere', () => {
	const items = ['Books', 'Toys', 'Books'].map((category, i) => ({sku: String(i), name: '', category, quantity: 1, unitPriceCents: 100 + i}));
	expect(sumRevenue([order(asOfMs - 1, {items}), order(asOfMs - 2, {items, status: 'returned'})], asOfMs)).toEqual({
		asOfMs,
		windowDays: 30,
		day: '2026-11-24',
		timeZone: 'UTC',
		categories: [
			{category: 'Books', todayCents: 202, revenueCents: 202, orders: 1, units: 2},
			{category: 'Toys', todayCents: 101, revenueCents: 101, orders: 1, units: 1},
		],
		totals: {todayCents: 303, revenueCents: 303, orders: 1, units: 3},
	});
});

test('nothing gives no categories and zero totals', () => {
	expect(sumRevenue([], asOfMs)).toEqual({
		asOfMs,
		windowDays: 30,
		day: '2026-11-24',
		timeZone: 'UTC',
		categories: [],
		totals: {todayCents: 0, revenueCents: 0, orders: 0, units: 0},
	});
});

test('highest revenue first, names decide ties', () => {
	const row = (category: string, revenueCents: number) => ({category, revenueCents, todayCents: 0, orders: 0, units: 0});
	expect([row('B', 5), row('C', 9), row('A', 5)].sort(byRevenue).map(({category}) => category)).toEqual(['C', 'A', 'B']);
});

import * as z from 'zod/mini';
import type {Order} from './order.ts';
import {startOfUtcDay} from './utc-day.ts';

/** Days the revenue report looks back from its `asOf`. */
export const reportWindowDays = 30;

const dayMs = 86_400_000;

/** What one category, or all of them, brought in. Returned orders are left out. Money is integer cents. */
export type RevenueFigures = {
	/** Since the last midnight UTC before `asOf`. */
	readonly todayCents: number;
	/** In the window of `windowDays` that ends at `asOf`. */
	readonly revenueCents: number;
	/** Distinct orders in that window; one with items of two categories counts once in each, and once in the total. */
	readonly orders: number;
	readonly units: number;
};

export type CategoryRevenue = RevenueFigures & {readonly category: string};

/** Revenue by category, highest first. */
export type RevenueReport = {
	/** Epoch milliseconds: the instant the aggregation began. */
	readonly asOfMs: number;
	readonly windowDays: number;
	readonly categories: readonly CategoryRevenue[];
	readonly totals: RevenueFigures;
};

const figures = {todayCents: z.number(), revenueCents: z.number(), orders: z.number(), units: z.number()};

/** One check a row, not one a number: a row is validated at every hit, and a hit is what is measured. */
const wholeNumbers = z.check<RevenueFigures>(({value, issues}) => {
	for (const name of figureNames) {
		if (value[name] < 0 || !Number.isSafeInteger(value[name])) {
			issues.push({code: 'custom', input: value[name], path: [name], message: 'not a whole number'});
		}
	}
});

const figureNames = ['todayCents', 'revenueCents', 'orders', 'units'] as const;

export const revenueFiguresSchema = z.object(figures).check(wholeNumbers);
export const categoryRevenueSchema = z.object({category: z.string(), ...figures}).check(wholeNumbers);

/** The bounds of a report, in epoch milliseconds: placed in (`fromMs`, `asOfMs`]; today starts at `todayMs`. */
export function reportBounds(asOfMs: number, windowDays = reportWindowDays): {fromMs: number; todayMs: number} {
	return {fromMs: asOfMs - windowDays * dayMs, todayMs: startOfUtcDay(asOfMs)};
}

/**
 * The report over orders in memory, by plain addition: what the aggregation in the database must equal, to the cent.
 * The lesson never uses it on its way to the screen; tests and the laboratory's arithmetic do.
 */
export function sumRevenue(orders: Iterable<Order>, asOfMs: number, windowDays = reportWindowDays): RevenueReport {
	const {fromMs, todayMs} = reportBounds(asOfMs, windowDays);
	const byCategory = new Map<string, {todayCents: number; revenueCents: number; orders: number; units: number}>();
	const totals = {todayCents: 0, revenueCents: 0, orders: 0, units: 0};
	for (const order of orders) {
		const placedAtMs = order.placedAt.getTime();
		if (order.status === 'returned' || placedAtMs <= fromMs || placedAtMs > asOfMs) {
			continue;
		}

		const seen = new Set<string>();
		for (const item of order.items) {
			const sums = byCategory.get(item.category) ?? {todayCents: 0, revenueCents: 0, orders: 0, units: 0};
			byCategory.set(item.category, sums);
			const cents = item.quantity * item.unitPriceCents;
			const todayCents = placedAtMs >= todayMs ? cents : 0;
			const firstOfOrder = seen.has(item.category) ? 0 : 1;
			seen.add(item.category);
			for (const sum of [sums, totals]) {
				sum.revenueCents += cents;
				sum.todayCents += todayCents;
				sum.units += item.quantity;
			}

			sums.orders += firstOfOrder;
		}

		totals.orders += order.items.length > 0 ? 1 : 0;
	}

	const categories = [...byCategory].map(([category, sums]) => ({category, ...sums})).sort(byRevenue);
	return {asOfMs, windowDays, categories, totals};
}

/** Highest revenue first; names decide ties, so that a report has one order. */
export function byRevenue(a: CategoryRevenue, b: CategoryRevenue): number {
	return b.revenueCents - a.revenueCents || (a.category < b.category ? -1 : 1);
}

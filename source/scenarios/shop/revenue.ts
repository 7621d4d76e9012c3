import * as z from 'zod/mini';
import {compiledObject} from '../compiled-object.ts';
import type {StoredOrder} from './order.ts';
import {dayOf, localDay} from '../../words/local-day.ts';

/** Days the revenue report looks back from its `asOf`. */
export const reportWindowDays = 30;

/** Days an order stays in the window before MongoDB's TTL index removes it. */
export const windowDays = 35;

const dayMs = 86_400_000;

/** What one category, or all of them, brought in. Returned orders are left out. Money is integer cents. */
export type RevenueFigures = {
	/** Of the report's `day`, up to `asOf`. */
	readonly todayCents: number;
	/** In the window of `windowDays` that ends at `asOf`. */
	readonly revenueCents: number;
	/** Distinct orders in that window; one with items of two categories counts once in each, and once in the total. */
	readonly orders: number;
	readonly units: number;
};

export type CategoryRevenue = RevenueFigures & {readonly category: string};

/** A category as it is shown: one of nothing but blanks has a name too. */
export function categoryName(category: string): string {
	return /^[\s\u2800]*$/.test(category) ? '(no name)' : category;
}

/** Revenue by category, highest first. */
export type RevenueReport = {
	/** Epoch milliseconds: the instant the aggregation began. */
	readonly asOfMs: number;
	readonly windowDays: number;
	/** The day that `todayCents` counts, `YYYY-MM-DD`: that of `asOf` in `timeZone`. */
	readonly day: string;
	/** IANA name. */
	readonly timeZone: string;
	readonly categories: readonly CategoryRevenue[];
	readonly totals: RevenueFigures;
};

/** What the orders of a report are worth, returned ones left out: n, Σ value in cents, Σ value² in cents². */
export type OrderValues = {readonly orders: number; readonly cents: number; readonly squareCents: number};

const figures = {todayCents: z.number(), revenueCents: z.number(), orders: z.number(), units: z.number()};

const figureNames = ['todayCents', 'revenueCents', 'orders', 'units'] as const;

/** The name of the first figure that is no whole number; refunds may make money and units negative, but not orders. */
function brokenFigure(row: RevenueFigures): string | undefined {
	return row.orders < 0 ? 'orders' : figureNames.find(name => !Number.isSafeInteger(row[name]));
}

export const revenueFiguresSchema = compiledObject(figures, z.check<RevenueFigures>(({value, issues}) => {
	const name = brokenFigure(value);
	if (name !== undefined) {
		issues.push({code: 'custom', input: value, path: [name], message: 'not a whole number'});
	}
}));

/** The most categories that a report has. */
export const mostCategories = 10_000;

/** Rows of a report. One check over all of them: they are validated at every hit, and a hit is what is measured. */
export const categoriesSchema = z.array(compiledObject({category: z.string(), ...figures})).check(z.maxLength(mostCategories), z.check<CategoryRevenue[]>(({value, issues}) => {
	for (const [i, row] of value.entries()) {
		const name = brokenFigure(row);
		if (name !== undefined) {
			issues.push({code: 'custom', input: row, path: [i, name], message: 'not a whole number'});
		}
	}
}));

/** The bounds of a report, in epoch milliseconds: placed in (`fromMs`, `asOfMs`]; today starts at `todayMs`. */
export function reportBounds(asOfMs: number, windowDays = reportWindowDays, timeZone = 'UTC'): {fromMs: number; todayMs: number} {
	return {fromMs: asOfMs - windowDays * dayMs, todayMs: localDay(asOfMs, timeZone).startMs};
}

/**
 * The report over orders in memory, by plain addition: what the aggregation in the database must equal, to the cent.
 * The lesson never uses it on its way to the screen; tests and the laboratory's arithmetic do.
 */
export function sumRevenue(orders: Iterable<Pick<StoredOrder, 'placedAt' | 'status' | 'items'>>, asOfMs: number, windowDays = reportWindowDays, timeZone = 'UTC'): RevenueReport {
	const {fromMs, todayMs} = reportBounds(asOfMs, windowDays, timeZone);
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

		totals.orders += 1;
	}

	const categories = [...byCategory].map(([category, sums]) => ({category, ...sums})).sort(byRevenue);
	return {asOfMs, windowDays, day: dayOf(asOfMs, timeZone), timeZone, categories, totals};
}

/** Highest revenue first; names decide ties, so that a report has one order. */
export function byRevenue(a: CategoryRevenue, b: CategoryRevenue): number {
	return b.revenueCents - a.revenueCents || (a.category < b.category ? -1 : 1);
}

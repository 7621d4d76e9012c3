import type {OrderItem, StoredOrder} from '../../../source/scenarios/shop/order.ts';
import {type CategoryRevenue, reportBounds, reportWindowDays, type RevenueReport} from '../../../source/scenarios/shop/revenue.ts';
import {type FigureName, forEachFigure} from '../../../source/scenarios/shop/revenue-figures.ts';
import {dayOf} from '../../../source/words/local-day.ts';

/** An order as far as a row holds it. */
type Sale = {readonly isToday: boolean; readonly items: readonly Item[]};

type Item = Pick<OrderItem, 'quantity' | 'unitPriceCents'>;

const ofItems = (inMemory: (item: Item, isToday: boolean) => number) => (sales: readonly Sale[]) =>
	sales.reduce((sum, {isToday, items}) => items.reduce((all, item) => all + inMemory(item, isToday), sum), 0);
const cents = ({quantity, unitPriceCents}: Item) => quantity * unitPriceCents;

/** Each figure, of a category or in total. */
const sums: Readonly<Record<FigureName, (sales: readonly Sale[]) => number>> = {
	todayCents: ofItems((item, isToday) => (isToday ? cents(item) : 0)),
	revenueCents: ofItems(cents),
	orders: sales => sales.length,
	units: ofItems(({quantity}) => quantity),
};

/** The report over orders in memory, by plain addition: what the aggregation in the database must equal, to the cent. */
export function sumRevenue(
	orders: Iterable<Pick<StoredOrder, 'placedAt' | 'status' | 'items'>>,
	asOfMs: number,
	windowDays = reportWindowDays,
	timeZone = 'UTC',
): RevenueReport {
	const {fromMs, todayMs} = reportBounds(asOfMs, windowDays, timeZone);
	const sales: Sale[] = [];
	const byCategory = new Map<string, Sale[]>();
	for (const {placedAt, status, items} of orders) {
		const placedAtMs = placedAt.getTime();
		if (status === 'returned' || placedAtMs <= fromMs || placedAtMs > asOfMs) {
			continue;
		}

		const isToday = placedAtMs >= todayMs;
		sales.push({isToday, items});
		for (const category of new Set(items.map(item => item.category))) {
			const ofCategory = byCategory.get(category) ?? [];
			byCategory.set(category, ofCategory);
			ofCategory.push({isToday, items: items.filter(item => item.category === category)});
		}
	}

	const figuresOf = (of: readonly Sale[]) => forEachFigure(({name}) => sums[name](of));
	const categories = [...byCategory].map(([category, of]) => ({category, ...figuresOf(of)})).sort(byRevenue);
	return {asOfMs, windowDays, day: dayOf(asOfMs, timeZone), timeZone, categories, totals: figuresOf(sales)};
}

/** Highest revenue first; names decide ties, so that a report has one order. */
export function byRevenue(a: CategoryRevenue, b: CategoryRevenue): number {
	return b.revenueCents - a.revenueCents || (a.category < b.category ? -1 : 1);
}

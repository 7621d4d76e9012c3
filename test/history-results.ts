// A study of five years made up by hand, as the flows would give it.
import type {HistoryResult, HistoryRow} from '../source/flows/ask-history.ts';
import type {HistoryStudy} from '../source/flows/study-history.ts';
import {orderHistory} from '../source/scenarios/shop/order-history.ts';

const dayMs = 86_400_000;
const shares = {Electronics: 0.48, 'Home & Garden': 0.13, Clothing: 0.14, Sports: 0.08, Beauty: 0.05, 'Toys & Games': 0.06, Books: 0.04, Grocery: 0.02};
const months = [0.85, 0.82, 0.92, 0.98, 1, 0.97, 0.88, 0.86, 1, 1.06, 1.15, 1.4];

const asked = {
	fromDay: '2021-11-26',
	toDay: '2026-11-24',
	fromMs: Date.UTC(2021, 10, 26),
	toMs: Date.UTC(2026, 10, 25),
	timeZone: 'UTC',
};

const revenue = (day: string, share: number) => Math.round(1_200_000 * share * months[Number(day.slice(5, 7)) - 1]! * 1.25 ** (Number(day.slice(0, 4)) - 2021));

/** The figures of each key, over days. */
function rowsBy(key: 'month' | 'day' | 'year', length: number, from = asked.fromDay, to = asked.toDay): HistoryRow[] {
	const sums = new Map<string, {revenueCents: number; comparedCents: number; yearBeforeCents: number}>();
	for (let ms = Date.parse(from); ms <= Date.parse(to); ms += dayMs) {
		const day = new Date(ms).toISOString().slice(0, 10);
		const before = `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;
		for (const [category, share] of Object.entries(shares)) {
			const name = `${day.slice(0, length)}\n${category}`;
			const sum = sums.get(name) ?? {revenueCents: 0, comparedCents: 0, yearBeforeCents: 0};
			sum.revenueCents += revenue(day, share);
			sum.comparedCents += before >= from ? revenue(day, share) : 0;
			sum.yearBeforeCents += before >= from ? revenue(before, share) : 0;
			sums.set(name, sum);
		}
	}

	return [...sums].map(([name, {revenueCents, ...compared}]) => {
		const [period, category] = name.split('\n') as [string, string];
		return {[key]: period, category, revenueCents, orders: Math.round(revenueCents / 6000), ...(key === 'year' && compared)};
	});
}

const {monthly, yearly, daily} = orderHistory.trend;

const monthlyResult: HistoryResult = {question: monthly, asked, rows: rowsBy('month', 7), scannedBytes: 2_134_000, tookMs: 67.2, askings: 5};

const yearlyResult: HistoryResult = {...monthlyResult, question: yearly, rows: rowsBy('year', 4)};

/** The days of October 2026. */
export const dailyResult: HistoryResult = {
	...monthlyResult,
	question: daily,
	asked: {...asked, fromDay: '2026-10-01', toDay: '2026-10-31', fromMs: Date.UTC(2026, 9, 1), toMs: Date.UTC(2026, 10, 1)},
	rows: rowsBy('day', 10, '2026-10-01', '2026-10-31'),
};

const study: HistoryStudy = {
	load: {added: 1825, replaced: 0, removed: 0, rows: 99_966, tookMs: 5300, oddities: []},
	held: {days: 1825, facts: 99_966, bytes: 3_276_364, span: asked},
	result: monthlyResult,
	price: {tookMs: 687, askings: 5, rowsRead: 302_502, pageBytes: 25_600_000, equal: true, changed: []},
};

export const shownStudy = {
	...study,
	yearly: yearlyResult,
	store: 'DuckDB',
	scans: 'compressed bytes of the columns that it reads, in the Parquet files of these days',
};

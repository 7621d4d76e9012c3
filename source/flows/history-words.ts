import type {Scenario} from '../scenarios/scenario.ts';
import type {Trend} from '../scenarios/warehouse.ts';
import {formatAmount} from '../words/amount.ts';
import {formatBytes} from '../words/bytes.ts';
import {formatCount, formatTimes} from '../words/count.ts';
import {dateText} from '../words/local-day.ts';
import {formatLatency} from '../words/latency.ts';
import type {HistoryResult, HistoryRow} from './ask-history.ts';
import {warehouseOf} from './ask-history.ts';
import type {HistoryStudy} from './study-history.ts';

// What a question about years came to, in the words of screen and paper.

const dayMs = 86_400_000;

/** A month of several series, or a day. */
export type TrendPeriod = {
	/** `2024-03`, or `2024-03-17`. */
	readonly name: string;
	readonly total: number;
	/** By series. */
	readonly of: ReadonlyMap<string, number>;
	/** The same month a year before, where all of both is there. */
	readonly yearBefore?: TrendPeriod | undefined;
};

/** The months of a monthly answer, one after the other: one without a fact has nothing. */
export function trendMonths(scenario: Scenario, {rows, asked}: HistoryResult): TrendPeriod[] {
	const isPart = (month: string) =>
		(month === asked.fromDay.slice(0, 7) && !asked.fromDay.endsWith('-01')) || (month === asked.toDay.slice(0, 7) && asked.toDay !== lastDayOf(month));
	const months = periodsOf(warehouseOf(scenario).trend, rows, 'month', monthsBetween(asked.fromDay.slice(0, 7), asked.toDay.slice(0, 7)));
	const byName = new Map(months.map(month => [month.name, month]));
	return months.map(month => {
		const before = byName.get(`${Number(month.name.slice(0, 4)) - 1}${month.name.slice(4)}`);
		return {...month, yearBefore: before && !isPart(month.name) && !isPart(before.name) ? before : undefined};
	});
}

/** The days of a daily answer, likewise. */
export function trendDays(scenario: Scenario, {rows, asked: {fromDay, toDay}}: HistoryResult): TrendPeriod[] {
	const days = [];
	for (let ms = Date.parse(fromDay); ms <= Date.parse(toDay); ms += dayMs) {
		days.push(new Date(ms).toISOString().slice(0, 10));
	}

	return periodsOf(warehouseOf(scenario).trend, rows, 'day', days);
}

function periodsOf({series, figure}: Trend, rows: readonly HistoryRow[], key: 'month' | 'day', names: readonly string[]): TrendPeriod[] {
	const found = new Map<string, Map<string, number>>();
	for (const row of rows) {
		const name = String(row[key]);
		found.set(name, (found.get(name) ?? new Map<string, number>()).set(String(row[series]), Number(row[figure])));
	}

	return names.map(name => {
		const of = found.get(name) ?? new Map<string, number>();
		return {name, total: sum(of.values()), of};
	});
}

/** The series of an answer, that with the most first. */
export function seriesOf({series, figure}: Trend, rows: readonly HistoryRow[]): string[] {
	const sums = new Map<string, number>();
	for (const row of rows) {
		const name = String(row[series]);
		sums.set(name, (sums.get(name) ?? 0) + Number(row[figure]));
	}

	return [...sums].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([name]) => name);
}

/** What was read for an answer, and how long that took: "DuckDB read 2.14 MB in 93 ms". */
export function scanText(store: string, {scannedBytes, tookMs, askings}: HistoryResult): string {
	const read = scannedBytes === undefined ? 'answered' : `read ${formatBytes(scannedBytes)}`;
	return `${store} ${read} in ${formatLatency(tookMs)}${askings > 1 ? `, the median of ${askings}` : ''}`;
}

/** What the same cost on the ledger, and whether it said the same; undefined where it was not asked. */
export function priceText({price, result}: Pick<HistoryStudy, 'price' | 'result'>): string | undefined {
	if (!price) {
		return undefined;
	}

	const {tookMs, rowsRead, pageBytes} = price;
	return `PostgreSQL read ${formatCount(rowsRead)} rows, ${formatBytes(pageBytes)} of pages, in ${formatLatency(tookMs)}: ${timesText(tookMs / result.tookMs)}`;
}

function timesText(factor: number): string {
	return factor >= 1 ? `${formatTimes(factor)} times as long` : `${formatTimes(1 / factor)} times as fast`;
}

/** Days that are named; of more it is said how many. */
const namedDays = 3;

/** Whether warehouse and ledger say the same; undefined where the ledger was not asked. */
export function equalText({warehouse, facts}: Scenario, {price}: Pick<HistoryStudy, 'price'>): string | undefined {
	if (!price || !warehouse) {
		return undefined;
	}

	if (price.equal) {
		return 'Both say the same, to the cent';
	}

	const {changed} = price;
	const {unit} = warehouse.questions[0].columns.find(({name}) => name === warehouse.trend.figure) ?? {};
	const money = (cents: number) => formatAmount(unit === 'count' ? 'count' : 'money', cents);
	const named = changed.slice(0, namedDays).map(({day, archived, ledger}) => `${day} (archived ${money(archived)}, now ${money(ledger)})`);
	const more = changed.length > namedDays ? ` and ${formatCount(changed.length - namedDays)} more` : '';
	return changed.length === 0
		? `NOT EQUAL, though each day is worth the same: ${facts.many} changed in another way since they were archived, or while they were asked about`
		: `NOT EQUAL: ${facts.many} of ${named.join(', ')}${more} changed in PostgreSQL since they were archived; archive again`;
}

/** How much a figure grew: "+24 %", "-3 %"; of nothing, nothing is said. */
export function growthText(now: number, before: number | undefined): string {
	if (before === undefined || before <= 0) {
		return '–';
	}

	const percent = Math.round((now / before - 1) * 100);
	return `${percent > 0 ? '+' : ''}${formatCount(percent)} %`;
}

/** From when to when: "26 Nov 2021 to 24 Nov 2026". */
export function spanText({fromDay, toDay}: {readonly fromDay: string; readonly toDay: string}): string {
	// With the year of both.
	return `${dateText(fromDay, '')} to ${dateText(toDay, '')}`;
}

function monthsBetween(first: string, last: string): string[] {
	const months = [];
	for (let [year, month] = first.split('-').map(Number) as [number, number]; ; month++) {
		if (month > 12) {
			[year, month] = [year + 1, 1];
		}

		const name = `${year}-${String(month).padStart(2, '0')}`;
		if (name > last) {
			return months;
		}

		months.push(name);
	}
}

function lastDayOf(month: string): string {
	const [year, number] = month.split('-').map(Number) as [number, number];
	return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

function sum(numbers: Iterable<number>): number {
	return [...numbers].reduce((total, one) => total + one, 0);
}

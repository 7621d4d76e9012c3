import type {Scenario} from '../scenarios/scenario.ts';
import {formatAmount} from '../words/amount.ts';
import {formatBytes} from '../words/bytes.ts';
import {formatCount, formatTimes} from '../words/count.ts';
import {dateText} from '../words/local-day.ts';
import {formatLatency} from '../words/latency.ts';
import type {HistoryResult, HistoryRow} from './ask-history.ts';
import {warehouseOf} from './ask-history.ts';
import type {HistoryStudy} from './study-history.ts';

// What a question about years came to, in the words of screen and paper.

/** A month of several series. */
export type TrendMonth = {
	/** `2024-03`. */
	readonly month: string;
	readonly total: number;
	/** The same month a year before, where all of both is there. */
	readonly yearBefore: number | undefined;
	/** By series. */
	readonly of: ReadonlyMap<string, number>;
};

/** The months of a monthly answer, one after the other: one without a fact has nothing. */
export function trendMonths(scenario: Scenario, {rows, asked}: HistoryResult): TrendMonth[] {
	const {series, figure} = warehouseOf(scenario).trend;
	const byMonth = new Map<string, Map<string, number>>();
	for (const row of rows) {
		const month = String(row['month']);
		byMonth.set(month, (byMonth.get(month) ?? new Map<string, number>()).set(String(row[series]), Number(row[figure])));
	}

	const totalOf = (month: string) => sum(byMonth.get(month)?.values() ?? []);
	const isPart = (month: string) =>
		(month === asked.fromDay.slice(0, 7) && !asked.fromDay.endsWith('-01')) || (month === asked.toDay.slice(0, 7) && asked.toDay !== lastDayOf(month));
	const all = monthsBetween(asked.fromDay.slice(0, 7), asked.toDay.slice(0, 7));
	return all.map(month => {
		const before = `${Number(month.slice(0, 4)) - 1}${month.slice(4)}`;
		const areWhole = before >= all[0]! && !isPart(month) && !isPart(before);
		return {month, total: totalOf(month), yearBefore: areWhole ? totalOf(before) : undefined, of: byMonth.get(month) ?? new Map()};
	});
}

/** The series of an answer, that with the most first. */
export function seriesOf({series, figure}: {readonly series: string; readonly figure: string}, rows: readonly HistoryRow[]): string[] {
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
	return factor >= 1 ? `${formatTimes(factor)} times as long` : `in ${formatTimes(1 / factor)} times less`;
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
		? `NOT EQUAL, though each day says the same: it changed while it was asked`
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

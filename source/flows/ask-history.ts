import {median} from '../lab/quantiles.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import {type AnswerColumn, type Asked, type HistoryQuestion, sqlName, type Warehouse} from '../scenarios/warehouse.ts';
import type {History, LoadedDay} from '../stores/history.ts';
import {plainText} from '../words/plain-text.ts';
import {Problem} from '../words/problem.ts';

/** A row of an answer, by the names of the question's columns; a text that is not there is null. */
export type HistoryRow = Readonly<Record<string, string | number | null>>;

/** An answer about years. */
export type HistoryResult = {
	readonly question: HistoryQuestion;
	readonly asked: Asked;
	readonly rows: readonly HistoryRow[];
	readonly scannedBytes: number | undefined;
	/** The median of `askings`, one after the other, in milliseconds. */
	readonly tookMs: number;
	readonly askings: number;
};

/** What is timed is asked so often, unless it takes longer than so long together, in milliseconds, or is paid for. */
const mostAskings = 5;
const longestMs = 10_000;

/** How a scenario's years are asked about. @throws Problem for one whose are not */
export function warehouseOf({title, warehouse}: Scenario): Warehouse {
	if (!warehouse) {
		throw new Problem(`"${title}" has no history`, 2);
	}

	return warehouse;
}

/** Asks the warehouse: once where each asking is paid for, else a few times, so that the time is no chance. */
export async function askHistory(history: History, question: HistoryQuestion, asked: Asked, signal?: AbortSignal): Promise<HistoryResult> {
	const {first, ...timed} = await timeAskings(async () => history.ask(question, asked, signal), history.estimate ? 1 : mostAskings);
	return {question, asked, rows: readRows(question, first.rows), scannedBytes: first.scannedBytes, ...timed};
}

/** Asks so often at most, and says what one asking took, by its own figure. */
export async function timeAskings<A extends {readonly tookMs: number}>(
	ask: () => Promise<A>,
	most = mostAskings,
): Promise<{readonly first: A; readonly tookMs: number; readonly askings: number}> {
	const beganAt = performance.now();
	const first = await ask();
	const tookMs = [first.tookMs];
	while (tookMs.length < most && performance.now() - beganAt < longestMs) {
		tookMs.push((await ask()).tookMs);
	}

	return {first, tookMs: median(tookMs)!, askings: tookMs.length};
}

/** The span of some loaded days, oldest first. Undefined where there are none. */
export function spanOf(days: readonly LoadedDay[]): Asked | undefined {
	const [first, last] = [days[0], days.at(-1)];
	return first && last && {fromDay: first.day, toDay: last.day, fromMs: first.fromMs, toMs: last.toMs, timeZone: last.timeZone};
}

/**
 * Rows as any store gives them, in one form and one order.
 * @throws Problem for figures that cannot be told to the last digit
 */
export function readRows({title, columns, isOrdered}: HistoryQuestion, rows: ReadonlyArray<Readonly<Record<string, unknown>>>): HistoryRow[] {
	const read = rows.map((row): HistoryRow => Object.fromEntries(columns.map(column => [column.name, readCell(column, row[sqlName(column.name)], title)])));
	const keys = columns.filter(({unit}) => unit === 'key').map(({name}) => name);
	const keyOf = (row: HistoryRow) => keys.map(name => row[name]).join('\n');
	return isOrdered ? read : read.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function readCell({name, unit}: AnswerColumn, value: unknown, title: string): string | number | null {
	if (unit === 'key' || unit === 'text') {
		return value === null || value === undefined ? null : plainText(String(value));
	}

	const figure = Number(value ?? 0);
	if (!Number.isSafeInteger(figure)) {
		throw new Problem(`"${title}" cannot be told to the last digit (${name}): look for facts of an absurd worth`);
	}

	return figure;
}

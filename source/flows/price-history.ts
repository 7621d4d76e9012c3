import {isDeepStrictEqual} from 'node:util';
import type {Scenario} from '../scenarios/scenario.ts';
import type {Trend} from '../scenarios/warehouse.ts';
import type {History} from '../stores/history.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';
import {type HistoryResult, type HistoryRow, readRows, timeAskings, warehouseOf} from './ask-history.ts';
import {explain} from './ask-postgres.ts';
import {ledgerOf} from './compare-plans.ts';

/** What the same question costs on the ledger, and whether that says the same. */
export type LedgerPrice = {
	/** The median of `askings`, in milliseconds. */
	readonly tookMs: number;
	readonly askings: number;
	/** Rows that PostgreSQL read of its tables for one answer, and the bytes of the pages that it looked at, in memory or not. */
	readonly rowsRead: number;
	readonly pageBytes: number;
	/** Whether both answers have the same rows, to the last cent. */
	readonly equal: boolean;
	/** The days whose figures are others in the ledger, where they are not equal: what changed since it was archived. */
	readonly changed: readonly ChangedDay[];
};

/** A day's figure as it is archived, and as the ledger has it. */
type ChangedDay = {readonly day: string; readonly archived: number; readonly ledger: number};

/**
 * Asks the ledger what the warehouse was asked, by whichever plan PostgreSQL takes, and compares the answers.
 * @throws StoreFailure when PostgreSQL does not answer
 */
export async function priceOnLedger(
	{scenario, ledger, history}: {readonly scenario: Scenario; readonly ledger: PostgresLedger; readonly history: History},
	{question, asked, rows}: HistoryResult,
	signal?: AbortSignal,
): Promise<LedgerPrice> {
	const sql = question.sql.postgres(asked);
	const {tables} = ledgerOf(scenario).asked;
	const {trend} = warehouseOf(scenario);
	return ledger.whileAnswering(
		async its =>
			ledger.connected(async query => {
				if (ledger.backend.kind === 'embedded') {
					// A server sees to its statistics by itself; without any the plan is a poor one.
					await query(`vacuum (analyze) ${Object.values(tables).join(', ')}`);
				}

				// Over a connection that is its own, so that what is timed waits for nothing else of this program's.
				const ask = async () => {
					const startedAt = performance.now();
					const answer = await query(sql);
					return {rows: answer.rows, tookMs: performance.now() - startedAt};
				};

				const {first, ...timed} = await timeAskings(ask);
				const {rowsRead, pages} = await explain(query, sql);
				const {
					rows: [setting],
				} = await query("select current_setting('block_size')::int as bytes");
				const equal = isDeepStrictEqual(readRows(question, first.rows), [...rows]);
				const changed = equal
					? []
					: changedDays(
							trend,
							readRows(trend.daily, (await history.ask(trend.daily, asked, its)).rows),
							readRows(trend.daily, (await query(trend.daily.sql.postgres(asked))).rows),
						);
				return {...timed, rowsRead, pageBytes: pages * Number(setting!['bytes']), equal, changed};
			}, its),
		signal,
	);
}

/** The days of which two answers do not say the same. */
function changedDays({series, figure}: Trend, archived: readonly HistoryRow[], ledger: readonly HistoryRow[]): ChangedDay[] {
	const rowsOf = (rows: readonly HistoryRow[]) => new Map(rows.map(row => [`${row['day']} ${row[series]}`, JSON.stringify(row)]));
	const [one, other] = [rowsOf(archived), rowsOf(ledger)];
	const different = [...new Set([...one.keys(), ...other.keys()])].filter(key => one.get(key) !== other.get(key));
	const sumOf = (rows: readonly HistoryRow[], day: string) => rows.reduce((sum, row) => sum + (row['day'] === day ? Number(row[figure]) : 0), 0);
	return [...new Set(different.map(key => key.slice(0, 10)))].sort().map(day => ({day, archived: sumOf(archived, day), ledger: sumOf(ledger, day)}));
}

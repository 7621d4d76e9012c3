import {isDeepStrictEqual} from 'node:util';
import type {Scenario} from '../scenarios/scenario.ts';
import type {Asked, Trend} from '../scenarios/warehouse.ts';
import type {History, LoadedDay} from '../stores/history.ts';
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
					: changedDays(trend, asked, await history.loaded(its), readRows(trend.daily, (await query(trend.daily.sql.postgres(asked))).rows));
				return {...timed, rowsRead, pageBytes: pages * Number(setting!['bytes']), equal, changed};
			}, its),
		signal,
	);
}

/** The days that are not worth in the ledger what was loaded of them: that is remembered, and the warehouse not asked, which may be billed. */
function changedDays({figure}: Trend, {fromDay, toDay}: Asked, loaded: ReadonlyMap<string, LoadedDay>, ledger: readonly HistoryRow[]): ChangedDay[] {
	const sums = new Map<string, number>();
	for (const row of ledger) {
		const day = String(row['day']);
		sums.set(day, (sums.get(day) ?? 0) + Number(row[figure]));
	}

	const days = [...new Set([...loaded.keys(), ...sums.keys()])].filter(day => day >= fromDay && day <= toDay).sort();
	return days.map(day => ({day, archived: loaded.get(day)?.worth ?? 0, ledger: sums.get(day) ?? 0})).filter(({archived, ledger}) => archived !== ledger);
}

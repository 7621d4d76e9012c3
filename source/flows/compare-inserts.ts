import {median} from '../lab/quantiles.ts';
import type {LedgerTables} from '../scenarios/scenario.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';

/** Inserts of one measurement, after one that is not counted. */
const inserts = 5;

/**
 * How long PostgreSQL takes to insert a batch of facts, in milliseconds: the median of a few, each in a transaction that is rolled back.
 * The wait for the disk at a commit is not in it.
 */
export async function measureInserts(ledger: PostgresLedger, tables: LedgerTables, batch: readonly object[], signal?: AbortSignal): Promise<number> {
	const columns = tables.columns(batch);
	return ledger.whileAnswering(
		async its =>
			ledger.connected(async query => {
				const tookMs: number[] = [];
				for (let i = 0; i <= inserts; i++) {
					await query('begin');
					const startedAt = performance.now();
					await query(tables.insert, columns);
					tookMs.push(performance.now() - startedAt);
					await query('rollback');
				}

				return median(tookMs.slice(1))!;
			}, its),
		signal,
	);
}

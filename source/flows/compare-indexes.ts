import type {LedgerQuestion} from '../scenarios/scenario.ts';
import type {PostgresLedger} from '../stores/postgres-ledger.ts';
import type {Query} from '../stores/postgres-schema.ts';
import {timeLimitsMs} from '../time-limits.ts';
import {LeftBehind} from '../words/problem.ts';
import {unlessCancelled} from './give-up.ts';

/** What indexes take. */
export type IndexFigures = {
	readonly names: readonly string[];
	/** How long PostgreSQL built them, in milliseconds; undefined where they were there before. */
	readonly buildMs: number | undefined;
	readonly bytes: number;
	/** Of the tables they are of, without any index. */
	readonly tableBytes: number;
};

export type Indexes = {
	readonly figures: IndexFigures;
	/** Some were there before: they stay. */
	readonly isKept: boolean;
	/** Drops those that were made. Safe to call twice. @throws LeftBehind where that was not done */
	drop(): Promise<void>;
};

/**
 * Makes the indexes that a question would have, those of them that are not there. On a server writers go on meanwhile, and for as long as they
 * are dropped; on the embedded engine, whose one session serves all, they wait anyway.
 */
export async function makeIndexes(ledger: PostgresLedger, {indexes, tables}: LedgerQuestion, signal: AbortSignal): Promise<Indexes> {
	const beside = ledger.backend.kind === 'server' ? 'concurrently' : '';
	const made: string[] = [];
	const drop = async () => {
		const names = made.splice(0);
		if (names.length === 0) {
			return;
		}

		// One at a time: none may be dropped beside writers together with another.
		const dropping = ledger.connected(
			async query => {
				for (const name of names) {
					await query(`drop index ${beside} if exists ${name}`);
				}
			},
			AbortSignal.timeout(10 * timeLimitsMs.cancel),
		);
		await unlessCancelled(dropping, signal, timeLimitsMs.undo).catch((error: unknown) => {
			throw new LeftBehind(`PostgreSQL may still have the indexes of this comparison: drop index if exists ${names.join(', ')}`, error);
		});
	};

	try {
		return await ledger.whileAnswering(
			async its =>
				ledger.connected(async query => {
					const startedAt = performance.now();
					let isKept = false;
					for (const {name, on} of indexes) {
						if (await isThere(query, name)) {
							isKept = true;
						} else {
							made.push(name);
							// What was left half made by a run that was killed.
							await query(`drop index if exists ${name}`);
							await query(`create index ${beside} ${name.split('.').at(-1)!} on ${on}`);
						}
					}

					const buildMs = isKept ? undefined : performance.now() - startedAt;
					const names = indexes.map(({name}) => name);
					return {figures: {names, buildMs, bytes: await bytesOf(query, names), tableBytes: await bytesOf(query, Object.values(tables))}, isKept, drop};
				}, its),
			signal,
		);
	} catch (error) {
		await drop();
		throw error;
	}
}

/** Whether there is an index of a name, and it is whole. */
async function isThere(query: Query, name: string): Promise<boolean> {
	const {
		rows: [row],
	} = await query('select exists (select from pg_index where indexrelid = to_regclass($1) and indisvalid) as is_there', [name]);
	return row!['is_there'] === true;
}

async function bytesOf(query: Query, names: readonly string[]): Promise<number> {
	const {
		rows: [row],
	} = await query('select sum(pg_relation_size(to_regclass(name)))::float8 as bytes from unnest($1::text[]) as name', [names]);
	return Number(row!['bytes']);
}

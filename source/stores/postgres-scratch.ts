import type {LedgerTables} from '../scenarios/scenario.ts';
import {findLedger, type Query} from './postgres-schema.ts';
import {StoreFailure} from './store-failure.ts';

/** Of all programs that drill on a server at once, one does. Any number that others hardly take. */
const lockNumber = 7_073_727_266;

/**
 * Does work with a scratch schema that nobody else of this program works in, and drops it afterwards. One that was left standing by a program
 * that ended in the middle is dropped before.
 * @param query asks over a connection that is kept for as long as the work takes: with it the hold goes
 * @returns undefined when another program works in it
 * @throws StoreFailure when a schema of its name is not of this program
 */
export async function withScratch<T>(query: Query, tables: LedgerTables, address: string, work: () => Promise<T>): Promise<T | undefined> {
	const {
		rows: [held],
	} = await query('select pg_try_advisory_lock($1) as is_held', [lockNumber]);
	if (held!['is_held'] !== true) {
		return undefined;
	}

	try {
		await dropScratch(query, tables, address);
		try {
			return await work();
		} finally {
			await dropScratch(query, tables, address);
		}
	} finally {
		await query('select pg_advisory_unlock($1)', [lockNumber]).catch(() => undefined);
	}
}

async function dropScratch(query: Query, tables: LedgerTables, address: string): Promise<void> {
	const {schema} = tables;
	const {exists, version} = await findLedger(query, tables, address);
	if (exists && version === undefined) {
		throw new StoreFailure(
			'postgres',
			'refuses',
			`the schema ${schema} is not of this program and stays untouched`,
			`PostgreSQL at ${address} has a schema ${schema} that is not of this program, and it stays untouched: a drill needs that name for its scratch schema`,
		);
	}

	if (exists) {
		await query(`drop schema ${schema} cascade`);
	}
}

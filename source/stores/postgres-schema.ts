import type {LedgerTables} from '../scenarios/scenario.ts';
import {plainText} from '../words/plain-text.ts';
import {StoreFailure} from './store-failure.ts';

/** Asks PostgreSQL something over its own connection. */
export type Query = (sql: string, values?: unknown[]) => Promise<{rows: Array<Record<string, unknown>>}>;

/** The table by which a schema is known to be ours: one row, with what tells this ledger from any other and how far its tables are. */
const marker = (schema: string) => `${schema}.ledger`;

/** The table of the seeds that are not done yet, in a ledger's schema. */
export const seedsTable = (schema: string) => `${schema}.seeds`;

/** Of all programs that make these tables at once, one does. Any number that others hardly take. */
const lockNumber = 7_073_727_265;

/** What stands in the place of a ledger's schema. */
export type Found = {
	readonly exists: boolean;
	/** How many of the migrations were done; undefined when it is not ours (or not yet). */
	readonly version: number | undefined;
	readonly identity: string | undefined;
};

/** @throws StoreFailure when it is not ours, or of a later version of this program */
export async function findLedger(query: Query, {schema, migrations}: LedgerTables, address: string): Promise<Found> {
	const {
		rows: [state],
	} = await query(
		`
		select to_regnamespace($1) is not null as is_there, to_regclass($2) is not null as has_marker,
			exists (select from pg_class where relnamespace = to_regnamespace($1)) as has_tables,
			exists (select from pg_attribute where attrelid = to_regclass($2) and attname in ('identity', 'version') having count(*) = 2) as is_marked
	`,
		[schema, marker(schema)],
	);
	if (state!['has_tables'] === true && state!['is_marked'] !== true) {
		throw refuses(
			`the schema ${schema} is not of this program and stays untouched`,
			`PostgreSQL at ${address} has a schema ${schema} that is not of this program, and it stays untouched: name another database in the URL, or move the schema away`,
		);
	}

	if (state!['has_marker'] !== true) {
		return {exists: state!['is_there'] === true, version: undefined, identity: undefined};
	}

	const {
		rows: [marked],
	} = await query(`select version, identity from ${marker(schema)}`);
	const version = Number(marked?.['version'] ?? 0);
	if (version > migrations.length) {
		throw refuses(
			`the schema ${schema} is of a later version of this program`,
			`PostgreSQL at ${address} has a schema ${schema} of a later version of this program: use that version, or another database`,
		);
	}

	return {exists: true, version, identity: marked === undefined ? undefined : String(marked['identity'])};
}

/**
 * Makes the schema and its tables, or what is missing of them. May be repeated, and done by many at once.
 * @param query asks within one transaction, which is rolled back when this fails
 */
export async function migrate(query: Query, tables: LedgerTables, address: string): Promise<void> {
	const {schema, migrations} = tables;
	await query('select pg_advisory_xact_lock($1)', [lockNumber]);
	const {exists, version} = await findLedger(query, tables, address);
	if (!exists) {
		await query(`create schema ${schema}`);
	}

	if (version === undefined) {
		await query(`
			create table ${marker(schema)} (
				only_row boolean primary key default true check (only_row),
				identity uuid not null default gen_random_uuid(),
				version integer not null
			)
		`);
		await query(`insert into ${marker(schema)} (version) values (0)`);
		await query(`
			create table ${seedsTable(schema)} (
				id bigint generated always as identity primary key,
				-- What was asked for: how many facts, over which days, from which seed.
				wishes jsonb not null,
				now_ms bigint not null,
				apart text,
				-- How many of its facts stand, from the first one on.
				standing bigint not null default 0
			)
		`);
	}

	for (const migration of migrations.slice(version ?? 0)) {
		await query(migration);
	}

	if (version !== migrations.length) {
		await query(`update ${marker(schema)} set version = $1`, [migrations.length]);
	}
}

/** @throws StoreFailure when the schema is not there and this role may not make it */
export async function checkRights(query: Query, {schema}: LedgerTables, address: string): Promise<void> {
	const {
		rows: [rights],
	} = await query(
		`
		select current_user as role, current_database() as database,
			case when to_regnamespace($1) is null then has_database_privilege(current_database(), 'create') else has_schema_privilege($1, 'usage') end as may
	`,
		[schema],
	);
	if (rights!['may'] !== true) {
		const [role, database] = [plainText(String(rights!['role'])), plainText(String(rights!['database']))];
		throw refuses(
			`the role ${role} may not make or use the schema ${schema}`,
			`PostgreSQL at ${address} does not let the role ${role} make or use the schema ${schema}: grant it create on the database ${database}, or have its owner run: create schema ${schema} authorization ${role}`,
		);
	}
}

function refuses(reason: string, sentence: string): StoreFailure {
	return new StoreFailure('postgres', 'refuses', reason, sentence);
}

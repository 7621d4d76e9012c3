import type {LedgerTables} from '../scenarios/scenario.ts';
import type {Holdings} from './holdings.ts';
import type {Query} from './postgres-schema.ts';

export async function isMade(query: Query, {table}: LedgerTables): Promise<boolean> {
	return (await query('select to_regclass($1) is not null as is_made', [table])).rows[0]!['is_made'] === true;
}

export async function countOf(query: Query, {table}: LedgerTables): Promise<number> {
	return Number((await query(`select count(*) from ${table}`)).rows[0]!['count']);
}

/** A fact in brief. */
export type FactState = {
	readonly version: number;
	/** When it happened, in epoch milliseconds. */
	readonly atMs: number;
	/** What it is worth in the archive. */
	readonly worth: number;
};

export async function statesOf(query: Query, {table, worth}: LedgerTables, ids: readonly string[]): Promise<Map<string, FactState>> {
	const {rows} = await query(`select fact.id, fact.version, fact.placed_at, ${worth} as worth from ${table} as fact where fact.id = any($1)`, [ids]);
	return new Map(
		rows.map(row => [String(row['id']), {version: Number(row['version']), atMs: (row['placed_at'] as Date).getTime(), worth: Number(row['worth'])}]),
	);
}

/** Below this many rows counting is as quick as asking the books, and right. */
const fewRows = 20_000;

/** Pages that are counted of a table of which the books know nothing yet. */
const samplePages = 1000;

/** The rows of a table; a large one is never counted whole. */
export async function estimateOf(query: Query, tables: LedgerTables): Promise<{readonly count: number; readonly isEstimate: boolean}> {
	const {
		rows: [row],
	} = await query(`select count(*) from (select from ${tables.table} limit ${fewRows}) as first`);
	const counted = Number(row!['count']);
	if (counted < fewRows) {
		return {count: counted, isEstimate: false};
	}

	// Rows a page when it was last analysed, by the pages that it has now.
	const {
		rows: [books],
	} = await query(
		`
		select pages, case when reltuples > 0 and relpages > 0 then round(reltuples / relpages * pages) end as rows
		from pg_class, lateral (select pg_relation_size(oid) / current_setting('block_size')::int as pages) as size
		where oid = to_regclass($1)
	`,
		[tables.table],
	);
	if (books?.['rows'] != null) {
		return {count: Number(books['rows']), isEstimate: true};
	}

	const pages = Number(books?.['pages'] ?? 0);
	const {
		rows: [sample],
	} = await query(`select count(*) from ${tables.table} where ctid < '(${samplePages},0)'`);
	return {count: Math.round(Number(sample!['count']) * Math.max(1, pages / samplePages)), isEstimate: pages > samplePages};
}

/** What the tables hold: the first and the last instant by their index, the bytes by the sizes of their files. */
export async function holdingsOf(query: Query, tables: LedgerTables): Promise<Holdings> {
	if (!(await isMade(query, tables))) {
		return {count: 0};
	}

	const {
		rows: [ends],
	} = await query(
		`
		select extract(epoch from min(placed_at)) * 1000 as oldest, extract(epoch from max(placed_at)) * 1000 as newest,
			(select sum(pg_total_relation_size(oid)) from pg_class where relnamespace = to_regnamespace($1) and relkind in ('r', 'm')) as bytes
		from ${tables.table}
	`,
		[tables.schema],
	);
	const number = (value: unknown) => (value == null ? undefined : Number(value));
	return {...(await estimateOf(query, tables)), oldestMs: number(ends!['oldest']), newestMs: number(ends!['newest']), bytes: number(ends!['bytes'])};
}

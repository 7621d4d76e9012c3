import {drillsTable} from '../scenarios/ledger-restore.ts';
import type {LedgerTables} from '../scenarios/scenario.ts';
import {hash, stretchesOf} from './postgres-bulk.ts';
import type {Query} from './postgres-schema.ts';

/** What a ledger has of a day. */
export type DayFigures = {
	readonly facts: number;
	readonly worth: number;
	/** Of the ids and versions: where it is the same, the facts are. */
	readonly fingerprint: string;
};

/** From an instant on and before another, in epoch milliseconds. */
export type Between = {readonly fromMs: number; readonly toMs: number};

/** @param query asks within one transaction */
export async function figuresOf(query: Query, tables: LedgerTables, {fromMs, toMs}: Between): Promise<DayFigures> {
	const [day] = await stretchesOf({tables, ask: async (sql, values) => query(sql, values)}, [fromMs, toMs], true);
	const {rows, worth, fingerprint} = day!;
	return {facts: rows, worth: worth!, fingerprint: fingerprint!};
}

/**
 * Loses a day: all its facts go, and that it is lost is written down in the same transaction, so that it is restored whatever happens.
 * @param query asks within one transaction
 * @returns whether what was lost is what was archived; otherwise the transaction is to be rolled back
 */
export async function loseDay(
	query: Query,
	{schema, table}: LedgerTables,
	{day, fromMs, toMs}: Between & {readonly day: string},
	archived: string,
): Promise<boolean> {
	await query(`insert into ${drillsTable(schema)} (day) values ($1)`, [day]);
	const {
		rows: [lost],
	} = await query(
		`
		with lost as (delete from ${table} where placed_at >= $1 and placed_at < $2 returning id, version)
		select coalesce(sum(${hash}), 0)::text as fingerprint from lost as fact
	`,
		[new Date(fromMs).toISOString(), new Date(toMs).toISOString()],
	);
	return lost!['fingerprint'] === archived;
}

/** The day of a drill that is under way, or was cut short; undefined when there is none. */
export async function lostDay(query: Query, {schema}: LedgerTables): Promise<string | undefined> {
	const {
		rows: [made],
	} = await query('select to_regclass($1) is not null as is_made', [drillsTable(schema)]);
	const {
		rows: [lost],
	} = made!['is_made'] === true ? await query(`select day from ${drillsTable(schema)}`) : {rows: []};
	return lost && String(lost['day']);
}

/** The lost day is there again. */
export async function foundDay(query: Query, {schema}: LedgerTables): Promise<void> {
	await query(`delete from ${drillsTable(schema)}`);
}

import {drillsTable} from '../scenarios/ledger-restore.ts';
import type {LedgerTables} from '../scenarios/scenario.ts';
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

const fingerprint = "coalesce(sum(hashtextextended(id || ':' || version, 0)), 0)::text as fingerprint";
const isBetween = 'placed_at >= $1 and placed_at < $2';
const bounds = ({fromMs, toMs}: Between) => [new Date(fromMs).toISOString(), new Date(toMs).toISOString()];

export async function figuresOf(query: Query, {table, worth}: LedgerTables, between: Between): Promise<DayFigures> {
	const {
		rows: [row],
	} = await query(`select count(*) as facts, coalesce(sum(${worth}), 0) as worth, ${fingerprint} from ${table} as fact where ${isBetween}`, bounds(between));
	return {facts: Number(row!['facts']), worth: Number(row!['worth']), fingerprint: String(row!['fingerprint'])};
}

/**
 * Loses a day: all its facts go, and that it is lost is written down in the same transaction, so that it is restored whatever happens.
 * @param query asks within one transaction
 * @returns whether what was lost is what was archived; otherwise the transaction is to be rolled back
 */
export async function loseDay(
	query: Query,
	{schema, table}: LedgerTables,
	{day, ...between}: Between & {readonly day: string},
	archived: string,
): Promise<boolean> {
	await query(`insert into ${drillsTable(schema)} (day) values ($1)`, [day]);
	const {
		rows: [lost],
	} = await query(`with lost as (delete from ${table} as fact where ${isBetween} returning id, version) select ${fingerprint} from lost`, bounds(between));
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

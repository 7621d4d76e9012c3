import {type BulkColumns, microseconds} from '../scenarios/bulk-rows.ts';
import type {LineBytes} from '../scenarios/line-bytes.ts';
import type {LedgerTables} from '../scenarios/scenario.ts';
import type {LedgerAsk} from './postgres-inserts.ts';
import {PostgresRecords, recordSql, RecordsRoom} from './postgres-records.ts';
import type {Query} from './postgres-schema.ts';

/** What a stretch of time holds. */
export type Stretch = {
	readonly rows: number;
	/** What the facts are worth. Undefined where it was not asked for, as is the fingerprint. */
	readonly worth: number | undefined;
	/** The sum of a hash of each fact's id and version: another one where any fact came, went or changed. */
	readonly fingerprint: string | undefined;
};

/** The fact of a line that was written, and its worth. */
export type LineOf = {readonly id: string; readonly worth: number};

/** Facts that follow each other. They hold until the next page is asked for. */
export type FactPage = {
	/** Of which of the stretches asked for, from 0 on. */
	readonly stretch: number;
	/** How many they are. */
	readonly rows: number;
	/** Writes them as the archive's lines, one after the other, and tells each as it stands. */
	lines(lines: LineBytes): Iterable<LineOf>;
	/** Their part of its fingerprint. */
	readonly fingerprint: bigint;
	/** No more of that stretch comes after it. Where that is not known, the next page is of another one, or there is none. */
	readonly isLast: boolean;
};

/** Facts of one page. */
const pageSize = 4000;

/** The memory of a page, by the names of what it consists of. */
type PageRoom = Map<string, RecordsRoom>;

/** Memory for pages: what one reading gives back another one takes, and after the last one nothing is kept. */
export class PageRooms {
	readonly #free: PageRoom[] = [];
	#taken = 0;

	take(): PageRoom {
		this.#taken++;
		return this.#free.pop() ?? new Map<string, RecordsRoom>();
	}

	giveBack(room: PageRoom): void {
		this.#taken--;
		this.#free.push(room);
		if (this.#taken === 0) {
			this.#free.length = 0;
		}
	}
}

/** What a row of the ledger's table adds to the fingerprint of its stretch, in SQL. */
const hashOf = (row: string) => `hashtextextended(${row}.id || ':' || ${row}.version, 0)`;

/** The same of a `fact`. */
export const hash = hashOf('fact');

/** The first instants of the days of UTC on which anything happened, oldest first. Each is found by the index: a stretch without facts costs nothing, however long. */
export async function datesOf(query: Query, {table}: LedgerTables): Promise<readonly number[]> {
	const first = (behind: string) =>
		`(select date_trunc('day', placed_at at time zone 'UTC') from ${table} where ${behind} and isfinite(placed_at) order by placed_at limit 1)`;
	const {rows} = await query(`
		with recursive dates (date) as (
			select ${first('true')}
			union all
			select ${first("placed_at >= (dates.date + interval '1 day') at time zone 'UTC'")} from dates where dates.date is not null
		)
		select extract(epoch from date) * 1000 as date_ms from dates where date is not null
	`);
	return rows.map(row => Number(row['date_ms']));
}

export async function stretchesOf(
	{tables, ask}: Pick<LedgerAsk, 'tables' | 'ask'>,
	boundsMs: readonly number[],
	withFigures: boolean,
	signal?: AbortSignal,
): Promise<readonly Stretch[]> {
	const {table, worth} = tables;
	const {rows} = await ask(
		`
		select width_bucket(fact.placed_at, $1::timestamptz[]) as stretch, count(*) as rows${withFigures ? `, sum(${worth}) as worth, sum(${hash}) as fingerprint` : ''}
		from ${table} as fact
		where fact.placed_at >= $2::timestamptz and fact.placed_at < $3::timestamptz
		group by 1
	`,
		[boundsMs.slice(0, -1).map(isoOf), isoOf(boundsMs[0]!), isoOf(boundsMs.at(-1)!)],
		signal,
	);
	const found = new Map(rows.map(row => [Number(row['stretch']), row]));
	return boundsMs.slice(0, -1).map((_, i) => {
		const row = found.get(i + 1);
		return {
			rows: Number(row?.['rows'] ?? 0),
			worth: withFigures ? Number(row?.['worth'] ?? 0) : undefined,
			fingerprint: withFigures ? String(row?.['fingerprint'] ?? 0) : undefined,
		};
	});
}

/**
 * A page at a time, each one statement, which begins behind the last fact of the one before: a fact is never half of before and half of
 * after a change, and nobody holds a transaction open. What changes meanwhile has another fingerprint afterwards than was read.
 */
export async function* pagesOf(
	{tables, ask}: Pick<LedgerAsk, 'tables' | 'ask'>,
	boundsMs: readonly number[],
	room: PageRoom,
	signal?: AbortSignal,
): AsyncGenerator<FactPage, void> {
	const {bulk} = tables;
	const columns = columnsOf(bulk);
	const [hashColumn, idColumn] = [columns.numbers.length - 1, columns.numbers.length];
	const sql = pageSql(tables);
	// As text, which keeps the microseconds that others may have written.
	let behind: readonly [at: string, id: string] = [isoOf(boundsMs[0]!), ''];
	let stretch = 0;
	for (;;) {
		const {
			rows: [told],
		} = await ask(sql, [...behind, isoOf(boundsMs.at(-1)!)], signal);
		const recordsIn = (name: string, columns: BulkColumns) => new PostgresRecords(String(told![name] ?? ''), columns, roomOf(room, name));
		const facts = recordsIn('facts', columns);
		const instants = Float64Array.from({length: facts.count}, (_, row) => facts.whole(row, 0));
		const order = inOrder(facts, instants, idColumn);
		const write = bulk.lines(facts, Object.fromEntries(Object.entries(bulk.parts).map(([name, {columns}]) => [name, recordsIn(name, columns)])));
		for (let [from, to] = [0, 0]; from < order.length; from = to) {
			while (instants[order[from]!]! >= boundsMs[stretch + 1]! * 1000) {
				stretch++;
			}

			while (to < order.length && instants[order[to]!]! < boundsMs[stretch + 1]! * 1000) {
				to++;
			}

			const rows = order.slice(from, to);
			yield {
				stretch,
				rows: rows.length,
				lines: lines => linesOf(rows, row => ({id: facts.text(row, idColumn)!, worth: write(row, lines)})),
				fingerprint: facts.sum(rows, hashColumn),
				isLast: to < order.length || order.length < pageSize,
			};
		}

		if (order.length < pageSize) {
			return;
		}

		const last = order.at(-1)!;
		behind = [isoOfMicroseconds(instants[last]!), facts.text(last, idColumn)!];
	}
}

function roomOf(room: PageRoom, name: string): RecordsRoom {
	const known = room.get(name) ?? new RecordsRoom();
	room.set(name, known);
	return known;
}

function* linesOf(rows: readonly number[], write: (row: number) => LineOf): Generator<LineOf, void> {
	for (const row of rows) {
		yield write(row);
	}
}

/** All columns of a fact: behind its numbers stands its part of the fingerprint. */
function columnsOf({columns: {numbers, texts}}: LedgerTables['bulk']): BulkColumns {
	return {numbers: [microseconds('placed_at'), ...numbers, hashOf('page')], texts: ['id', ...texts]};
}

/** Rows by their instants, those of one instant by id. They come so, though no promise of SQL's says it. */
function inOrder(facts: PostgresRecords, instants: Float64Array, idColumn: number): readonly number[] {
	const id = (row: number) => facts.bytes.subarray(facts.start(row, idColumn), facts.end(row, idColumn));
	return Array.from({length: facts.count}, (_, row) => row).sort((a, b) => instants[a]! - instants[b]! || Buffer.compare(id(a), id(b)));
}

/**
 * The page's facts, and of each part what belongs to them, each as one text with a record a line: a result of many rows costs twice as much
 * here, and no less there.
 */
function pageSql({table, bulk}: LedgerTables): string {
	const recordsOf = (columns: BulkColumns, from: string) => `(select string_agg(${recordSql(columns)}, E'\\n') from ${from})`;
	return `
		with page as materialized (
			select * from ${table}
			where (placed_at, id) > ($1::timestamptz, $2::text collate "C") and placed_at < $3::timestamptz
			order by placed_at, id limit ${pageSize}
		)${bulk.with === undefined ? '' : `, ${bulk.with}`}
		select ${recordsOf(columnsOf(bulk), 'page')} as facts
		${Object.entries(bulk.parts)
			.map(([name, {columns, from}]) => `, ${recordsOf(columns, from)} as ${name}`)
			.join('\n')}
	`;
}

/** PostgreSQL and JavaScript write the years 1 to 9999 alike. */
const [firstMs, lastMs] = [Date.parse('0001-01-01T00:00:00.000Z'), Date.parse('9999-12-31T23:59:59.999Z')];

function isoOf(instantMs: number): string {
	return new Date(Math.min(Math.max(instantMs, firstMs), lastMs)).toISOString();
}

/** The same with the microseconds that others may have written. */
function isoOfMicroseconds(instant: number): string {
	return isoOf(Math.floor(instant / 1000)).replace('Z', `${String(instant % 1000).padStart(3, '0')}Z`);
}

import {microseconds} from '../scenarios/bulk-time.ts';
import type {BulkRow, LedgerTables} from '../scenarios/scenario.ts';
import type {LedgerAsk} from './postgres-inserts.ts';
import {firstValue, readRecord, splitRecords} from './postgres-records.ts';

/** What a stretch of time holds. */
export type Stretch = {
	readonly rows: number;
	/** Undefined where it was not asked for. */
	readonly worth: number | undefined;
	/** The sum of a hash of each fact's id and version: another one where any fact came, went or changed. */
	readonly fingerprint: string;
};

/** Facts that follow each other. */
export type FactPage = {
	/** Of which of the stretches asked for, from 0 on. */
	readonly stretch: number;
	/** How many they are. */
	readonly rows: number;
	/** Each is made when it comes to it, so that few are held at a time. */
	readonly facts: Iterable<object>;
	/** Their part of its fingerprint. */
	readonly fingerprint: bigint;
	/** No more of that stretch comes after it. Where that is not known, the next page is of another one, or there is none. */
	readonly isLast: boolean;
};

/** Facts of one page. */
const pageSize = 4000;

/** What a row of the ledger's table adds to the fingerprint of its stretch, in SQL. */
const hashOf = (row: string) => `hashtextextended(${row}.id || ':' || ${row}.version, 0)`;

/** The same of a `fact`. */
export const hash = hashOf('fact');

export async function stretchesOf(
	{tables, ask}: Pick<LedgerAsk, 'tables' | 'ask'>,
	boundsMs: readonly number[],
	withWorth: boolean,
	signal?: AbortSignal,
): Promise<readonly Stretch[]> {
	const {table, worth} = tables;
	const {rows} = await ask(
		`
		select width_bucket(fact.placed_at, $1::timestamptz[]) as stretch, count(*) as rows, ${withWorth ? `sum(${worth})` : 'null'} as worth, sum(${hash}) as fingerprint
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
			worth: withWorth ? Number(row?.['worth'] ?? 0) : undefined,
			fingerprint: String(row?.['fingerprint'] ?? 0),
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
	signal?: AbortSignal,
): AsyncGenerator<FactPage, void> {
	const {bulk} = tables;
	const sql = pageSql(tables);
	// As text, which keeps the microseconds that others may have written.
	let behind: readonly [at: string, id: string] = [isoOf(boundsMs[0]!), ''];
	let stretch = 0;
	for (;;) {
		const {
			rows: [told],
		} = await ask(sql, [...behind, isoOf(boundsMs.at(-1)!)], signal);
		const rows = inOrder(recordsIn(told!['facts']));
		const parts = Object.fromEntries(Object.entries(bulk.parts).map(([name, {isShared}]) => [name, byKey(recordsIn(told![name]), isShared)]));
		for (let [from, to] = [0, 0]; from < rows.length; from = to) {
			while (rows[from]!.microseconds >= boundsMs[stretch + 1]! * 1000) {
				stretch++;
			}

			let fingerprint = 0n;
			for (; to < rows.length && rows[to]!.microseconds < boundsMs[stretch + 1]! * 1000; to++) {
				fingerprint += BigInt(hashIn(rows[to]!.record));
			}

			yield {
				stretch,
				rows: to - from,
				facts: factsOf(bulk, rows.slice(from, to), parts),
				fingerprint,
				isLast: to < rows.length || rows.length < pageSize,
			};
		}

		if (rows.length < pageSize) {
			return;
		}

		const {microseconds, record} = rows.at(-1)!;
		behind = [isoOfMicroseconds(microseconds), idOf(record)];
	}
}

/** A fact's row as it comes: it is read when the fact is made. */
type UnreadRow = {readonly microseconds: number; readonly record: string};

type BulkParts = Parameters<LedgerTables['bulk']['fact']>[1];

function* factsOf({fact}: LedgerTables['bulk'], rows: readonly UnreadRow[], parts: BulkParts): Generator<object, void> {
	for (const {record} of rows) {
		yield fact(readRecord(record), parts);
	}
}

function recordsIn(text: unknown): readonly string[] {
	return text === null ? [] : splitRecords(text as string);
}

/** Looks rows up by their first value. Those that many facts have are read once; the others when they are asked for, so that few are held at a time. */
function byKey(records: readonly string[], isShared = false): (key: string) => readonly BulkRow[] {
	if (isShared) {
		const rows = new Map(records.map(readRecord).map(row => [row[0]!, [row]]));
		return key => rows.get(key) ?? [];
	}

	const found = new Map<string, string[]>();
	for (const record of records) {
		const key = record[1] === '"' ? readRecord(record)[0]! : firstValue(record);
		const others = found.get(key);
		if (others) {
			others.push(record);
		} else {
			found.set(key, [record]);
		}
	}

	return key => (found.get(key) ?? []).map(readRecord);
}

/** Its part of the fingerprint stands behind all of a fact's row: a number, and never quoted. */
function hashIn(record: string): string {
	return record.slice(record.lastIndexOf(',') + 1, -1);
}

function idOf(record: string): string {
	return readRecord(record)[1]!;
}

/** Rows by their instants, those of one instant by id. They come so, though no promise of SQL's says it. */
function inOrder(records: readonly string[]): UnreadRow[] {
	return records
		.map(record => ({microseconds: Number(firstValue(record)), record}))
		.sort((a, b) => a.microseconds - b.microseconds || Buffer.compare(Buffer.from(idOf(a.record)), Buffer.from(idOf(b.record))));
}

/**
 * The page's facts, and of each part what belongs to them, each as one text with a record a line: a result of many rows costs twice as much
 * here, and no less there.
 */
function pageSql({table, bulk}: LedgerTables): string {
	const recordsOf = (columns: readonly string[], from: string) => `(select string_agg(row(${columns.join(', ')})::text, E'\\n') from ${from})`;
	return `
		with page as materialized (
			select * from ${table}
			where (placed_at, id) > ($1::timestamptz, $2::text collate "C") and placed_at < $3::timestamptz
			order by placed_at, id limit ${pageSize}
		)${bulk.with === undefined ? '' : `, ${bulk.with}`}
		select ${recordsOf([microseconds('placed_at'), 'id', ...bulk.columns, hashOf('page')], 'page')} as facts
		${Object.entries(bulk.parts)
			.map(([name, {columns, from}]) => `, ${recordsOf(columns, from)} as ${name}`)
			.join('\n')}
	`;
}

function isoOf(instantMs: number): string {
	return new Date(instantMs).toISOString();
}

/** The same with the microseconds that others may have written. */
function isoOfMicroseconds(instant: number): string {
	return isoOf(Math.floor(instant / 1000)).replace('Z', `${String(instant % 1000).padStart(3, '0')}Z`);
}

import {microseconds} from '../scenarios/bulk-time.ts';
import type {BulkRow, LedgerTables} from '../scenarios/scenario.ts';
import {readCopiedRow} from './postgres-copy.ts';
import type {LedgerAsk} from './postgres-inserts.ts';

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
	readonly facts: readonly object[];
	/** Their part of its fingerprint. */
	readonly fingerprint: bigint;
	/** No more of that stretch comes after it. Where that is not known, the next page is of another one, or there is none. */
	readonly isLast: boolean;
};

/** Facts of one page. */
const pageSize = 2000;

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
export async function* pagesOf({tables, copy}: LedgerAsk, boundsMs: readonly number[], signal?: AbortSignal): AsyncGenerator<FactPage, void> {
	const {columns, parts, facts} = tables.bulk;
	// Ours are the columns behind a fact's own.
	const [id, at, hash] = [0, 1, 2].map(i => columns.length + i) as [number, number, number];
	const partNames = Object.keys(parts);
	const sql = pageSql(tables);
	// As text, which keeps the microseconds that others may have written.
	let behind: readonly [at: string, id: string] = [isoOf(boundsMs[0]!), ''];
	let stretch = 0;
	for (;;) {
		const [texts, ...ofParts] = sortOut(await copy(sql, [...behind, isoOf(boundsMs.at(-1)!)], signal), 1 + partNames.length) as [string[], ...string[][]];
		const rows = inOrder(texts.map(readCopiedRow), at, id);
		const made = facts(
			rows.map(({row}) => row),
			Object.fromEntries(partNames.map((name, i) => [name, readEach(ofParts[i]!)])),
		);
		for (let [from, to] = [0, 0]; from < rows.length; from = to) {
			while (rows[from]!.microseconds >= boundsMs[stretch + 1]! * 1000) {
				stretch++;
			}

			let fingerprint = 0n;
			for (; to < rows.length && rows[to]!.microseconds < boundsMs[stretch + 1]! * 1000; to++) {
				fingerprint += BigInt(rows[to]!.row[hash]!);
			}

			yield {stretch, facts: made.slice(from, to), fingerprint, isLast: to < rows.length || rows.length < pageSize};
		}

		if (rows.length < pageSize) {
			return;
		}

		const {microseconds, row} = rows.at(-1)!;
		behind = [isoOfMicroseconds(microseconds), row[id]!];
	}
}

/** Rows by the number that each begins with, without it. */
function sortOut(rows: readonly string[], kinds: number): string[][] {
	const ofKinds = Array.from({length: kinds}, (): string[] => []);
	for (const row of rows) {
		const end = row.indexOf('\t');
		ofKinds[Number(row.slice(0, end))]!.push(row.slice(end + 1));
	}

	return ofKinds;
}

/** Rows one by one: few are held at a time but as the texts that they come as. */
function* readEach(rows: readonly string[]): Generator<BulkRow, void> {
	for (const row of rows) {
		yield readCopiedRow(row);
	}
}

/** Rows by their instants, those of one instant by id. They come so, though no promise of SQL's says it. */
function inOrder(rows: readonly BulkRow[], at: number, id: number): Array<{readonly microseconds: number; readonly row: BulkRow}> {
	return rows
		.map(row => ({microseconds: Number(row[at]), row}))
		.sort((a, b) => a.microseconds - b.microseconds || Buffer.compare(Buffer.from(a.row[id]!), Buffer.from(b.row[id]!)));
}

/** Rows of the facts, and of each part; all of as many columns, the first of which tells them apart: 0 for facts. */
function pageSql({table, bulk}: LedgerTables): string {
	const ofFact = [...bulk.columns, 'id', microseconds('placed_at'), hashOf('page')];
	const parts = Object.values(bulk.parts);
	const width = Math.max(ofFact.length, ...parts.map(({columns}) => columns.length));
	const columnsOf = (columns: readonly string[], kind: number) =>
		[`'${kind}'`, ...columns.map(column => `(${column})::text`), ...Array.from({length: width - columns.length}, () => "''")].join(', ');
	return `
		with page as materialized (
			select * from ${table}
			where (placed_at, id) > ($1::timestamptz, $2::text collate "C") and placed_at < $3::timestamptz
			order by placed_at, id limit ${pageSize}
		)${bulk.with === undefined ? '' : `, ${bulk.with}`}
		select ${columnsOf(ofFact, 0)} from page
		${parts.map(({columns, from}, i) => `union all select ${columnsOf(columns, i + 1)} from ${from}`).join('\n')}
	`;
}

function isoOf(instantMs: number): string {
	return new Date(instantMs).toISOString();
}

/** The same with the microseconds that others may have written. */
function isoOfMicroseconds(instant: number): string {
	return isoOf(Math.floor(instant / 1000)).replace('Z', `${String(instant % 1000).padStart(3, '0')}Z`);
}

import type {BulkRow, LedgerTables} from '../scenarios/scenario.ts';
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
	readonly facts: readonly object[];
	/** Their part of the fingerprint of their stretch. */
	readonly fingerprint: bigint;
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
export async function* pagesOf({tables, askText}: LedgerAsk, fromMs: number, toMs: number, signal?: AbortSignal): AsyncGenerator<FactPage, void> {
	const sql = pageSql(tables);
	const {columns, facts} = tables.bulk;
	// Ours are the columns behind a fact's own.
	const [id, at, hash, number] = [0, 1, 2, 3].map(i => columns.length + i) as [number, number, number, number];
	// As text, which keeps the microseconds that others may have written.
	let behind: readonly [at: string, id: string] = [isoOf(fromMs), ''];
	for (;;) {
		const ofFacts: BulkRow[] = [];
		const parts: Record<string, BulkRow[]> = {};
		for (const row of await askText(sql, [...behind, isoOf(toMs)], signal)) {
			const part = row.at(-1);
			if (part == null) {
				ofFacts[Number(row[number]) - 1] = row;
			} else {
				(parts[part] ??= []).push(row);
			}
		}

		const last = ofFacts.at(-1);
		if (!last) {
			return;
		}

		yield {facts: facts(ofFacts, parts), fingerprint: ofFacts.reduce((sum, row) => sum + BigInt(row[hash]!), 0n)};
		if (ofFacts.length < pageSize) {
			return;
		}

		behind = [last[at]!, last[id]!];
	}
}

/** Rows of the facts, and of each part with its name as the last column; all of as many columns. */
function pageSql({table, bulk}: LedgerTables): string {
	const ofFact = [...bulk.columns, 'id', 'placed_at', hashOf('page'), 'row_number() over (order by placed_at, id)'];
	const width = Math.max(ofFact.length, ...Object.values(bulk.parts).map(({columns}) => columns.length));
	const columnsOf = (columns: readonly string[], last: string) =>
		[...columns.map(column => `(${column})::text`), ...Array.from({length: width - columns.length}, () => 'null'), last].join(', ');
	return `
		with page as materialized (
			select * from ${table} where (placed_at, id) > ($1::timestamptz, $2::text collate "C") and placed_at < $3::timestamptz order by placed_at, id limit ${pageSize}
		)${bulk.with === undefined ? '' : `, ${bulk.with}`}
		select ${columnsOf(ofFact, 'null')} from page
		${Object.entries(bulk.parts)
			.map(([name, {columns, from}]) => `union all select ${columnsOf(columns, `'${name}'`)} from ${from}`)
			.join('\n')}
	`;
}

function isoOf(instantMs: number): string {
	return new Date(instantMs).toISOString();
}

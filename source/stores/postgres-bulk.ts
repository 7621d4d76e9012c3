import type {LedgerTables} from '../scenarios/scenario.ts';
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

/** What a `fact` adds to the fingerprint of its stretch, in SQL. */
export const hash = `hashtextextended(fact.id || ':' || fact.version, 0)`;

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
	// As text, which keeps the microseconds that others may have written.
	let behind: readonly [at: string, id: string] = [isoOf(fromMs), ''];
	for (;;) {
		const rows = await askText(sql, [...behind, isoOf(toMs)], signal);
		const last = rows.at(-1);
		if (!last) {
			return;
		}

		// Ours are the last columns: id, instant, hash.
		const [id, at, hash] = [last.length - 3, last.length - 2, last.length - 1] as const;
		const isFirst = (i: number) => rows[i]![id] !== rows[i - 1]?.[id];
		let fingerprint = 0n;
		for (let i = 0; i < rows.length; i++) {
			fingerprint += isFirst(i) ? BigInt(rows[i]![hash]!) : 0n;
		}

		const facts = tables.bulk.facts(rows, isFirst);
		yield {facts, fingerprint};
		if (facts.length < pageSize) {
			return;
		}

		behind = [last[at]!, last[id]!];
	}
}

function pageSql({table, bulk}: LedgerTables): string {
	return `
		select ${bulk.columns}, fact.id, fact.placed_at::text, ${hash}
		from (
			select * from ${table} where (placed_at, id) > ($1::timestamptz, $2::text collate "C") and placed_at < $3::timestamptz order by placed_at, id limit ${pageSize}
		) as fact ${bulk.joins}
		order by fact.placed_at, fact.id, ${bulk.order}
	`;
}

function isoOf(instantMs: number): string {
	return new Date(instantMs).toISOString();
}

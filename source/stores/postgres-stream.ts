import type {LedgerAsk} from './postgres-inserts.ts';

/** Facts of one page. */
const pageSize = 1000;

/**
 * Facts that happened in (`fromMs`, `toMs`], oldest first, those of one instant by id, a page at a time: each begins behind the last
 * row of the one before. A cursor of PostgreSQL's would hold a transaction open for as long as the reader takes, and on the
 * embedded engine that keeps everybody else waiting. So what is stored meanwhile, and happened later, may be among them.
 */
export async function* streamFacts({tables, ask}: LedgerAsk, fromMs: number, toMs: number, signal?: AbortSignal): AsyncGenerator<object, void> {
	// As text, which keeps the microseconds that others may have written.
	let behind: readonly [at: string, id: string] = [new Date(fromMs).toISOString(), '\u{10FFFF}'];
	for (;;) {
		const {rows} = await ask(
			`
			select ${tables.select}, fact.placed_at::text as page_at, fact.id as page_id
			from ${tables.table} as fact
			where (fact.placed_at, fact.id) > ($1::timestamptz, $2::text collate "C") and fact.placed_at <= $3::timestamptz
			order by fact.placed_at, fact.id
			limit ${pageSize}
		`,
			[...behind, new Date(toMs).toISOString()],
			signal,
		);
		for (const row of rows) {
			yield tables.read(row);
		}

		const last = rows.at(-1);
		if (rows.length < pageSize || !last) {
			return;
		}

		behind = [String(last['page_at']), String(last['page_id'])];
	}
}

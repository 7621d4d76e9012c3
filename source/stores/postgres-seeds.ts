import {setImmediate as breathe} from 'node:timers/promises';
import type {FactsWanted} from '../scenarios/scenario.ts';
import {postgresFailure} from './postgres-failure.ts';
import {type Inserted, insertFacts, type InsertOptions, type LedgerAsk} from './postgres-inserts.ts';
import {seedsTable} from './postgres-schema.ts';
import {CutShort} from './store-failure.ts';

/** A seed that the ledger remembers until all of its facts stand. */
export type BegunSeed = {
	/** What is to be generated: as it was wanted first, where it goes on. */
	readonly wanted: FactsWanted;
	/** How many of its facts stand already, from the first one on. */
	readonly standing: number;
	/**
	 * Stores the facts of `wanted`, but for those that stand already.
	 * @returns how many stand of all
	 * @throws CutShort likewise
	 */
	insert(facts: Iterable<object>, options?: Pick<InsertOptions, 'signal' | 'progress'>): Promise<Inserted>;
};

/** Whether a seed of these wishes was cut short. */
export async function isSeedUnfinished(
	{tables: {schema}, ask}: LedgerAsk,
	{nowMs: _, apart: __, ...wishes}: FactsWanted,
	signal?: AbortSignal,
): Promise<boolean> {
	const {
		rows: [made],
	} = await ask('select to_regclass($1) is not null as is_made', [seedsTable(schema)], signal);
	return made!['is_made'] === true && (await ask(`select from ${seedsTable(schema)} where wishes = $1 and standing > 0`, [wishes], signal)).rows.length > 0;
}

/** Facts that are passed over between two looks at what else there is to do. */
const passedAtOnce = 5000;

/**
 * Begins a seed, or goes on with one of the same count, days, seed and zone that was cut short. How far it is is written in the transactions
 * of the facts themselves. A seed into a ledger that holds facts is set apart from them.
 */
export async function beginSeed(ledger: LedgerAsk, wanted: FactsWanted, signal?: AbortSignal): Promise<BegunSeed> {
	const {
		tables: {schema, table},
		address,
		ask,
		transact,
	} = ledger;
	const seeds = seedsTable(schema);
	const {nowMs, apart: _, ...wishes} = wanted;
	const {id, standing, ...begun} = await transact(async query => {
		// Of two that begin at once the second one goes on with what the first one has begun.
		await query(`lock table ${seeds} in share row exclusive mode`);
		const {
			rows: [found],
		} = await query(`select id, standing, now_ms, apart from ${seeds} where wishes = $1 order by id limit 1`, [wishes]);
		const {
			rows: [row],
		} = found
			? {rows: [found]}
			: await query(
					`
			insert into ${seeds} (wishes, now_ms, apart) values ($1, $2::bigint, case when exists (select from ${table}) then $2::bigint::text end) returning id, standing, now_ms, apart
		`,
					[wishes, nowMs],
				);
		return {id: row!['id'], standing: Number(row!['standing']), nowMs: Number(row!['now_ms']), apart: row!['apart'] as string | null};
	}, signal);
	return {
		wanted: {...wishes, nowMs: begun.nowMs, ...(begun.apart !== null && {apart: begun.apart})},
		standing,
		async insert(facts, {signal, progress} = {}) {
			const left = facts[Symbol.iterator]();
			for (let passed = 0; passed < standing && !left.next().done; passed++) {
				if (passed % passedAtOnce === 0) {
					await breathe();
				}

				if (signal?.aborted) {
					return {stored: standing, added: 0};
				}
			}

			const {stored, added} = await insertFacts(
				ledger,
				{[Symbol.iterator]: () => left},
				{
					signal,
					progress: progress && (stored => progress(standing + stored)),
					remember: async (query, stored) => query(`update ${seeds} set standing = greatest(standing, $2) where id = $1`, [id, standing + stored]),
				},
			).catch((error: unknown) => {
				throw error instanceof CutShort ? new CutShort(error, standing + error.stored, error.isExact) : error;
			});
			const [sql, values] =
				standing + stored >= wanted.count
					? ([`delete from ${seeds} where id = $1`, [id]] as const)
					: // A batch may have stood before the one ahead of it, and said less.
						([`update ${seeds} set standing = greatest(standing, $2) where id = $1`, [id, standing + stored]] as const);
			await ask(sql, [...values]).catch((error: unknown) => {
				throw postgresFailure(error, address);
			});
			return {stored: standing + stored, added};
		},
	};
}

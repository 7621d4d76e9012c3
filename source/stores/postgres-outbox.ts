import {outboxTables} from '../scenarios/ledger-outbox.ts';
import type {LedgerTables} from '../scenarios/scenario.ts';
import {heldBackSql, type HeldBack, readHeldBack} from './postgres-held-back.ts';
import type {Query} from './postgres-schema.ts';

/** Up to this many rows of the outbox are counted. */
const countedRows = 1_000_000;

/** A fact as the ledger has it. */
type VersionedFact = {readonly fact: object; readonly version: number};

/** What the ledger says of some facts that are queued. */
export type QueuedFacts = {
	/** Those in the window. */
	readonly standing: readonly VersionedFact[];
	/** The ids of those that were deleted since, some of which are there again, and of those that are not in the window. They go before the others come. */
	readonly gone: readonly string[];
};

/** What became of a batch of the outbox. */
type Handled = {
	/** Rows that are not queued any more. */
	readonly rows: number;
	/** When some of them were committed, by PostgreSQL's clock (epoch milliseconds). */
	readonly committedMs: readonly number[];
};

/**
 * How far a MongoDB is known to those who write:
 * - `unsure`: transactions that were begun before may still be open, and queue nothing for it
 * - `unfilled`: every change is queued for it, and nothing of what was there before
 * - `filled`: that is or was queued too
 */
type Following = {
	readonly state: 'unsure' | 'unfilled' | 'filled';
	/** It was filled before, and then nobody filled it for long: what was deleted meanwhile it has still. */
	readonly isBack: boolean;
};

/** Facts of the window on their way to a MongoDB that is new or has lost some: this many, of which this many are queued still. */
export type Refill = {readonly facts: number; readonly left: number};

/** What changed of the ledger's facts and is to be brought to MongoDB: a queue, read in any order, which loses nothing and doubles only what may be. */
export type Outbox = {
	/**
	 * Hands up to `limit` of the queued facts to `bring`, and takes them out of the queue once it is done. Others' batches are not waited for.
	 * Should anything fail, all of them stay.
	 * @param options.identity the MongoDB that is filled; nothing is handed out for one that is not followed
	 * @param options.without ids of facts that are let be
	 * @param bring gives the ids of those that stay queued; called again for facts that changed meanwhile in a way that no version tells
	 */
	handle(
		options: {readonly limit: number; readonly identity: string; readonly without: readonly string[]},
		bring: (facts: QueuedFacts) => Promise<readonly string[]>,
		signal?: AbortSignal,
	): Promise<Handled>;
	/** How many facts are queued for a MongoDB, counted up to `countedRows`. */
	size(identity: string, signal?: AbortSignal): Promise<number>;
	/** Has changes queued for a MongoDB from now on, if they are not yet. */
	follow(identity: string, signal?: AbortSignal): Promise<Following>;
	/** Lets a MongoDB go: nothing is queued for it until it is followed again. */
	leave(identity: string, signal?: AbortSignal): Promise<void>;
	/**
	 * Queues all facts of the window for a MongoDB that is followed.
	 * @param options.unlessFilled not when another program did so just now
	 * @returns how many; undefined when it was not done
	 */
	queueWindow(identity: string, options: {readonly unlessFilled: boolean}, signal?: AbortSignal): Promise<number | undefined>;
	/**
	 * How far the facts are that were queued so last, whoever brings them.
	 * @param without ids of facts that are let be
	 * @returns undefined when none is queued any more
	 */
	refill(identity: string, without: readonly string[], signal?: AbortSignal): Promise<Refill | undefined>;
	/** Queues those of some ids that the ledger has no facts of. */
	queueGone(identity: string, ids: readonly string[], signal?: AbortSignal): Promise<void>;
	/** Facts of the window, but for those that leave it in `leavingMs`. */
	windowCount(leavingMs: number, signal?: AbortSignal): Promise<number>;
	/** The oldest open transaction that has queued facts which nobody sees before it is committed, or that keeps the queue from being read. */
	heldBackBy(signal?: AbortSignal): Promise<HeldBack | undefined>;
	/** Lets go MongoDBs that nobody fills any more and what has left the window unread, and gives back the room of what was handled where PostgreSQL does not do so by itself. */
	tidy(signal?: AbortSignal): Promise<void>;
	/** Calls back whenever something is committed to the outbox, and when that may have been missed. Connects again, until `signal` fires. */
	listen(woken: () => void, signal: AbortSignal): Promise<void>;
};

type Asks = {
	readonly tables: LedgerTables;
	readonly windowDays: number;
	/** Whether this is the one session that all clients share: a transaction would hold up everybody for as long as MongoDB takes, and nobody else fills from here. */
	readonly isShared: boolean;
	readonly patient: <T>(work: (query: Query) => Promise<T>, signal?: AbortSignal) => Promise<T>;
	readonly inTransaction: <T>(query: Query, work: () => Promise<T>) => Promise<T>;
	readonly listen: Outbox['listen'];
};

export function createOutbox({tables, windowDays, isShared, patient, inTransaction, listen}: Asks): Outbox {
	const {schema, table} = tables;
	const {outbox, windows} = outboxTables(schema);
	const isInWindow = `placed_at > now() - interval '${windowDays} days'`;
	// Facts are found by their ids: without statistics the planner would walk through the window instead.
	const isSeenInWindow = `coalesce(fact.${isInWindow}, false)`;
	/** The number of the followed MongoDB whose identity is a parameter. */
	const numberOf = (parameter: number) => `(select number from ${windows} where identity = $${parameter} and is_followed)`;
	let handledRows = 0;

	const read = async (
		query: Query,
		ids: readonly string[],
		areGone: ReadonlySet<string>,
	): Promise<QueuedFacts & {readonly versions: ReadonlyMap<string, number>}> => {
		const {rows} = await query(
			`select ${tables.select}, fact.id as fact_id, fact.version as fact_version from ${table} as fact where fact.id = any($1) and ${isSeenInWindow}`,
			[ids],
		);
		const versions = new Map(rows.map(row => [String(row['fact_id']), Number(row['fact_version'])]));
		return {
			versions,
			standing: rows.map(row => ({fact: tables.read(row), version: Number(row['fact_version'])})),
			gone: ids.filter(id => areGone.has(id) || !versions.has(id)),
		};
	};

	/** Facts that came or went since they were read: what was brought of these may be what another program had removed just before. */
	const changedSince = async (
		query: Query,
		ids: readonly string[],
		{versions, gone}: {readonly versions: ReadonlyMap<string, number>; readonly gone: readonly string[]},
	) => {
		const {rows} = await query(`select fact.id, fact.version from ${table} as fact where fact.id = any($1) and ${isSeenInWindow}`, [ids]);
		const now = new Map(rows.map(({id, version}) => [String(id), Number(version)]));
		const wereGone = new Set(gone);
		return ids.filter(id => versions.has(id) !== now.has(id) || (wereGone.has(id) && versions.get(id) !== now.get(id)));
	};

	return {
		handle: async ({limit, identity, without}, bring, signal) =>
			patient(async query => {
				const handle = async (): Promise<Handled> => {
					const {rows} = await query(
						`
					select id, fact_id, was_deleted, extract(epoch from committed_at) * 1000 as committed_ms from ${outbox}
					where window_number = ${numberOf(3)} and fact_id <> all($2)
					order by id limit $1 for update skip locked
				`,
						[limit, without, identity],
					);
					if (rows.length === 0) {
						return {rows: 0, committedMs: []};
					}

					let ids = [...new Set(rows.map(row => String(row['fact_id'])))];
					let areGone = new Set(rows.flatMap(row => (row['was_deleted'] === true ? [String(row['fact_id'])] : [])));
					const staying = new Set<string>();
					while (ids.length > 0) {
						const found = await read(query, ids, areGone);
						for (const id of await bring(found)) {
							staying.add(id);
						}

						ids = await changedSince(query, ids, found);
						areGone = new Set(ids);
					}

					const done = rows.filter(row => !staying.has(String(row['fact_id'])));
					await query(`delete from ${outbox} where window_number = ${numberOf(2)} and id = any($1)`, [done.map(({id}) => id), identity]);
					return {rows: done.length, committedMs: done.flatMap(row => (row['committed_ms'] === null ? [] : [Number(row['committed_ms'])]))};
				};

				const handled = await (isShared ? handle() : inTransaction(query, handle));
				handledRows += handled.rows;
				return handled;
			}, signal),
		size: async (identity, signal) =>
			patient(
				async query =>
					Number(
						(await query(`select count(*) from (select from ${outbox} where window_number = ${numberOf(1)} limit ${countedRows}) as queued`, [identity]))
							.rows[0]!['count'],
					),
				signal,
			),
		follow: async (identity, signal) =>
			patient(async query => {
				await query(
					`
				insert into ${windows} (identity) values ($1)
				on conflict (identity) do update set is_followed = true, known_since = case when windows.is_followed then windows.known_since end, seen_at = now()
				where not windows.is_followed or windows.seen_at < now() - interval '1 minute'
			`,
					[identity],
				);
				// A transaction of its own, after the one before is committed: who begins to write later than this sees it.
				await query(`update ${windows} set known_since = pg_current_xact_id() where identity = $1 and known_since is null`, [identity]);
				const {
					rows: [row],
				} = await query(`select is_filled, was_filled, known_since < pg_snapshot_xmin(pg_current_snapshot()) as is_sure from ${windows} where identity = $1`, [
					identity,
				]);
				return {state: row?.['is_filled'] === true ? 'filled' : row?.['is_sure'] === true ? 'unfilled' : 'unsure', isBack: row?.['was_filled'] === true};
			}, signal),
		leave: async (identity, signal) =>
			patient(async query => {
				await query(`update ${windows} set is_followed = false, is_filled = false where identity = $1`, [identity]);
			}, signal),
		queueWindow: async (identity, {unlessFilled}, signal) =>
			patient(
				async query =>
					inTransaction(query, async () => {
						const {
							rows: [row],
						} = await query(
							`
				update ${windows} set is_filled = true, was_filled = true where identity = $1 and is_followed and not ($2 and is_filled) returning number
			`,
							[identity, unlessFilled],
						);
						if (!row) {
							return undefined;
						}

						await query(
							`delete from ${outbox} where window_number = $1 and id in (select id from ${outbox} where window_number = $1 and not was_deleted for update skip locked)`,
							[row['number']],
						);
						const queued = await query(
							`
				with queued as (insert into ${outbox} (window_number, fact_id) select $1, id from ${table} where ${isInWindow} order by placed_at, id returning 1) select count(*) from queued
			`,
							[row['number']],
						);
						const facts = Number(queued.rows[0]!['count']);
						await query(`update ${windows} set refill_to = (select max(id) from ${outbox} where window_number = $1), refill_facts = $2 where number = $1`, [
							row['number'],
							facts,
						]);
						await query("select pg_notify($1, '')", [schema]);
						return facts;
					}),
				signal,
			),
		refill: async (identity, without, signal) =>
			patient(async query => {
				const {
					rows: [row],
				} = await query(
					`
				select refill_facts, (select count(*) from ${outbox} where window_number = number and id <= refill_to and fact_id <> all($2)) as queued from ${windows} where identity = $1 and is_followed
			`,
					[identity, without],
				);
				const left = Number(row?.['queued'] ?? 0);
				return left === 0 ? undefined : {facts: Number(row!['refill_facts']), left};
			}, signal),
		queueGone: async (identity, ids, signal) =>
			patient(async query => {
				await query(
					`
				insert into ${outbox} (window_number, fact_id, was_deleted)
				select ${numberOf(1)}, id, true from unnest($2::text[]) as given (id) where not exists (select from ${table} as fact where fact.id = given.id) and ${numberOf(1)} is not null
			`,
					[identity, ids],
				);
			}, signal),
		windowCount: async (leavingMs, signal) =>
			patient(
				async query =>
					Number(
						(
							await query(`select count(*) from ${table} where ${isInWindow} and placed_at > now() - interval '${windowDays} days' + $1 * interval '1 ms'`, [
								leavingMs,
							])
						).rows[0]!['count'],
					),
				signal,
			),
		heldBackBy: async signal => (isShared ? undefined : patient(async query => readHeldBack((await query(heldBackSql, [outbox, table])).rows[0]), signal)),
		tidy: async signal =>
			patient(async query => {
				await query(`update ${windows} set is_followed = false, is_filled = false where is_followed and seen_at < now() - interval '${followedHours} hours'`);
				const {rows} = await query(`
				delete from ${outbox} where (window_number, id) in (
					select window_number, id from ${outbox}
					where queued_at < now() - interval '${windowDays + 1} days' or window_number not in (select number from ${windows} where is_followed)
					for update skip locked
				) returning 1
			`);
				handledRows += rows.length;
				if (isShared && handledRows >= vacuumedRows) {
					handledRows = 0;
					await query(`vacuum ${[outbox, ...(tables.isRewritten ? [table] : [])].join(', ')}`);
				}
			}, signal),
		listen,
	};
}

/** A MongoDB that nobody fills for this many hours is not followed any more. */
const followedHours = 1;

/** The room of this many handled rows is given back at a time, by an engine that has no vacuum of its own. */
const vacuumedRows = 5000;

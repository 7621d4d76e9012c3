import type {LedgerTables} from '../scenarios/scenario.ts';
import {timeLimitsMs} from '../time-limits.ts';
import {Silence} from './answer-limit.ts';
import {postgresFailure} from './postgres-failure.ts';
import type {Query} from './postgres-schema.ts';
import {CutShort, StoreFailure} from './store-failure.ts';

/** Facts of one insert, which is one transaction. */
const batchSize = 1000;

/** What became of facts that were to be stored. */
export type Inserted = {
	/** How many stand. */
	readonly stored: number;
	/** How many of these were not there before. */
	readonly added: number;
};

/** The tables, where they are, and how they are asked. */
export type LedgerAsk = {
	readonly tables: LedgerTables;
	readonly address: string;
	/** How many batches are stored at a time. */
	readonly lanes: number;
	/** Rejects with the driver's own errors; the signal gives up. */
	ask(sql: string, values: unknown[], signal?: AbortSignal): ReturnType<Query>;
	/** Asks over a connection that nobody had before, since those at hand may have ended a moment ago; and waits for a second alone. */
	askAnew(sql: string, values: unknown[]): ReturnType<Query>;
	/** The same, for several statements of one transaction. */
	transact<T>(work: (query: Query) => Promise<T>, signal?: AbortSignal): Promise<T>;
	id(fact: object): string;
};

export type InsertOptions = {
	readonly signal?: AbortSignal | undefined;
	/** Called with the number that stands so far, after each batch. */
	readonly progress?: ((stored: number) => void) | undefined;
	/** Writes down, in the transaction of each batch, how many of the facts, from the first one on, stand with it. */
	readonly remember?: (query: Query, standing: number) => Promise<unknown>;
};

/** What became of a batch. */
type Landed = Inserted & {
	/** Why it was not stored, if it was not. */
	readonly error?: unknown;
	/** False when nobody knows what became of it. */
	readonly isExact: boolean;
};

/**
 * Stores facts in batches, each whole or not at all, until `signal` fires. Those that are there already are let be, so that a seed
 * that was cut short can be repeated. While a batch is stored the next one is made.
 * @throws CutShort when PostgreSQL fails meanwhile: how many stand; the signal's reason when nobody knows that after it fired
 */
export async function insertFacts(ledger: LedgerAsk, facts: Iterable<object>, {signal, progress, remember}: InsertOptions = {}): Promise<Inserted> {
	let [stored, added, given] = [0, 0, 0];
	let isExact = true;
	const underWay: Array<Promise<Landed>> = [];
	const cancelled = new AbortController();
	const cancel = () => void setTimeout(() => cancelled.abort(signal?.reason), timeLimitsMs.finish).unref();
	signal?.addEventListener('abort', cancel, {once: true});
	/** Those that are under way end in the order in which they were sent, so that what stands has no gap. */
	const land = async () => {
		const landed = await underWay.shift()!;
		if (landed.error !== undefined) {
			await fail(landed);
		}

		stored += landed.stored;
		added += landed.added;
		progress?.(stored);
	};

	const fail = async (first: Landed) => {
		const all = [first, ...(await Promise.all(underWay))];
		stored += all.reduce((sum, one) => sum + one.stored, 0);
		isExact = all.every(one => one.isExact);
		throw first.error instanceof StoreFailure ? new CutShort(first.error, stored, isExact) : first.error;
	};

	const send = async (batch: readonly object[]) => {
		if (underWay.length >= ledger.lanes) {
			await land();
		}

		if (signal?.aborted) {
			return;
		}

		const before = given;
		given += batch.length;
		const written = remember && (async (query: Query) => remember(query, stored === before ? before + batch.length : stored));
		underWay.push(insertBatch(ledger, batch, cancelled.signal, written));
	};

	try {
		let batch: object[] = [];
		for (const fact of facts) {
			batch.push(fact);
			if (batch.length === batchSize) {
				await send(batch);
				batch = [];
			}

			if (signal?.aborted) {
				break;
			}
		}

		if (batch.length > 0) {
			await send(batch);
		}

		while (underWay.length > 0) {
			await land();
		}

		return {stored, added};
	} catch (error) {
		// Those under way were let end, and did not in time: who cancelled does not hear of a failure.
		if (cancelled.signal.aborted) {
			if (isExact) {
				return {stored, added};
			}

			throw signal?.reason;
		}

		throw error;
	} finally {
		signal?.removeEventListener('abort', cancel);
	}
}

async function insertBatch(
	ledger: LedgerAsk,
	batch: readonly object[],
	cancelled: AbortSignal,
	remember?: (query: Query) => Promise<unknown>,
): Promise<Landed> {
	try {
		const {
			tables: {insert, columns},
		} = ledger;
		const {
			rows: [row],
		} = remember
			? await ledger.transact(async query => {
					const inserted = await query(insert, columns(batch));
					await remember(query);
					return inserted;
				}, cancelled)
			: await ledger.ask(insert, columns(batch), cancelled);
		return {stored: batch.length, added: Number(row!['added']), isExact: true};
	} catch (error) {
		const failure = postgresFailure(error, ledger.address);
		// One that was given up may have been at its end, and stand.
		const isRefused = !cancelled.aborted && (!(failure instanceof StoreFailure) || failure.kind === 'refuses');
		// What became of the batch is not known, unless PostgreSQL can be asked at once; who was silent is not waited for again.
		const standing = isRefused ? 0 : error instanceof Silence ? undefined : await standingOf(ledger, batch).catch(() => undefined);
		return {stored: standing ?? 0, added: 0, error: failure, isExact: standing !== undefined};
	}
}

async function standingOf({askAnew, tables, id}: LedgerAsk, batch: readonly object[]): Promise<number> {
	const {
		rows: [row],
	} = await askAnew(`select count(*)::int as standing from ${tables.table} where id = any($1)`, [batch.map(id)]);
	return Number(row!['standing']);
}

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
	/** Rejects with the driver's own errors; the signal gives up. */
	ask(sql: string, values: unknown[], signal?: AbortSignal): ReturnType<Query>;
	id(fact: object): string;
};

/**
 * Stores facts in batches, each whole or not at all, until `signal` fires. Those that are there already are let be, so that a seed
 * that was cut short can be repeated.
 * @throws CutShort when PostgreSQL fails meanwhile: how many stand
 */
export async function insertFacts(ledger: LedgerAsk, facts: Iterable<object>, signal?: AbortSignal, progress?: (stored: number) => void): Promise<Inserted> {
	let [stored, added] = [0, 0];
	let batch: object[] = [];
	const cancelled = new AbortController();
	const cancel = () => void setTimeout(() => cancelled.abort(signal?.reason), timeLimitsMs.cancel).unref();
	signal?.addEventListener('abort', cancel, {once: true});
	const flush = async () => {
		if (batch.length > 0) {
			added += await insertBatch(ledger, batch, stored, cancelled.signal);
			stored += batch.length;
			batch = [];
			progress?.(stored);
		}
	};

	try {
		for (const fact of facts) {
			if (signal?.aborted) {
				return {stored, added};
			}

			batch.push(fact);
			if (batch.length >= batchSize) {
				await flush();
			}
		}

		await flush();
		return {stored, added};
	} catch (error) {
		// The batch under way was let end, and did not in time.
		if (cancelled.signal.aborted) {
			return {stored, added};
		}

		throw error;
	} finally {
		signal?.removeEventListener('abort', cancel);
	}
}

/** @returns how many of a batch were not there before; `before` facts stood already */
async function insertBatch(ledger: LedgerAsk, batch: readonly object[], before: number, cancelled: AbortSignal): Promise<number> {
	try {
		const {rows: [row]} = await ledger.ask(ledger.tables.insert, ledger.tables.columns(batch), cancelled);
		return Number(row!['added']);
	} catch (error) {
		const failure = postgresFailure(error, ledger.address);
		if (!(failure instanceof StoreFailure)) {
			throw failure;
		}

		// What became of the batch is not known, unless PostgreSQL can be asked at once; who was silent is not waited for again.
		const standing = failure.kind === 'refuses' ? 0 : error instanceof Silence ? undefined : await standingOf(ledger, batch).catch(() => undefined);
		throw new CutShort(failure, before + (standing ?? 0), standing !== undefined);
	}
}

async function standingOf({ask, tables, id}: LedgerAsk, batch: readonly object[]): Promise<number> {
	const {rows: [row]} = await ask(`select count(*)::int as standing from ${tables.table} where id = any($1)`, [batch.map(id)], AbortSignal.timeout(timeLimitsMs.cancel));
	return Number(row!['standing']);
}

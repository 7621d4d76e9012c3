import type {Collection} from 'mongodb';
import type {FactDocument} from '../scenarios/scenario.ts';
import {timeLimitsMs} from '../time-limits.ts';
import {Silence, within} from './answer-limit.ts';
import {batchSize, type FactsCollection} from './mongo-facts.ts';
import {mongoFailure} from './mongo-failure.ts';
import {putFacts} from './mongo-upserts.ts';
import {CutShort, StoreFailure} from './store-failure.ts';

export type InsertOptions = {
	readonly signal?: AbortSignal | undefined;
	/** Called with the number stored so far, after each batch. */
	readonly progress?: (stored: number) => void;
	/** Is told of the facts of a batch that is stored, and waited for before the next one. */
	readonly told?: (facts: readonly object[]) => Promise<void>;
};

/**
 * Inserts facts in batches, until `signal` fires.
 * @returns how many were stored
 * @throws CutShort when MongoDB fails meanwhile: how many stand; the signal's reason when nobody knows that after it fired
 */
export async function insertFacts(kept: FactsCollection, wanted: Iterable<object>, {signal, progress, told}: InsertOptions = {}): Promise<number> {
	let stored = 0;
	let facts: object[] = [];
	const cancelled = new AbortController();
	const cancel = () => void setTimeout(() => cancelled.abort(signal?.reason), timeLimitsMs.finish).unref();
	signal?.addEventListener('abort', cancel, {once: true});
	const flush = async () => {
		if (facts.length > 0) {
			stored += await (kept.facts.moving ? putBatch(kept, facts, stored, cancelled.signal) : insertBatch(kept, facts, stored, cancelled.signal));
			progress?.(stored);
			await told?.(facts);
			facts = [];
		}
	};

	try {
		for (const fact of wanted) {
			if (signal?.aborted) {
				return stored;
			}

			facts.push(fact);
			if (facts.length >= batchSize) {
				await flush();
			}
		}

		await flush();
		return stored;
	} catch (error) {
		// The batch under way was let end, and did not in time: who cancelled does not hear of a failure.
		if (signal && cancelled.signal.aborted) {
			return exactly(error, signal);
		}

		throw error;
	} finally {
		signal?.removeEventListener('abort', cancel);
	}
}

/** How many stand, where that is known. @throws the signal's reason */
function exactly(error: unknown, {reason}: AbortSignal): number {
	if (error instanceof CutShort && error.isExact) {
		return error.stored;
	}

	throw reason;
}

/** Of facts that move the later ones take the place of the earlier ones. @returns how many of a batch stand; `before` stood already */
async function putBatch(kept: FactsCollection, facts: readonly object[], before: number, cancelled: AbortSignal): Promise<number> {
	const {stand, refusal} = await putFacts(kept, facts, cancelled);
	if (refusal) {
		throw new CutShort(refusal, before + stand, true);
	}

	return stand;
}

/** @returns how many of a batch stand; `before` stood already */
async function insertBatch({facts, collection, address}: FactsCollection, batch: readonly object[], before: number, cancelled: AbortSignal): Promise<number> {
	// In the order of time, in which facts come in life: an index on their date then reads what lies side by side.
	const documents = batch.toSorted((a, b) => facts.atMs(a) - facts.atMs(b)).map(fact => facts.toDocument(fact));
	try {
		// The command itself: its reply names the index in the way and it can be given up, which the driver's helper cannot.
		const reply = await within(async signal => collection.db.command({insert: collection.collectionName, ordered: false, documents}, {signal}), cancelled);
		const failed: {code?: number; errmsg?: string; keyPattern?: unknown} | undefined = reply['writeErrors']?.[0] ?? reply['writeConcernError'];
		if (!failed) {
			return batch.length;
		}

		// A server may count those that it refused as well.
		const inserted = Math.min(Number(reply['n']), batch.length - (reply['writeErrors']?.length ?? 0));
		const {code, keyPattern, errmsg = 'a write error'} = failed;
		const refusal = mongoFailure(Object.assign(new Error(errmsg), {name: 'MongoServerError', code: code ?? 1, keyPattern}), address, facts.many);
		throw new CutShort(refusal as StoreFailure, before + inserted, true);
	} catch (error) {
		if (error instanceof CutShort) {
			throw error;
		}

		const failure = mongoFailure(error, address, facts.many);
		if (!(failure instanceof StoreFailure)) {
			throw failure;
		}

		// What became of the batch is not known, unless MongoDB can be asked at once; who was silent is not waited for again.
		const standing = failure.kind === 'refuses' ? 0 : error instanceof Silence ? undefined : await standingOf(collection, documents).catch(() => undefined);
		throw new CutShort(failure, before + (standing ?? 0), standing !== undefined);
	}
}

async function standingOf(collection: Collection<FactDocument>, batch: readonly FactDocument[]): Promise<number> {
	return within(async signal => collection.countDocuments({_id: {$in: batch.map(({_id}) => _id)}}, {signal}), undefined, timeLimitsMs.ping);
}

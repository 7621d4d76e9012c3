import type {FindCursor} from 'mongodb';
import {mongoFailure} from './mongo-failure.ts';
import {batchSize, type FactsCollection} from './mongo-facts.ts';
import {within} from './answer-limit.ts';

/** Facts of (`fromMs`, `toMs`] that can be counted, oldest first, those of one instant by id. */
export async function* streamFacts(
	{facts, collection, address}: FactsCollection,
	fromMs: number,
	toMs: number,
	signal?: AbortSignal,
): AsyncGenerator<object, void> {
	// The sort is the index's own order, so the server need not hold the window to sort it; ties are settled here.
	const cursor = collection.find(facts.usable(fromMs, toMs), {sort: {[facts.window.field]: 1}, batchSize, allowDiskUse: true, ...(signal && {signal})});
	const byId = (a: object, b: object) => (facts.id(a) < facts.id(b) ? -1 : 1);
	let ofOneInstant: object[] = [];
	try {
		for (let document = await nextOf(cursor, address, signal); document !== null; document = await nextOf(cursor, address, signal)) {
			const {_id: id} = document;
			const fact = facts.fromDocument(idText(id), document);
			if (ofOneInstant[0] && facts.atMs(ofOneInstant[0]) !== facts.atMs(fact)) {
				yield* ofOneInstant.sort(byId);
				ofOneInstant = [];
			}

			ofOneInstant.push(fact);
		}

		yield* ofOneInstant.sort(byId);
	} finally {
		// A server that does not answer need not be told.
		void cursor.close().catch(() => undefined);
	}
}

/** The ids of the documents that bear a version. */
export async function* streamVersionedIds({collection, address}: FactsCollection, signal?: AbortSignal): AsyncGenerator<string, void> {
	const cursor = collection.find({version: {$exists: true}}, {projection: {_id: 1}, batchSize, ...(signal && {signal})});
	try {
		for (let document = await nextOf(cursor, address, signal); document !== null; document = await nextOf(cursor, address, signal)) {
			const {_id: id} = document;
			yield idText(id);
		}
	} finally {
		void cursor.close().catch(() => undefined);
	}
}

/** An id as text, of whatever type others gave it. */
export function idText(id: unknown): string {
	return typeof id === 'object' && id !== null && 'toHexString' in id ? String(id) : typeof id === 'string' ? id : JSON.stringify(id);
}

/** The next document; what is not here yet is waited for as long as any answer. */
async function nextOf<T>(cursor: FindCursor<T>, address: string, signal?: AbortSignal): Promise<T | null> {
	try {
		return await (cursor.bufferedCount() > 0 ? cursor.next() : within(async () => cursor.next(), signal));
	} catch (error) {
		throw mongoFailure(error, address);
	}
}

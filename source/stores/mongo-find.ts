import {within} from './answer-limit.ts';
import {mongoFailure} from './mongo-failure.ts';
import type {FactsCollection} from './mongo-inserts.ts';

/** The document that bears one of these ids, whether or not it can be counted. */
export async function findDocument({collection, address}: FactsCollection, ids: readonly unknown[], signal?: AbortSignal): Promise<object | undefined> {
	try {
		return (await within(async its => collection.findOne({_id: {$in: ids as string[]}}, {signal: its}), signal)) ?? undefined;
	} catch (error) {
		throw mongoFailure(error, address);
	}
}

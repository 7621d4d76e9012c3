import {within} from './answer-limit.ts';
import {mongoFailure} from './mongo-failure.ts';
import type {FactsCollection} from './mongo-facts.ts';
import {idText} from './mongo-stream.ts';

/** The id of the fact that happened last; undefined: there is none. */
export async function newestId({collection, facts, address}: FactsCollection, signal?: AbortSignal): Promise<string | undefined> {
	try {
		const newest = await within(async its => collection.findOne({}, {sort: {[facts.window.field]: -1, _id: -1}, projection: {_id: 1}, signal: its}), signal);
		if (!newest) {
			return undefined;
		}

		const {_id: id} = newest;
		return idText(id);
	} catch (error) {
		throw mongoFailure(error, address);
	}
}

/** The document that bears one of these ids, whether or not it can be counted. */
export async function findDocument({collection, address}: FactsCollection, ids: readonly unknown[], signal?: AbortSignal): Promise<object | undefined> {
	try {
		return (await within(async its => collection.findOne({_id: {$in: ids as string[]}}, {signal: its}), signal)) ?? undefined;
	} catch (error) {
		throw mongoFailure(error, address);
	}
}

import type {Collection} from 'mongodb';
import type {FactDocument} from '../scenarios/scenario.ts';
import {whileAnswering, within} from './answer-limit.ts';

/** Sees to the TTL index on a date: makes it, or changes the time of one that stands. */
export async function ensureTtlIndex(collection: Collection<FactDocument>, field: string, expireAfterSeconds: number): Promise<void> {
	const ping = async (signal: AbortSignal) => collection.db.command({ping: 1}, {signal});
	const indexes = await within(async () => collection.listIndexes().toArray().catch(noCollection));
	const standing = indexes.find(({key}) => JSON.stringify(key) === JSON.stringify({[field]: 1}));
	if (!standing) {
		await whileAnswering(async () => collection.createIndex({[field]: 1}, {expireAfterSeconds, name: `${field}_ttl`}), ping);
	} else if (standing['expireAfterSeconds'] !== expireAfterSeconds) {
		await whileAnswering(
			async signal => collection.db.command({collMod: collection.collectionName, index: {name: standing['name'], expireAfterSeconds}}, {signal}),
			ping,
		);
	}
}

/** A collection that is not there has no indexes. */
function noCollection(error: unknown): never[] {
	if (error instanceof Error && (error as {code?: unknown}).code === 26) {
		return [];
	}

	throw error;
}

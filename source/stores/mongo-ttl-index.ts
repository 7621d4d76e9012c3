import type {Collection} from 'mongodb';
import type {OrderDocument} from './mongo-inserts.ts';
import {whileAnswering, within} from './mongo-time-limit.ts';

/** Sees to the TTL index on `placedAt`: makes it, or changes the time of one that stands. */
export async function ensureTtlIndex(collection: Collection<OrderDocument>, expireAfterSeconds: number): Promise<void> {
	const ping = async (signal: AbortSignal) => collection.db.command({ping: 1}, {signal});
	const indexes = await within(async () => collection.listIndexes().toArray().catch(noCollection));
	const standing = indexes.find(({key}) => JSON.stringify(key) === '{"placedAt":1}');
	if (!standing) {
		await whileAnswering(async () => collection.createIndex({placedAt: 1}, {expireAfterSeconds, name: 'placedAt_ttl'}), ping);
	} else if (standing['expireAfterSeconds'] !== expireAfterSeconds) {
		await whileAnswering(async signal => collection.db.command({collMod: collection.collectionName, index: {name: standing['name'], expireAfterSeconds}}, {signal}), ping);
	}
}

/** A collection that is not there has no indexes. */
function noCollection(error: unknown): never[] {
	if (error instanceof Error && (error as {code?: unknown}).code === 26) {
		return [];
	}

	throw error;
}

import type {Collection} from 'mongodb';
import type {FactDocument, Facts} from '../scenarios/scenario.ts';
import {whileAnswering, within} from './answer-limit.ts';

/** Sees to the indexes: makes the TTL index on the window's date, or changes the time of one that stands, and makes the others that the facts want. */
export async function ensureIndexes(collection: Collection<FactDocument>, {window: {field, days}, indexes = []}: Facts): Promise<void> {
	const ping = async (signal: AbortSignal) => collection.db.command({ping: 1}, {signal});
	const found = await within(async () => collection.listIndexes().toArray().catch(noCollection));
	const standing = (wanted: object) => found.find(({key}) => JSON.stringify(key) === JSON.stringify(wanted));
	const expireAfterSeconds = (days * dayMs) / 1000;
	const ofWindow = standing({[field]: 1});
	if (!ofWindow) {
		await whileAnswering(async () => collection.createIndex({[field]: 1}, {expireAfterSeconds, name: `${field}_ttl`}), ping);
	} else if (ofWindow['expireAfterSeconds'] !== expireAfterSeconds) {
		await whileAnswering(
			async signal => collection.db.command({collMod: collection.collectionName, index: {name: ofWindow['name'], expireAfterSeconds}}, {signal}),
			ping,
		);
	}

	for (const wanted of indexes) {
		if (!standing(wanted)) {
			await whileAnswering(async () => collection.createIndex({...wanted}), ping);
		}
	}
}

const dayMs = 86_400_000;

/** A collection that is not there has no indexes, and no rows to any pipeline. */
export function noCollection(error: unknown): never[] {
	if (error instanceof Error && (error as {code?: unknown}).code === 26) {
		return [];
	}

	throw error;
}

import {createHash} from 'node:crypto';
import type {Collection, CollectionInfo} from 'mongodb';

/**
 * What tells a collection from any other: the UUID that MongoDB gave it; where it gives none, a hash of its address.
 * Undefined while there is no collection.
 */
export async function identityOf(
	collection: Pick<Collection, 'db' | 'collectionName'>,
	hosts: readonly string[],
	signal: AbortSignal,
): Promise<string | undefined> {
	const [found] = await collection.db.listCollections<CollectionInfo>({name: collection.collectionName}, {signal}).toArray();
	if (!found) {
		return undefined;
	}

	// BSON's UUID as hexadecimal digits, by whichever class the driver gives it.
	const uuid: unknown = found.info?.uuid;
	return uuid === undefined || uuid === null
		? createHash('sha256').update(`${hosts.toSorted().join()}/${collection.db.databaseName}`).digest('hex').slice(0, 32)
		: String(uuid).replaceAll('-', '');
}

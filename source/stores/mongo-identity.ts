import {createHash} from 'node:crypto';
import type {Collection, CollectionInfo} from 'mongodb';

/**
 * What tells a collection from any other: the UUID that MongoDB gave it; where it gives none, a hash of its address.
 * Undefined while there is no collection.
 */
export async function identityOf(collection: Pick<Collection, 'db' | 'collectionName'>, hosts: readonly string[], signal: AbortSignal): Promise<string | undefined> {
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

/** Tries for the clock's difference: the one with the least round trip says most. */
const clockTries = 5;

/**
 * By how many milliseconds a server's clock is ahead of this machine's; undefined where it tells no time.
 * @param hello asks for the server's description, which has its time
 */
export async function clockOffsetMs(hello: () => Promise<Record<string, unknown>>): Promise<number | undefined> {
	let best: {readonly tripMs: number; readonly offsetMs: number} | undefined;
	for (let i = 0; i < clockTries; i++) {
		const [sentMs, startedAt] = [Date.now(), performance.now()];
		const {localTime} = await hello();
		const tripMs = performance.now() - startedAt;
		if (localTime instanceof Date && (!best || tripMs < best.tripMs)) {
			best = {tripMs, offsetMs: localTime.getTime() - (sentMs + tripMs / 2)};
		}
	}

	// Date counts whole milliseconds, and the answer was given half-way at best.
	return best && Math.abs(best.offsetMs) <= best.tripMs / 2 + 1 ? 0 : best?.offsetMs;
}

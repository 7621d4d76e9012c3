import type {Collection} from 'mongodb';
import type {FactDocument} from '../scenarios/scenario.ts';
import type {Holdings} from './holdings.ts';

/** The least date there is: a bound that leaves out what is no date. */
const leastDate = new Date(-8_640_000_000_000_000);

/** What a collection holds: the first and the last instant by the index on their field, the bytes with those of the indexes. */
export async function holdingsOf(collection: Collection<FactDocument>, field: string, signal: AbortSignal): Promise<Holdings> {
	const end = async (direction: 1 | -1) => {
		const found: Record<string, unknown> | null = await collection.findOne(
			{[field]: {$gte: leastDate}},
			{projection: {_id: 0, [field]: 1}, sort: {[field]: direction}, signal},
		);
		const date = found?.[field];
		return date instanceof Date ? date.getTime() : undefined;
	};

	const [count, oldestMs, newestMs, bytes] = await Promise.all([collection.estimatedDocumentCount(), end(1), end(-1), bytesOf(collection, signal)]);
	// Documents without bytes: this server does not know.
	return {count, oldestMs, newestMs, bytes: bytes === 0 && count > 0 ? undefined : bytes};
}

/** Undefined where this user may not know, or the server does not. */
async function bytesOf({db, collectionName}: Collection<FactDocument>, signal: AbortSignal): Promise<number | undefined> {
	const {storageSize, totalIndexSize} = (await db.command({collStats: collectionName}, {signal}).catch(() => ({}))) as Record<string, unknown>;
	return typeof storageSize === 'number' ? storageSize + (Number(totalIndexSize) || 0) : undefined;
}

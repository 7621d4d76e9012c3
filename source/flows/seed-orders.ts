import {createCatalogue} from '../orders/catalogue.ts';
import {generateOrders, type OrdersWanted} from '../orders/generate-orders.ts';
import type {MongoWindow} from '../stores/mongo-window.ts';

/** How far a seed is. */
export type SeedProgress = {readonly stored: number; readonly wanted: number};

/** What a seed left behind. */
export type SeedResult = SeedProgress & {readonly tookMs: number};

/**
 * Generates orders and stores them in MongoDB, after seeing to its TTL index.
 * A cancelled seed keeps what was stored and says how much that is.
 */
export async function seedOrders(
	window: MongoWindow,
	wanted: OrdersWanted,
	options: {signal?: AbortSignal | undefined; progress?: (progress: SeedProgress) => void} = {},
): Promise<SeedResult> {
	const startedAt = performance.now();
	const catalogue = await createCatalogue(wanted.seed);
	await window.prepare();
	const stored = await window.insertOrders(generateOrders(wanted, catalogue), {
		signal: options.signal,
		progress: stored => options.progress?.({stored, wanted: wanted.count}),
	});
	return {stored, wanted: wanted.count, tookMs: performance.now() - startedAt};
}

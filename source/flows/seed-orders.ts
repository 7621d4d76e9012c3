import {createCatalogue} from '../scenarios/shop/catalogue.ts';
import {generateOrders, type OrdersWanted} from '../scenarios/shop/generate-orders.ts';
import type {Order} from '../scenarios/shop/order.ts';
import {windowDays} from '../scenarios/shop/revenue.ts';
import type {MongoWindow} from '../stores/mongo-window.ts';
import {CutShort, StoreFailure} from '../stores/store-failure.ts';
import {formatCount} from '../words/count.ts';

const dayMs = 86_400_000;

/** How far a seed is. */
export type SeedProgress = {readonly stored: number; readonly wanted: number};

/** What a seed left behind. */
export type SeedResult = SeedProgress & {
	readonly tookMs: number;
	/** How many of the stored orders are older than MongoDB keeps them: its TTL index removes these. */
	readonly expiring: number;
};

/**
 * Generates orders and stores them in MongoDB, after seeing to its TTL index. The first orders of an empty window depend
 * on the seed and the calendar; what is stored beside others is new.
 * A cancelled seed keeps what was stored and says how much that is.
 * @throws StoreFailure that says how many of how many orders stand
 */
export async function seedOrders(
	window: Pick<MongoWindow, 'prepare' | 'countOrders' | 'insertOrders'>,
	wanted: OrdersWanted,
	options: {signal?: AbortSignal | undefined; progress?: (progress: SeedProgress) => void} = {},
): Promise<SeedResult> {
	const startedAt = performance.now();
	const catalogue = await createCatalogue(wanted.seed);
	let expiring = 0;
	const counted = function * (orders: Iterable<Order>) {
		for (const order of orders) {
			expiring += order.placedAt.getTime() < wanted.nowMs - windowDays * dayMs ? 1 : 0;
			yield order;
		}
	};

	try {
		await window.prepare();
		const apart = await window.countOrders(options.signal) === 0 ? {} : {apart: String(wanted.nowMs)};
		const stored = await window.insertOrders(counted(generateOrders({...wanted, ...apart}, catalogue)), {
			signal: options.signal,
			progress: stored => options.progress?.({stored, wanted: wanted.count}),
		});
		return {stored, wanted: wanted.count, tookMs: performance.now() - startedAt, expiring: Math.min(expiring, stored)};
	} catch (error) {
		throw error instanceof StoreFailure ? saidHowMuch(error, wanted.count) : error;
	}
}

/** The failure, with how many of the orders stand. */
function saidHowMuch(failure: StoreFailure, wanted: number): StoreFailure {
	const stored = failure instanceof CutShort ? failure.stored : 0;
	const isExact = !(failure instanceof CutShort) || failure.isExact;
	const {store, kind, reason, message, cause} = failure;
	return new StoreFailure(store, kind, reason, `${message}; ${isExact ? '' : 'at least '}${formatCount(stored)} of ${formatCount(wanted)} orders stand`, cause);
}

/** What becomes of orders that are spread over more days than MongoDB keeps them; undefined where all stay. */
export function expiryWarning({count, days}: Pick<OrdersWanted, 'count' | 'days'>): string | undefined {
	const gone = Math.round(count * (1 - windowDays / days));
	return gone <= 0 ? undefined : `about ${formatCount(gone)} of ${formatCount(count)} orders will be older than ${windowDays} days, and MongoDB's TTL index removes them within a minute or two`;
}

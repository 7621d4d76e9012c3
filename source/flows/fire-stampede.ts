import type {RedisCache} from '../stores/redis-cache.ts';
import type {OriginMeter} from './origin-meter.ts';
import type {ReadFeed} from './read-feed.ts';

/** What one expiry under load came to. */
export type Stampede = {
	/** Queries to the origin from the expiry until a value stood in the cache again. */
	readonly originQueries: number;
	/** Reads that waited for the origin meanwhile: for a query of their own, another's, or a lock. */
	readonly waited: number;
	/** From the expiry until a value stood again. */
	readonly tookMs: number;
};

/**
 * Expires a key under the load that runs and counts what that costs. Waits first until no fill is under way, lest one
 * that began before puts the value back at once.
 * Rejects when `signal` fires, or Redis does not answer.
 */
export async function fireStampede(
	{cache, key, meter, feed, signal}: {
		readonly cache: Pick<RedisCache, 'remove'>;
		readonly key: string;
		readonly meter: OriginMeter;
		readonly feed: ReadFeed;
		readonly signal: AbortSignal;
	},
): Promise<Stampede> {
	await when(meter, () => meter.underWay === 0, signal);
	let waited = 0;
	const unwatch = feed.watch(({outcome}) => {
		waited += outcome === 'miss' || outcome === 'coalesced' || outcome === 'bypass' ? 1 : 0;
	});
	try {
		const before = {queries: meter.queries, stored: meter.stored};
		const startedAt = performance.now();
		await cache.remove(key);
		await when(meter, () => meter.stored > before.stored, signal);
		const originQueries = meter.queries - before.queries;
		const tookMs = performance.now() - startedAt;
		// The others that found nothing still wait, for queries of their own or for their turn to look again.
		await feed.settled();
		return {originQueries, waited, tookMs};
	} finally {
		unwatch();
	}
}

async function when(meter: OriginMeter, holds: () => boolean, signal: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		const end = (settle: () => void) => {
			unwatch();
			signal.removeEventListener('abort', aborted);
			settle();
		};

		const check = () => {
			if (holds()) {
				end(resolve);
			}
		};

		const aborted = () => end(() => reject(signal.reason));
		const unwatch = meter.watch(check);
		signal.addEventListener('abort', aborted, {once: true});
		if (signal.aborted) {
			aborted();
		} else {
			check();
		}
	});
}

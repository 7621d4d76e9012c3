import {abortWith} from './abort-with.ts';
import {createOriginMeter} from './origin-meter.ts';
import {createReadCount, type ReadTotals} from './read-count.ts';
import {createReadFeed} from './read-feed.ts';
import type {RedisCache} from '../stores/redis-cache.ts';
import type {Read} from './read-answer.ts';
import {evictedKeys} from './evicted-keys.ts';
import {type OwnKeys, removeKeys} from './own-keys.ts';
import {type OwnKeyPath, runViewers, type ViewersLoad} from './run-viewers.ts';

/** What a load on the live stores came to. */
export type ObservedReads = ReadTotals & {
	/** From the empty cache until the last counted read. */
	readonly seconds: number;
	readonly originQueries: number;
	/** L: the mean time from a query's start until its value stood in the cache; undefined before the first. */
	readonly fillSeconds: number | undefined;
	/** What became of the keys, where there are many. */
	readonly keys: ObservedKeys | undefined;
};

/** Keys that a load asked for, and those of them that Redis held at its end. */
type ObservedKeys = {
	readonly asked: number;
	readonly held: number;
	readonly heldBytes: number;
	/** How many keys Redis evicted meanwhile, anybody's; undefined where it does not tell. */
	readonly evicted: number | undefined;
};

/**
 * Lets viewers read for a while, from an empty cache on, and counts what their reads come to. The key is removed before
 * and after, so give it one of its own.
 */
export async function observeLoad(
	path: Omit<OwnKeyPath, 'cache' | 'key'> & {readonly cache: OwnKeyPath['cache'] & Pick<RedisCache, 'run' | 'holdings'>; readonly key: string | OwnKeys},
	{
		arrivals,
		ownProcess,
		seconds,
		seed,
		signal,
		seen,
	}: ViewersLoad & {
		readonly seconds: number;
		/** Called after each read. */
		readonly seen?: (read: Read, reads: number, elapsedSeconds: number) => void;
	},
): Promise<ObservedReads> {
	const {cache, key} = path;
	const meter = createOriginMeter();
	const count = createReadCount();
	const many = typeof key === 'string' ? undefined : key;
	const remove = async () => (typeof key === 'string' ? cache.remove(key) : removeKeys(cache, key.asked));
	await remove();
	const evictedBefore = many && (await evictedKeys(cache));
	let keys: ObservedKeys | undefined;
	const startedAt = performance.now();
	const elapsedSeconds = () => (performance.now() - startedAt) / 1000;
	const feed = createReadFeed();
	feed.watch(read => {
		// What was cut off at the end is no read of the load.
		if (!ending.signal.aborted) {
			count.add(read);
			seen?.(read, count.reads, elapsedSeconds());
		}
	});
	const ending = abortWith(signal);
	const timer = setTimeout(() => ending.abort(), seconds * 1000);
	try {
		await runViewers(
			{...path, meter, flight: {current: undefined}},
			{
				arrivals,
				ownProcess,
				seed,
				signal: ending.signal,
				feed,
				shed: count.shed,
			},
		);
	} finally {
		clearTimeout(timer);
		keys = many && (await lookAt(cache, many.asked, evictedBefore).catch(() => undefined));
		await remove().catch(() => undefined);
	}

	const {meanFillMs} = meter;
	return {
		...count.total(),
		seconds: Math.min(seconds, elapsedSeconds()),
		originQueries: meter.queries,
		fillSeconds: meanFillMs === undefined ? undefined : meanFillMs / 1000,
		keys,
	};
}

async function lookAt(cache: Pick<RedisCache, 'run' | 'holdings'>, asked: readonly string[], before: number | undefined): Promise<ObservedKeys> {
	const {count = 0, bytes = 0} = await cache.holdings(asked);
	const after = await evictedKeys(cache);
	return {asked: asked.length, held: count, heldBytes: bytes, evicted: before === undefined || after === undefined ? undefined : after - before};
}

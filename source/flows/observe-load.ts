import type {ArrivalsChoice} from '../lab/arrivals-choice.ts';
import type {Outcome} from '../lab/read-through.ts';
import {abortWith} from './abort-with.ts';
import {createOriginMeter} from './origin-meter.ts';
import type {ReadPath} from './read-revenue.ts';
import {createReadCount} from './read-count.ts';
import {createReadFeed} from './read-feed.ts';
import {runViewers} from './run-viewers.ts';

/** What a load on the live stores came to. */
export type ObservedReads = {
	/** From the empty cache until the last counted read. */
	readonly seconds: number;
	readonly reads: number;
	readonly outcomes: Readonly<Record<Outcome, number>>;
	/** Reads that were not begun, because too many were under way. */
	readonly shed: number;
	/** Undefined without any read. */
	readonly hitRate: number | undefined;
	/** Mean of (time served − as-of) over all reads that gave a value; undefined without any. */
	readonly meanAgeSeconds: number | undefined;
	readonly maxAgeSeconds: number;
	readonly originQueries: number;
	/** L: the mean time from a query's start until its value stood in the cache; undefined before the first. */
	readonly fillSeconds: number | undefined;
	/** The first reason why a read failed or went past a store. */
	readonly reason: string | undefined;
};

/**
 * Lets viewers read for a while, from an empty cache on, and counts what their reads come to. The key is removed before
 * and after, so give it one of its own.
 */
export async function observeLoad(
	path: Omit<ReadPath, 'flight' | 'meter' | 'cache'> & {readonly cache: ReadPath['cache'] & {remove(key: string): Promise<void>}; readonly key: string},
	{arrivals, ownProcess, seconds, seed, signal, progress}: {
		readonly arrivals: ArrivalsChoice;
		readonly ownProcess: boolean;
		readonly seconds: number;
		readonly seed: number | string;
		readonly signal: AbortSignal;
		/** Called after each read. */
		readonly progress?: (reads: number, elapsedSeconds: number) => void;
	},
): Promise<ObservedReads> {
	const {cache, key} = path;
	const meter = createOriginMeter();
	const count = createReadCount();
	await cache.remove(key);
	const startedAt = performance.now();
	const elapsedSeconds = () => (performance.now() - startedAt) / 1000;
	const feed = createReadFeed();
	feed.watch(read => {
		// What was cut off at the end is no read of the load.
		if (!ending.signal.aborted) {
			count.add(read);
			progress?.(count.reads, elapsedSeconds());
		}
	});
	const ending = abortWith(signal);
	const timer = setTimeout(() => ending.abort(), seconds * 1000);
	try {
		await runViewers({...path, meter, flight: {current: undefined}}, {
			arrivals,
			ownProcess,
			seed,
			signal: ending.signal,
			feed,
			shed: count.shed,
		});
	} finally {
		clearTimeout(timer);
		await cache.remove(key).catch(() => undefined);
	}

	const {meanFillMs} = meter;
	return {
		...count.total(),
		seconds: Math.min(seconds, elapsedSeconds()),
		originQueries: meter.queries,
		fillSeconds: meanFillMs === undefined ? undefined : meanFillMs / 1000,
	};
}

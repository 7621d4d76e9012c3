import {abortWith} from './abort-with.ts';
import {createOriginMeter} from './origin-meter.ts';
import {createReadCount, type ReadTotals} from './read-count.ts';
import {createReadFeed} from './read-feed.ts';
import type {Read} from './read-answer.ts';
import {type OwnKeyPath, runViewers, type ViewersLoad} from './run-viewers.ts';

/** What a load on the live stores came to. */
export type ObservedReads = ReadTotals & {
	/** From the empty cache until the last counted read. */
	readonly seconds: number;
	readonly originQueries: number;
	/** L: the mean time from a query's start until its value stood in the cache; undefined before the first. */
	readonly fillSeconds: number | undefined;
};

/**
 * Lets viewers read for a while, from an empty cache on, and counts what their reads come to. The key is removed before
 * and after, so give it one of its own.
 */
export async function observeLoad(
	path: OwnKeyPath,
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
	await cache.remove(key);
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

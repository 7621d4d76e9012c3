import {Problem} from '../words/problem.ts';
import type {RedisCache} from '../stores/redis-cache.ts';
import {abortWith} from './abort-with.ts';
import type {OriginMeter} from './origin-meter.ts';
import type {ReadFeed} from './read-feed.ts';
import type {Read} from './read-answer.ts';

/** What one expiry under load came to. */
export type Stampede = {
	/** Queries to the origin from the expiry until a value stood in the cache again. */
	readonly originQueries: number;
	/** Reads that waited for the origin meanwhile: for a query of their own, another's, or a lock. */
	readonly waited: number;
	/** From the expiry until a value was cached again. */
	readonly tookMs: number;
	/** L of this stampede: from its first query until a value was cached; the rest of `tookMs` nobody came. */
	readonly fillMs: number;
};

/** While it is waited for a fill, Redis is asked so often whether it still answers, in milliseconds. */
const askEveryMs = 1000;

/** Why no value will come to stand, as a read of the load tells: a store that failed, or a value that is not stored. */
export function stampedeTrouble(read: Read): string | undefined {
	return read.outcome === 'error' || read.outcome === 'bypass' || (read.outcome === 'miss' && !read.stands)
		? (read.reason ?? 'its value was not stored')
		: undefined;
}

/**
 * Expires a key under the load that runs and counts what that costs. Waits first until no fill is under way, lest one
 * that began before puts the value back at once.
 * Rejects when `signal` fires, and with the reason when a store fails meanwhile.
 */
export async function fireStampede({
	cache,
	key,
	about,
	meter,
	feed,
	signal,
}: {
	readonly cache: Pick<RedisCache, 'get' | 'remove'>;
	readonly key: string;
	/** What is asked at that key: reads about others are none of the stampede. */
	readonly about: string;
	readonly meter: OriginMeter;
	readonly feed: ReadFeed;
	readonly signal: AbortSignal;
}): Promise<Stampede> {
	const ending = abortWith(signal);
	let waited = 0;
	let isFired = false;
	let askedAt: number | undefined;
	const unwatch = feed.watch(read => {
		if (read.about !== about) {
			return;
		}

		const trouble = stampedeTrouble(read);
		if (trouble !== undefined) {
			ending.abort(new Problem(trouble));
		}

		waited += isFired && (read.outcome === 'miss' || read.outcome === 'coalesced') ? 1 : 0;
	});
	const unwatchQueries = meter.watch(() => {
		if (isFired && meter.underWay > 0) {
			askedAt ??= performance.now();
		}
	});
	// Where reads are rare, none of them may tell for long that Redis is gone.
	const asking = setInterval(() => {
		cache.get(key).catch((error: unknown) => ending.abort(error));
	}, askEveryMs);
	try {
		await when(meter, () => meter.underWay === 0, ending.signal);
		const before = {queries: meter.queries, stored: meter.stored};
		const startedAt = performance.now();
		isFired = true;
		await cache.remove(key);
		await when(meter, () => meter.stored > before.stored, ending.signal);
		const originQueries = meter.queries - before.queries;
		const stoodAt = performance.now();
		// The others that found nothing still wait, for their own queries or for their turn to look again.
		await unlessAborted(feed.settled(), ending.signal);
		return {originQueries, waited, tookMs: stoodAt - startedAt, fillMs: stoodAt - (askedAt ?? startedAt)};
	} finally {
		clearInterval(asking);
		unwatch();
		unwatchQueries();
	}
}

async function unlessAborted(ending: Promise<void>, signal: AbortSignal): Promise<void> {
	signal.throwIfAborted();
	await Promise.race([
		ending,
		new Promise<never>((_, reject) => {
			signal.addEventListener('abort', () => reject(signal.reason), {once: true});
		}),
	]);
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

import {abortWith} from './abort-with.ts';
import {Problem} from '../words/problem.ts';
import {createOriginMeter} from './origin-meter.ts';
import {createReadCount, type ReadTotals} from './read-count.ts';
import {createReadFeed} from './read-feed.ts';
import type {RedisCache} from '../stores/redis-cache.ts';
import {readAnswer, type Read} from './read-answer.ts';
import {type OwnKeys, removeKeys} from './own-keys.ts';
import {limitKeys, type RedisMemory, redisMemory, roomForKeys} from './redis-memory.ts';
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
	/** Its memory at the end; undefined where it does not tell. */
	readonly memory: RedisMemory | undefined;
	/** For how many such keys it had room then; undefined where its memory bounds nothing that is known of. */
	readonly room: number | undefined;
};

/**
 * Lets viewers read for a while, from an empty cache on, and counts what their reads come to. The key is removed before
 * and after, so give it one of its own.
 * @throws LeftBehind when Redis does not take back the memory that it had before
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
		keysInMemory,
	}: ViewersLoad & {
		readonly seconds: number;
		/** Redis is given memory for so many keys meanwhile; of many keys alone. */
		readonly keysInMemory?: number | undefined;
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
	const limit =
		many && keysInMemory !== undefined ? await limitKeys(cache, {keys: keysInMemory, keyBytes: await weighAnswers({...path, key: many}, signal)}) : undefined;
	const before = many && (await tellMemory(cache));
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
		// Who cancels is shown no figures, and may have no time for them.
		keys = many && !signal.aborted ? await lookAt(cache, many.asked, before).catch(() => undefined) : undefined;
		try {
			await limit?.restore();
		} finally {
			await remove().catch(() => undefined);
		}
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

const tellMemory = async (cache: Pick<RedisCache, 'run'>) => redisMemory(cache).catch(() => undefined);

async function lookAt(cache: Pick<RedisCache, 'run' | 'holdings'>, asked: readonly string[], before: RedisMemory | undefined): Promise<ObservedKeys> {
	const held = await cache.holdings(asked);
	const memory = await tellMemory(cache);
	return {
		asked: asked.length,
		held: held.count ?? 0,
		heldBytes: held.bytes ?? 0,
		evicted: before && memory && memory.evictedKeys - before.evictedKeys,
		memory,
		room: memory && roomForKeys(memory, held),
	};
}

/** Answers that are weighed. */
const weighedAnswers = 20;

/** What an answer takes in Redis with its key, on average over some of all: they are cached for that, and removed again. */
async function weighAnswers(path: Parameters<typeof observeLoad>[0] & {readonly key: OwnKeys}, signal: AbortSignal): Promise<number> {
	const all = path.scenario.question.abouts!.all;
	const every = Math.max(1, Math.floor(all.length / weighedAnswers));
	try {
		for (const about of all.filter((_, i) => i % every === 0)) {
			await readAnswer({...path, about, flight: {current: undefined}}, signal);
			signal.throwIfAborted();
		}

		const {count = 0, bytes = 0} = await path.cache.holdings(path.key.asked);
		if (count === 0) {
			throw new Problem('Redis kept no answer, so that none could be weighed');
		}

		return bytes / count;
	} finally {
		await removeKeys(path.cache, path.key.asked);
	}
}

import {LeftBehind, sayFailure} from '../words/problem.ts';
import type {Holdings} from '../stores/holdings.ts';
import type {RedisCache} from '../stores/redis-cache.ts';

/** What Redis tells of its memory. */
export type RedisMemory = {
	readonly usedBytes: number;
	/** `maxmemory`; 0: it sets itself no bound. */
	readonly maxBytes: number;
	/** `maxmemory-policy`: what goes when memory is full. */
	readonly policy: string;
	/** Keys that went to make room since it started, anybody's. */
	readonly evictedKeys: number;
};

/** Asks Redis for its memory. Rejects with a StoreFailure where it does not tell. */
export async function redisMemory(cache: Pick<RedisCache, 'run'>): Promise<RedisMemory> {
	const text = (await cache.run(['memory', 'stats'].map(section => ['INFO', section]))).join('\n');
	const told = (field: string) => new RegExp(String.raw`^${field}:(\S+)`, 'm').exec(text)?.[1];
	return {
		usedBytes: Number(told('used_memory') ?? 0),
		maxBytes: Number(told('maxmemory') ?? 0),
		policy: told('maxmemory_policy') ?? 'noeviction',
		evictedKeys: Number(told('evicted_keys') ?? 0),
	};
}

/** How many keys Redis has room for under an LRU policy: those it holds, and as many as fit into the rest. */
export function roomForKeys({usedBytes, maxBytes, policy}: RedisMemory, {count = 0, bytes = 0}: Pick<Holdings, 'count' | 'bytes'>): number | undefined {
	return maxBytes > 0 && policy.endsWith('-lru') && count > 0 && bytes > 0
		? Math.max(1, count + Math.floor((count * Math.max(0, maxBytes - usedBytes)) / bytes))
		: undefined;
}

/** A Redis whose memory is limited for an experiment. */
export type MemoryLimit = {
	restore(): Promise<void>;
	/** What is to be done by hand where Redis no longer answers. */
	readonly undone: string;
};

/**
 * Limits Redis's memory to what it uses now and room for this many keys, and lets it evict the least recently used key. Rejects with a StoreFailure
 * where Redis refuses.
 * @param beside the part of its present memory that these keys take already
 * @returns what restores the earlier settings; it rejects with a LeftBehind that says how to do so by hand, as `undone` does of no answer
 */
export async function limitKeys(
	cache: Pick<RedisCache, 'run'>,
	{keys, keyBytes, beside = 0}: {readonly keys: number; readonly keyBytes: number; readonly beside?: number},
): Promise<MemoryLimit> {
	const before = await redisMemory(cache);
	const set = async (maxBytes: number, policy: string) => {
		// The policy first: a memory that is full at once refuses to store otherwise.
		await cache.run([
			['CONFIG', 'SET', 'maxmemory-policy', policy],
			['CONFIG', 'SET', 'maxmemory', String(maxBytes)],
		]);
	};

	const undone = (why: string) =>
		`Redis still has the memory of this experiment (${why}): give it back with CONFIG SET maxmemory ${before.maxBytes} and CONFIG SET maxmemory-policy ${before.policy}`;
	const restore = async () =>
		set(before.maxBytes, before.policy).catch((error: unknown) => {
			throw new LeftBehind(undone(sayFailure(error)), error);
		});
	try {
		// Half a key more, for keys differ by a few bytes.
		await set(Math.max(1, Math.round(before.usedBytes - beside + (keys + 0.5) * keyBytes)), 'allkeys-lru');
	} catch (error) {
		// It may have taken one of the two.
		const after = await redisMemory(cache).catch(() => before);
		if (after.maxBytes !== before.maxBytes || after.policy !== before.policy) {
			await restore();
		}

		throw error;
	}

	return {restore, undone: undone('no answer')};
}

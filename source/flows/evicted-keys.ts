import type {RedisCache} from '../stores/redis-cache.ts';

/** How many keys Redis has evicted since it started, to make room; undefined where it does not tell. */
export async function evictedKeys(cache: Pick<RedisCache, 'run'>): Promise<number | undefined> {
	const told = await cache.run([['INFO', 'stats']]).catch(() => []);
	const found = /^evicted_keys:(\d+)/m.exec(String(told[0]))?.[1];
	return found === undefined ? undefined : Number(found);
}

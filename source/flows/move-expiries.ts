import type {RedisCommand} from '../scenarios/live.ts';
import type {Codec} from '../scenarios/scenario.ts';
import {decodeCached, encodeCached} from '../stores/cached-answer.ts';
import type {RedisCache} from '../stores/redis-cache.ts';

/** Keys that are moved in one transaction. */
const atOnce = 200;

/**
 * Moves the ends of all standing values whose keys match a pattern, some at a time: each ends so long after its own as-of, as after `RedisCache.moveExpiry`.
 * @param moved is told how many were moved so far
 * @returns how many
 */
export async function moveExpiries(
	cache: Pick<RedisCache, 'keysLike' | 'run'>,
	codec: Codec,
	{pattern, ttlSeconds, graceMs}: {readonly pattern: string; readonly ttlSeconds: number; readonly graceMs: number},
	{signal, moved = () => {}}: {readonly signal: AbortSignal; readonly moved?: (count: number) => void},
): Promise<number> {
	let count = 0;
	for await (const found of cache.keysLike(pattern, signal)) {
		for (let from = 0; from < found.length; from += atOnce) {
			signal.throwIfAborted();
			const keys = found.slice(from, from + atOnce);
			let standing = 0;
			await cache.run({
				keys,
				reads: [['MGET', ...keys]],
				writes([texts]) {
					const commands = keys.flatMap((key, i): RedisCommand[] => {
						const text = (texts as ReadonlyArray<string | null>)[i];
						const value = typeof text === 'string' ? decodeCached(text, codec) : undefined;
						if (!value || 'corrupt' in value) {
							return [];
						}

						const expiresAtMs = value.answer.asOfMs + Math.round(ttlSeconds * 1000);
						return [
							['SET', key, encodeCached({...value, expiresAtMs}, codec), 'KEEPTTL'],
							['PEXPIREAT', key, expiresAtMs + Math.round(graceMs)],
						];
					});
					standing = commands.length / 2;
					return commands;
				},
			});
			count += standing;
			moved(count);
		}
	}

	return count;
}

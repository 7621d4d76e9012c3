import type {RedisMemory} from '../../flows/redis-memory.ts';

/** The memory of Redis, where there are many keys. */
export type MemoryState = {
	/** As last told; undefined: not yet, or refused. */
	readonly told: RedisMemory | undefined;
	/** Why Redis does not tell. */
	readonly refused: string | undefined;
	readonly atMs: number;
	/** Between the last two looks. */
	readonly evictedPerSecond: number | undefined;
	/** For so many keys it was given memory from here. */
	readonly limitedTo: number | undefined;
	/** What was seen in memories before, oldest first. */
	readonly seen: ReadonlyArray<{readonly keysInMemory: number; readonly ttlSeconds: number; readonly hitRate: number}>;
};

export const unknownMemory: MemoryState = {
	told: undefined,
	refused: undefined,
	atMs: 0,
	evictedPerSecond: undefined,
	limitedTo: undefined,
	seen: [],
};

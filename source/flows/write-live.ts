import type {Scenario} from '../scenarios/scenario.ts';
import type {MongoWindow} from '../stores/mongo-window.ts';
import type {RedisCache} from '../stores/redis-cache.ts';

/** A scenario, the MongoDB that has its facts, and the Redis that keeps its live structures. */
export type Ends = {
	readonly scenario: Scenario;
	readonly window: Pick<MongoWindow, 'name'>;
	readonly cache: Pick<RedisCache, 'run'>;
	/** Where "today" begins (IANA name). */
	readonly timeZone: string;
	/** Epoch milliseconds; this computer's clock by default. */
	readonly now?: () => number;
};

/** Tells Redis of facts that MongoDB has stored, and of those that changed there, where the scenario keeps something of them. */
export async function writeLive(
	{scenario: {live}, window, cache, timeZone, now = Date.now}: Ends,
	added: readonly object[],
	changed: readonly object[] = [],
): Promise<void> {
	const origin = live && (await window.name());
	if (!live || origin === undefined) {
		return;
	}

	const at = {nowMs: now(), timeZone, origin};
	for (const work of [added.length > 0 && live.writes(added, at), changed.length > 0 && live.rewrites?.(changed, at)]) {
		if (work) {
			await cache.run(work);
		}
	}
}

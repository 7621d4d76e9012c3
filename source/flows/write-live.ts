import type {Scenario} from '../scenarios/scenario.ts';
import type {RedisCache} from '../stores/redis-cache.ts';

/** A scenario, and the Redis that keeps its live structures. */
export type Ends = {readonly scenario: Scenario; readonly cache: Pick<RedisCache, 'run'>};

/** Tells Redis of facts that MongoDB has stored, and of those that changed there, where the scenario keeps something of them. */
export async function writeLive({scenario: {live}, cache}: Ends, added: readonly object[], changed: readonly object[] = []): Promise<void> {
	const commands = [...(added.length === 0 ? [] : (live?.writes(added) ?? [])), ...(changed.length === 0 ? [] : (live?.rewrites?.(changed) ?? []))];
	if (commands.length > 0) {
		await cache.run(commands);
	}
}

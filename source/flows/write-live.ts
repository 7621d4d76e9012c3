import type {Scenario} from '../scenarios/scenario.ts';
import type {RedisCache} from '../stores/redis-cache.ts';

/** A scenario, and the Redis that keeps its live structures. */
export type Ends = {readonly scenario: Scenario; readonly cache: Pick<RedisCache, 'run'>};

/** Tells Redis of facts that MongoDB has stored, where the scenario keeps something of them there. */
export async function writeLive({scenario: {live}, cache}: Ends, facts: readonly object[]): Promise<void> {
	if (live) {
		await cache.run(live.writes(facts));
	}
}

import {setTimeout as pause} from 'node:timers/promises';
import type {Upkeep} from '../scenarios/live.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import type {MongoWindow} from '../stores/mongo-window.ts';
import type {RedisCache} from '../stores/redis-cache.ts';

type Ends = {
	readonly scenario: Scenario;
	readonly cache: Pick<RedisCache, 'run'>;
	readonly window: Pick<MongoWindow, 'ask' | 'name'>;
	readonly timeZone: string;
};

/** Does once what a live structure needs. @returns what was mended, if anything, in a sentence without its end */
export async function keepLive({run}: Upkeep, {cache, window, timeZone}: Ends, nowMs: number, signal?: AbortSignal): Promise<string | undefined> {
	const origin = await window.name(signal);
	if (origin === undefined) {
		return undefined;
	}

	return run({
		nowMs,
		timeZone,
		origin,
		redis: async work => cache.run(work),
		pause: async forMs => pause(forMs, undefined, signal && {signal}),
		mongo: async pipeline => window.ask([...pipeline], signal),
	});
}

/** Does once all that the scenario's live structure needs. @returns a sentence for each thing that was mended */
export async function keepAllLive(ends: Ends, nowMs: number, signal?: AbortSignal): Promise<string[]> {
	const mended: string[] = [];
	for (const upkeep of ends.scenario.live?.keep ?? []) {
		const sentence = await keepLive(upkeep, ends, nowMs, signal);
		mended.push(...(sentence === undefined ? [] : [sentence]));
	}

	return mended;
}

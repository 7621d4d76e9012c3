import type {Asking} from '../scenarios/asking.ts';
import type {Answer, Scenario} from '../scenarios/scenario.ts';
import type {RedisCache} from '../stores/redis-cache.ts';

/** Whom the question of what is live is asked, and where "today" begins (IANA name). */
export type LiveOrigin = {readonly scenario: Scenario; readonly cache: Pick<RedisCache, 'run'>; readonly timeZone: string};

/** The scenario's answer from what Redis keeps live, in one round trip. Undefined where it keeps none that answers. */
export async function askLive({scenario: {live}, cache, timeZone}: LiveOrigin, asked: Omit<Asking, 'timeZone'>): Promise<Answer | undefined> {
	const asking = {...asked, timeZone};
	return live?.question && live.question.answer(await cache.run(live.question.commands(asking)), asking);
}

import type {Asking} from '../scenarios/asking.ts';
import type {Answer, Scenario} from '../scenarios/scenario.ts';
import type {MongoWindow} from '../stores/mongo-window.ts';
import type {RedisCache} from '../stores/redis-cache.ts';

/** Whom the question of what is live is asked, and where "today" begins (IANA name). */
export type LiveOrigin = {
	readonly scenario: Scenario;
	readonly window: Pick<MongoWindow, 'name'>;
	readonly cache: Pick<RedisCache, 'run'>;
	readonly timeZone: string;
};

/**
 * The scenario's answer from what Redis keeps live, in one round trip. Undefined where it keeps none that answers.
 * @param isShown with what the screen shows beside it
 */
export async function askLive(
	{scenario: {live}, window, cache, timeZone}: LiveOrigin,
	asked: Omit<Asking, 'timeZone'>,
	{isShown = false} = {},
): Promise<Answer | undefined> {
	const question = live?.question;
	const origin = question && (await window.name());
	if (!question || origin === undefined) {
		return undefined;
	}

	const asking = {...asked, timeZone, origin};
	const beside = isShown ? (question.beside?.(asking) ?? []) : [];
	return question.answer(await cache.run([...question.commands(asking), ...beside]), asking);
}

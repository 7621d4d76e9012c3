import type {Answer} from '../scenarios/scenario.ts';
import {askLive, type LiveOrigin} from './ask-live.ts';
import {aboutOf, askQuestion, type Origin} from './ask-question.ts';

/** What MongoDB says now of what is shown, asked off the read path. */
export type Truth = {
	/** Which one it is about. */
	readonly about: string;
	readonly answer: Answer;
	/** What Redis has live for an answer as of then; undefined where it has none, or was not asked. */
	readonly live?: Answer | undefined;
	/** What the scenario's theory asks for beside it, for that theory alone to read. */
	readonly trade: unknown;
	/** How long MongoDB worked on it, in milliseconds. */
	readonly tookMs: number;
};

/** Asks MongoDB for the truth as of now: a shadow query, which no read waits for and no count of the lesson holds. */
export async function measureTruth(
	origin: Origin & {readonly about?: string} & (LiveOrigin | {readonly cache?: undefined}),
	asOfMs: number,
	signal?: AbortSignal,
): Promise<Truth> {
	const {scenario, window, timeZone} = origin;
	const {error} = scenario;
	const startedAt = performance.now();
	const asking = {about: aboutOf(origin), asOfMs, timeZone};
	const [answer, live] = await Promise.all([
		askQuestion(origin, asking, signal),
		// The reads say what is wrong with Redis.
		origin.cache && askLive(origin, asking, {isShown: true}).catch(() => undefined),
	]);
	const trade = error.trade?.read(await window.ask(error.trade.pipeline(asking), signal));
	return {about: asking.about, answer, live, trade, tookMs: performance.now() - startedAt};
}

import type {Answer} from '../scenarios/scenario.ts';
import {aboutOf, askQuestion, type Origin} from './ask-question.ts';

/** What MongoDB says now of what is shown, asked off the read path. */
export type Truth = {
	readonly answer: Answer;
	/** What the scenario's theory asks for beside it, for that theory alone to read. */
	readonly trade: unknown;
	/** How long MongoDB worked on it, in milliseconds. */
	readonly tookMs: number;
};

/** Asks MongoDB for the truth as of now: a shadow query, which no read waits for and no count of the lesson holds. */
export async function measureTruth(origin: Origin & {readonly about?: string}, asOfMs: number, signal?: AbortSignal): Promise<Truth> {
	const {
		scenario: {error},
		window,
		timeZone,
	} = origin;
	const startedAt = performance.now();
	const asking = {about: aboutOf(origin), asOfMs, timeZone};
	const answer = await askQuestion(origin, asking, signal);
	const trade = error.trade?.read(await window.ask(error.trade.pipeline(asking), signal));
	return {answer, trade, tookMs: performance.now() - startedAt};
}

import type {Asking} from '../scenarios/asking.ts';
import type {Answer, Scenario} from '../scenarios/scenario.ts';
import type {MongoWindow} from '../stores/mongo-window.ts';

/** Whom a scenario's question is asked, and where "today" begins (IANA name). */
export type Origin = {readonly scenario: Scenario; readonly window: Pick<MongoWindow, 'ask'>; readonly timeZone: string};

/** The answer as of an instant, computed by MongoDB in one aggregation. */
export async function askQuestion({scenario: {question}, window, timeZone}: Origin, asked: Omit<Asking, 'timeZone'>, signal?: AbortSignal): Promise<Answer> {
	const asking = {...asked, timeZone};
	return question.answer(await window.ask(question.pipeline(asking), signal), asking);
}

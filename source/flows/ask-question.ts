import type {Asking} from '../scenarios/asking.ts';
import type {Answer, Scenario} from '../scenarios/scenario.ts';
import {shownAbout} from '../scenarios/shown-about.ts';
import type {MongoWindow} from '../stores/mongo-window.ts';

/** Whom a scenario's question is asked, and where "today" begins (IANA name). */
export type Origin = {readonly scenario: Scenario; readonly window: Pick<MongoWindow, 'ask'>; readonly timeZone: string};

/** The answer as of an instant, computed by MongoDB in one aggregation. */
export async function askQuestion({scenario: {question}, window, timeZone}: Origin, asked: Omit<Asking, 'timeZone'>, signal?: AbortSignal): Promise<Answer> {
	const asking = {...asked, timeZone};
	return question.answer(await window.ask(question.pipeline(asking), signal), asking);
}

/** Which one is asked about: by default the one that is shown first. */
export function aboutOf({about, scenario}: {readonly about?: string; readonly scenario: Scenario}): string {
	return about ?? shownAbout(scenario);
}

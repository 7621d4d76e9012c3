import {setTimeout as pause} from 'node:timers/promises';
import type {Unit} from '../words/amount.ts';
import {Problem} from '../words/problem.ts';
import {askLive, type LiveOrigin} from './ask-live.ts';
import {askQuestion, type Origin} from './ask-question.ts';
import {isSameAnswer} from './same-answer.ts';

/** What Redis keeps live beside what MongoDB says, as of one instant. */
export type LiveCheck = {
	/** Names that way of asking. */
	readonly title: string;
	readonly equal: boolean;
	/** The figure by which they are compared at a glance. */
	readonly total: {readonly name: string; readonly unit: Unit; readonly live: number; readonly mongo: number};
};

/** What is kept live could not be asked, or gave nothing that can be told: why, in a sentence. */
export type LiveFailure = {readonly title: string; readonly reason: string};

/** While facts change between the two the answers differ: so often they are asked, and so far apart, in milliseconds. */
const tries = 5;
const apartMs = 200;

/** Whether both answers are equal; undefined where the scenario's question is not answered live. */
export async function checkLive(
	{scenario, window, cache, timeZone}: Origin & LiveOrigin,
	{about, clock, signal}: {readonly about: string; readonly clock: () => number; readonly signal: AbortSignal},
): Promise<LiveCheck | undefined> {
	const {total} = scenario.question;
	for (let tried = 1; ; tried++) {
		const asking = {about, asOfMs: clock()};
		const [mongo, live] = await Promise.all([askQuestion({scenario, window, timeZone}, asking, signal), askLive({scenario, window, cache, timeZone}, asking)]);
		if (!live) {
			return undefined;
		}

		const equal = isSameAnswer(scenario, live, mongo);
		if (equal || tried === tries) {
			return {title: scenario.live!.question!.title, equal, total: {name: total.name, unit: total.unit, live: total.of(live), mongo: total.of(mongo)}};
		}

		await pause(apartMs, undefined, {signal});
	}
}

/**
 * The same, where the cached answer stands whatever Redis keeps beside it: what cannot be asked is said, and fails nothing.
 */
export async function checkLiveOrSay(origin: Origin & LiveOrigin, options: Parameters<typeof checkLive>[1]): Promise<LiveCheck | LiveFailure | undefined> {
	try {
		return await checkLive(origin, options);
	} catch (error) {
		if (!(error instanceof Problem) || options.signal.aborted) {
			throw error;
		}

		return {title: origin.scenario.live!.question!.title, reason: error.message};
	}
}

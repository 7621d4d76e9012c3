import type {Scenario} from '../scenarios/scenario.ts';
import {shownAbout} from '../scenarios/shown-about.ts';
import type {MongoWindow} from '../stores/mongo-window.ts';
import {originName} from '../stores/origin-name.ts';

/** The keys under which the answers of one origin are cached; they change with the origin. */
export type AnswerKey = {
	/** The key of what is shown, as last found; undefined while the origin has no collection, and so nothing to be named after. */
	readonly current: string | undefined;
	/** The same of an answer about any. */
	of(about: string): string | undefined;
	/** The pattern of the keys of all, where there are many. */
	readonly pattern: string | undefined;
	/** Asks the origin who it is. Rejects when it does not say: then the keys stay as they were. */
	resolve(signal?: AbortSignal): Promise<void>;
};

/**
 * Names the keys after the collection that is asked and the time zone of its "today", so that two databases behind one
 * Redis do not answer for each other, and two computers at one database share.
 */
export function createAnswerKey({
	scenario,
	window,
	timeZone,
}: {
	readonly scenario: Scenario;
	readonly window: Pick<MongoWindow, 'identity'>;
	readonly timeZone: string;
}): AnswerKey {
	let origin: string | undefined;
	const of = (about: string) => (origin === undefined ? undefined : answerKey(scenario.question.key(about), origin, timeZone));
	return {
		get current() {
			return of(shownAbout(scenario));
		},
		of,
		get pattern() {
			return scenario.question.abouts && of('*');
		},
		async resolve(signal) {
			const identity = await window.identity(signal);
			origin = identity === undefined ? undefined : await originName(identity);
		},
	};
}

/**
 * The key of an answer of one origin, and of days that begin in one time zone. Every key of this program starts with
 * `shopstream:`; what is in braces decides the slot of a Redis Cluster, so that a lock stands beside it.
 * @param origin the origin's own name for the collection that is asked
 */
export function answerKey(question: string, origin: string, timeZone: string): string {
	return `shopstream:{${question}:${origin}:${timeZone}}`;
}

/** The lock beside a key. */
export function lockKey(key: string): string {
	return `${key}:lock`;
}

/** A key for one experiment of one run: it disturbs nobody, and nobody disturbs it. */
export function ownKey(experiment: string): string {
	return `shopstream:{${experiment}:${Math.random().toString(36).slice(2, 14)}}`;
}

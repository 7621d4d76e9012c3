import {createHash} from 'node:crypto';
import {revenueKey} from '../scenarios/shop/cached-revenue.ts';
import type {MongoWindow} from '../stores/mongo-window.ts';

/** The key under which the answer of one origin is cached; it changes with the origin. */
export type AnswerKey = {
	/** The key as last found; undefined while the origin has no orders' collection, and so nothing to be named after. */
	readonly current: string | undefined;
	/** Asks the origin who it is. Rejects when it does not say: then the key stays as it was. */
	resolve(signal?: AbortSignal): Promise<string | undefined>;
};

/**
 * Names the key after the collection that is asked and the time zone of its "today", so that two databases behind one
 * Redis do not answer for each other, and two computers at one database share.
 */
export function createAnswerKey(window: Pick<MongoWindow, 'identity'>, timeZone: string): AnswerKey {
	let current: string | undefined;
	return {
		get current() {
			return current;
		},
		async resolve(signal) {
			const identity = await window.identity(signal);
			current = identity === undefined ? undefined : revenueKey(fingerprint(identity), timeZone);
			return current;
		},
	};
}

/** Short enough for a line of the narrowest screen, long enough that no two origins have the same. */
function fingerprint(identity: string): string {
	return createHash('sha256').update(identity).digest('hex').slice(0, 16);
}

import type {RedisCache} from '../stores/redis-cache.ts';
import {type AnswerKey, ownKey} from './answer-key.ts';

/** Keys for one experiment of one run, one for each that is asked about. */
export type OwnKeys = Omit<AnswerKey, 'of'> & {
	of(about: string): string;
	/** Those that were asked for so far. */
	readonly asked: readonly string[];
};

/** Keys that disturb nobody, and that nobody disturbs. */
export function ownKeys(experiment: string): OwnKeys {
	const base = ownKey(experiment).slice(0, -1);
	const asked = new Set<string>();
	const of = (about: string) => {
		const key = `${base}:${about}}`;
		asked.add(key);
		return key;
	};

	return {
		current: undefined,
		pattern: undefined,
		of,
		async resolve() {},
		get asked() {
			return [...asked];
		},
	};
}

/** Commands in one round trip, at most. */
const atOnce = 1000;

/** Removes the keys of an experiment. */
export async function removeKeys(cache: Pick<RedisCache, 'run'>, keys: readonly string[]): Promise<void> {
	for (let from = 0; from < keys.length; from += atOnce) {
		await cache.run(keys.slice(from, from + atOnce).map(key => ['DEL', key]));
	}
}

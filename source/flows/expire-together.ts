import {setTimeout as pause} from 'node:timers/promises';
import {freshMs} from '../lab/cache-policy.ts';
import {encodeCached} from '../stores/cached-answer.ts';
import {formatCount} from '../words/count.ts';
import {Problem} from '../words/problem.ts';
import {abortWith} from './abort-with.ts';
import {askQuestion} from './ask-question.ts';
import {stampedeTrouble} from './fire-stampede.ts';
import {waitBriefly} from './give-up.ts';
import {ownKeys, removeKeys} from './own-keys.ts';
import {createReadFeed} from './read-feed.ts';
import type {ManyKeysPath} from './run-viewers.ts';
import {runViewers, type ViewersLoad} from './run-viewers.ts';

/** Queries that reached the origin after many keys ended that had been filled together. */
export type ExpiredTogether = {
	readonly keys: number;
	/** In each second from when the first of them may end. */
	readonly queries: readonly number[];
	readonly reads: number;
	readonly shed: number;
};

/** Keys stored in one round trip. */
const atOnce = 1000;

/**
 * Fills the keys of all that can be asked about in one instant, and lets viewers read from when the first of them may end: as if the
 * time until then, in which every read is a hit, had passed. All hold the answer about the one shown first, which nobody looks at. The keys are removed
 * afterwards. Rejects with the reason of a read that failed.
 */
export async function expireTogether(
	path: ManyKeysPath,
	{arrivals, ownProcess, seconds, seed, signal, told}: ViewersLoad & {readonly seconds: number; readonly told?: ((second: number) => void) | undefined},
): Promise<ExpiredTogether> {
	const {
		scenario: {question},
		cache,
		clock,
		policy,
		uniform,
	} = path;
	const abouts = question.abouts!.all;
	const keys = ownKeys('stampede');
	const failure = abortWith(signal);
	const ending = abortWith(failure.signal);
	const queries = Array.from({length: seconds}, () => 0);
	let shed = 0;
	let reads = 0;
	try {
		const askedAtMs = clock();
		const answer = await askQuestion(path, {about: abouts[0], asOfMs: askedAtMs}, failure.signal);
		const fillMs = clock() - askedAtMs;
		const {ttlSeconds, jitterFraction} = policy();
		const shortestMs = ttlSeconds * (1 - jitterFraction) * 1000;
		/** @returns when the first of them may end; undefined where the last was not there by then */
		const store = async (roomMs: number): Promise<number | undefined> => {
			const firstEndMs = clock() + roomMs;
			for (let from = 0; from < abouts.length; from += atOnce) {
				await cache.run(
					abouts.slice(from, from + atOnce).map(about => {
						const expiresAtMs = firstEndMs + freshMs(policy(), uniform) - shortestMs;
						const text = encodeCached({answer, expiresAtMs, fillMs}, question.codec);
						return ['SET', keys.of(about), text, 'PX', Math.max(1, Math.round(expiresAtMs - clock()))];
					}),
				);
				failure.signal.throwIfAborted();
			}

			return clock() > firstEndMs ? undefined : firstEndMs;
		};

		// Far more than it takes to store them, on a computer that is not busy; else once more, with four times the room.
		const roomMs = 500 + abouts.length / 5;
		const firstEndMs = (await store(roomMs)) ?? (await store(4 * roomMs));
		if (firstEndMs === undefined) {
			throw new Problem(`${formatCount(abouts.length)} keys were not stored soon enough: the first of them ended before the last one was there`);
		}

		await pause(firstEndMs - clock(), undefined, {signal: failure.signal});
		const startedAt = performance.now();
		const feed = createReadFeed();
		feed.watch(read => {
			reads++;
			const trouble = stampedeTrouble(read);
			if (trouble !== undefined && !ending.signal.aborted) {
				failure.abort(new Problem(`The stampede stopped: ${trouble}`));
			}
		});
		const meter = {
			began() {
				const second = Math.floor((performance.now() - startedAt) / 1000);
				if (second < seconds) {
					queries[second]!++;
				}
			},
			settled() {},
		};
		const timer = setTimeout(() => ending.abort(), seconds * 1000);
		const telling = setInterval(() => told?.(Math.floor((performance.now() - startedAt) / 1000)), 1000);
		try {
			await runViewers(
				{...path, key: keys, meter, flight: {current: undefined}},
				{
					arrivals,
					ownProcess,
					seed,
					signal: ending.signal,
					feed,
					shed() {
						shed++;
					},
				},
			);
		} finally {
			clearTimeout(timer);
			clearInterval(telling);
		}

		failure.signal.throwIfAborted();
		return {keys: abouts.length, queries, reads, shed};
	} finally {
		ending.abort();
		await waitBriefly(removeKeys(cache, keys.asked));
	}
}

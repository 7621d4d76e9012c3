import {setTimeout as pause} from 'node:timers/promises';
import {readsPerSecond} from '../lab/arrivals-choice.ts';
import {createRandom} from '../chance/random.ts';
import {Problem} from '../words/problem.ts';
import {abortWith} from './abort-with.ts';
import {aboutOf} from './ask-question.ts';
import {fireStampede, type Stampede, stampedeTrouble} from './fire-stampede.ts';
import {waitBriefly} from './give-up.ts';
import {createOriginMeter} from './origin-meter.ts';
import {createReadFeed} from './read-feed.ts';
import {type Flight, readAnswer, type Read} from './read-answer.ts';
import {type OwnKeyPath, runViewers, type ViewersLoad} from './run-viewers.ts';

/** Expiries under a load, one after the other. */
export type Stampedes = {
	readonly each: readonly Stampede[];
	/** L: the mean of the stampedes' own fills. The queries behind the first one of each take longer, and no read waits for them. */
	readonly fillSeconds: number;
	readonly shed: number;
};

/**
 * Fills the key, lets viewers read, and expires it again and again, each time at an instant that has nothing to do with
 * the load. The key is removed afterwards. Rejects with the reason of a read that failed.
 */
export async function rehearseStampedes(
	path: OwnKeyPath,
	{
		arrivals,
		ownProcess,
		firings,
		seed,
		signal,
		progress,
	}: ViewersLoad & {
		readonly firings: number;
		readonly progress?: (fired: number) => void;
	},
): Promise<Stampedes> {
	const {cache, key} = path;
	const random = createRandom(`firings ${seed}`);
	const meter = createOriginMeter();
	const flight: Flight = {current: undefined};
	const feed = createReadFeed();
	const failure = abortWith(signal);
	const running = failure.signal;
	const ended = abortWith(running);
	const period = arrivals.kind === 'poll' ? arrivals.pollSeconds : Math.max(1, 5 / readsPerSecond(arrivals));
	let shed = 0;
	const look = (read: Read) => {
		const trouble = stampedeTrouble(read);
		if (trouble !== undefined && !running.aborted) {
			failure.abort(new Problem(`The stampede stopped: ${trouble}`));
		}
	};

	feed.watch(look);
	let viewers: Promise<void> = Promise.resolve();
	try {
		await cache.remove(key);
		look(await readAnswer({...path, meter, flight}, running));
		running.throwIfAborted();
		viewers = runViewers(
			{...path, meter, flight},
			{
				arrivals,
				ownProcess,
				seed,
				signal: ended.signal,
				feed,
				shed() {
					shed++;
				},
			},
		);
		const each: Stampede[] = [];
		for (let fired = 0; fired < firings; fired++) {
			await pause(period * 1000 * (0.2 + random.next()), undefined, {signal: running}).catch(() => undefined);
			running.throwIfAborted();
			each.push(await fireStampede({cache, key, about: aboutOf(path), meter, feed, signal: running}));
			progress?.(each.length);
		}

		return {each, fillSeconds: each.reduce((sum, {fillMs}) => sum + fillMs, 0) / each.length / 1000, shed};
	} finally {
		ended.abort();
		await waitBriefly(viewers);
		await waitBriefly(cache.remove(key));
	}
}

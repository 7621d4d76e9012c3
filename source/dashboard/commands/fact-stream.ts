import {setTimeout as pause} from 'node:timers/promises';
import {createRandom} from '../../chance/random.ts';
import {streamFacts} from '../../flows/stream-facts.ts';
import {StoreFailure} from '../../stores/store-failure.ts';
import {plainText} from '../../words/plain-text.ts';
import {sayFailure} from '../../words/problem.ts';
import type {Keeper, Surroundings} from './surroundings.ts';
import type {Runs} from './what-runs.ts';

/** After a store failed it is tried again so soon, in milliseconds. */
const retryMs = 1000;

/** Lets facts arrive; a rate that changes acts on those that come next. A store that fails is waited for: what was due meanwhile is not placed. */
export function createFactStream({
	config,
	say,
	services,
	clock,
}: Pick<Surroundings, 'config' | 'say' | 'services' | 'clock'>): Keeper<NonNullable<Runs['stream']>> {
	let running: AbortController | undefined;
	let perSecond = 0;

	const run = async (signal: AbortSignal) => {
		const random = createRandom(`stream ${config.seed} ${clock()}`);
		while (!signal.aborted) {
			try {
				await streamFacts(services()!, {
					perSecond: () => perSecond,
					seed: config.seed,
					random,
					signal,
					clock,
					elapsed: () => performance.now(),
					stored: facts => say({type: 'facts-streamed', count: facts.length}),
				});
			} catch (error) {
				if (signal.aborted) {
					return;
				}

				const reason = plainText(sayFailure(error));
				if (!(error instanceof StoreFailure)) {
					say({type: 'stream-failed', reason});
					return;
				}

				say({type: 'stream-held', reason});
				await pause(retryMs, undefined, {signal}).catch(() => undefined);
			}
		}
	};

	return {
		follow(wanted) {
			perSecond = wanted?.perSecond ?? perSecond;
			if (!wanted) {
				running?.abort();
				running = undefined;
			} else if (!running) {
				running = new AbortController();
				void run(running.signal);
			}
		},
	};
}

import {createRandom} from '../../chance/random.ts';
import {streamFacts} from '../../flows/stream-facts.ts';
import {plainText} from '../../words/plain-text.ts';
import {sayFailure} from '../../words/problem.ts';
import type {Keeper, Surroundings} from './surroundings.ts';
import type {Runs} from './what-runs.ts';

/** Lets facts arrive; a rate that changes acts on those that come next. */
export function createFactStream({config, say, services, clock}: Surroundings): Keeper<NonNullable<Runs['stream']>> {
	let running: AbortController | undefined;
	let perSecond = 0;

	const run = async (signal: AbortSignal) => {
		try {
			const random = createRandom(`stream ${config.seed} ${clock()}`);
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
			if (!signal.aborted) {
				say({type: 'stream-failed', reason: plainText(sayFailure(error))});
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

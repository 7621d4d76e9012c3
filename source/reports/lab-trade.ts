import type {Config} from '../command-line/config.ts';
import {abortWith} from '../flows/abort-with.ts';
import {fillWindow} from '../flows/fill-window.ts';
import {streamFacts} from '../flows/stream-facts.ts';
import {createErrorWatch, type ErrorWatch, type ObservedError} from '../flows/watch-error.ts';
import {createRandom} from '../chance/random.ts';
import {Problem, sayFailure} from '../words/problem.ts';
import type {Opened} from './opened.ts';

/** Facts that arrive while a load runs, and the watch on how far off they make what it is served. */
export type LabTrade = {
	readonly watch: ErrorWatch;
	/** Fires with the command's own signal, and when facts cannot arrive any more. */
	readonly signal: AbortSignal;
	/** @throws Problem when facts could not arrive */
	end(): Promise<{readonly observed: ObservedError | undefined; readonly arrived: number}>;
};

/** Begins at once; at a rate of 0 nothing arrives and nothing is asked. */
export function openTrade(services: Opened, {ordersPerSecond, seed}: Config<'lab'>, signal: AbortSignal): LabTrade {
	const {
		clock,
		later: {ledger},
	} = services;
	const watch = createErrorWatch(services, clock.now);
	const running = abortWith(signal);
	let arrived = 0;
	const run = async () => {
		await Promise.all([
			watch.run(running.signal),
			...(ledger ? [fillWindow({...services, ledger}, {signal: running.signal})] : []),
			streamFacts(services, {
				perSecond: () => ordersPerSecond,
				seed,
				random: createRandom(`lab ${seed} ${clock.now()}`),
				signal: running.signal,
				clock: clock.now,
				elapsed: () => performance.now(),
				stored(facts) {
					arrived += facts.length;
				},
			}),
		]);
	};

	const trading =
		ordersPerSecond === 0
			? Promise.resolve()
			: run().catch((error: unknown) => {
					// Without its facts the run has no figures to give.
					running.abort(error);
				});
	return {
		watch,
		signal: running.signal,
		async end() {
			if (running.signal.aborted && !signal.aborted) {
				const {reason} = running.signal as {reason: unknown};
				throw new Problem(`The laboratory stopped, since ${services.scenario.facts.many} could not arrive: ${sayFailure(reason)}`, 1, reason);
			}

			if (ordersPerSecond > 0 && !signal.aborted) {
				// The last value that was served is compared too: a short run has few comparisons.
				await watch.compare(signal).catch(() => undefined);
			}

			running.abort();
			await trading;
			return {observed: watch.total(), arrived};
		},
	};
}

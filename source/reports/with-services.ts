import {setTimeout as delay} from 'node:timers/promises';
import {finishDrill} from '../flows/finish-drill.ts';
import {unlessCancelled} from '../flows/give-up.ts';
import {placeFacts} from '../flows/place-facts.ts';
import {clockSentences, createSharedClock} from '../flows/shared-clock.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import {Problem, sayFailure} from '../words/problem.ts';
import {backendsOf} from '../layers/layers.ts';
import {type EngineNews, openServices, type Services, type ServicesConfig} from '../services.ts';
import type {Backend} from '../stores/backend.ts';
import {StoreFailure} from '../stores/store-failure.ts';
import {timeLimitsMs} from '../time-limits.ts';
import {plainText} from '../words/plain-text.ts';
import type {Opened} from './opened.ts';
import type {Voice} from './voice.ts';

/**
 * A command that runs with all stores open.
 * @param patienceMs as for `withServices`
 */
export function onStores<Told extends ServicesConfig, T>(
	run: (services: Opened, config: Told, signal: AbortSignal, voice: Voice) => Promise<T>,
	patienceMs = 0,
): (config: Told, signal: AbortSignal, voice: Voice) => Promise<T> {
	return async (config, signal, voice) => withServices(config, signal, voice, patienceMs, async services => run(services, config, signal, voice));
}

/**
 * Runs a command with all stores open.
 * @param patienceMs after a signal the command may end by itself for this long, before the stores are closed under it
 * @throws Problem that says so when an embedded engine ended meanwhile and the result is not to be had, or not to be trusted
 */
async function withServices<T>(
	config: ServicesConfig,
	signal: AbortSignal,
	voice: Voice,
	patienceMs: number,
	act: (services: Opened) => Promise<T>,
): Promise<T> {
	const news: EngineNews[] = [];
	let hearNews = () => {};
	const opening = openServices(config, heard => {
		if (heard.state === 'late') {
			voice.narrate(`${plainText(heard.sentence)}.`);
			return;
		}

		news.push(heard);
		hearNews();
	});
	const services = await unlessCancelled(opening, signal, timeLimitsMs.leave);
	const stop = () => {
		if (patienceMs === 0) {
			void services.close();
		} else {
			setTimeout(() => void services.close(), patienceMs).unref();
		}
	};

	signal.addEventListener('abort', stop, {once: true});
	try {
		// It may have fired while they opened.
		signal.throwIfAborted();
		const acting = async () => {
			const clock = createSharedClock();
			await clock.check(services);
			for (const sentence of clockSentences(clock.differences)) {
				await voice.say(`${sentence}.`);
			}

			return act({...withWholeLedger(services, voice), clock, placing: placeFacts(services)});
		};

		const result = await unlessCancelled(acting(), signal, timeLimitsMs.leave);
		// An engine that lost what it held has answered with less, or nothing.
		if (news.length > 0 && news.at(-1)!.state !== 'kept') {
			throw engineEnded(news[0]!, config.scenario);
		}

		return result;
	} catch (error) {
		const backends: Readonly<Record<string, Backend>> = backendsOf(services);
		const ofServer = error instanceof StoreFailure && backends[error.store]?.kind === 'server';
		if (news.length === 0 && !ofServer && !signal.aborted) {
			// Its connections break before an engine's end is known.
			const waited = new Promise<void>(resolve => {
				hearNews = resolve;
			});
			await Promise.race([waited, delay(timeLimitsMs.cancel, undefined, {ref: false})]);
		}

		throw news[0] ? engineEnded(news[0], config.scenario, error) : error;
	} finally {
		signal.removeEventListener('abort', stop);
		await services.close();
	}
}

/** The ledger of a data folder may lack the day of a drill that was cut short: it is restored before anything is done with it. */
function withWholeLedger(services: Services, voice: Voice): Services {
	return {
		...services,
		async openLater(layer) {
			const store = await services.openLater(layer);
			const {
				scenario,
				archive,
				later: {ledger},
			} = services;
			if (layer.name === 'postgres' && ledger && scenario.archive) {
				try {
					const day = await finishDrill({scenario, archive, ledger});
					if (day !== undefined) {
						await voice.say(`A drill was cut short: ${day} is back in PostgreSQL from the archive.`);
					}
				} catch (error) {
					// What else there is to do does not depend on that day.
					await voice.say(`Warning: ${plainText(sayFailure(error))}.`);
				}
			}

			return store;
		},
	};
}

function engineEnded({sentence}: EngineNews, {facts: {many}}: Scenario, cause?: unknown): Problem {
	return new Problem(`${plainText(sentence)}: run the command again, with fewer ${many} or a server of your own`, 1, cause);
}

import {setTimeout as pause} from 'node:timers/promises';
import {timeLimitsMs} from '../time-limits.ts';
import {Silence} from './mongo-failure.ts';

/**
 * Asks MongoDB something and gives up after the time limit of a command, whatever the driver waits for or tries again;
 * the connection that said nothing goes with it.
 */
export async function within<T>(ask: (signal: AbortSignal) => Promise<T>, outer?: AbortSignal): Promise<T> {
	outer?.throwIfAborted();
	const controller = new AbortController();
	const cancel = () => controller.abort(outer?.reason);
	outer?.addEventListener('abort', cancel, {once: true});
	const timer = setTimeout(() => controller.abort(new Silence()), timeLimitsMs.mongoCommand);
	const givenUp = new Promise<never>((_, reject) => {
		controller.signal.addEventListener('abort', () => reject(controller.signal.reason), {once: true});
	});
	try {
		return await Promise.race([ask(controller.signal), givenUp]);
	} finally {
		clearTimeout(timer);
		outer?.removeEventListener('abort', cancel);
	}
}

/** Waits for work that may rightly take long, as long as MongoDB answers meanwhile. */
export async function whileAnswering<T>(work: Promise<T>, ping: (signal: AbortSignal) => Promise<unknown>): Promise<T> {
	const done = new AbortController();
	const watch = async (): Promise<never> => {
		for (;;) {
			await pause(timeLimitsMs.cancel, undefined, {signal: done.signal});
			await within(ping, done.signal);
		}
	};

	try {
		return await Promise.race([work, watch()]);
	} finally {
		done.abort();
	}
}

import {setTimeout as pause} from 'node:timers/promises';
import {timeLimitsMs} from '../time-limits.ts';
import {Silence} from './mongo-failure.ts';

/** A command or query of MongoDB; the signal tears its connection down. */
type Ask<T> = (signal: AbortSignal) => Promise<T>;

/**
 * Asks MongoDB something and gives up after a time limit, whatever the driver waits for or tries again; the connection
 * that said nothing goes with it.
 */
export async function within<T>(ask: Ask<T>, outer?: AbortSignal, limitMs: number = timeLimitsMs.mongoCommand): Promise<T> {
	return givenUpAfter(ask, async ended => {
		await pause(limitMs, undefined, {signal: ended});
	}, outer);
}

/**
 * Asks MongoDB for what may rightly take long, and gives up only when MongoDB answers nothing else meanwhile either: a
 * store that computes is not silent.
 */
export async function whileAnswering<T>(ask: Ask<T>, ping: Ask<unknown>, outer?: AbortSignal): Promise<T> {
	return givenUpAfter(ask, async ended => {
		for (;;) {
			await pause(timeLimitsMs.cancel, undefined, {signal: ended});
			// Whether it answers, not what: a refusal is an answer too.
			await within(ping, ended, timeLimitsMs.mongoCommand - timeLimitsMs.cancel).catch((error: unknown) => {
				if (ended.aborted || error instanceof Silence) {
					throw error;
				}
			});
		}
	}, outer);
}

/** @param silence ends when MongoDB counts as silent; its signal fires when the answer has come or is not wanted any more */
async function givenUpAfter<T>(ask: Ask<T>, silence: (ended: AbortSignal) => Promise<unknown>, outer?: AbortSignal): Promise<T> {
	outer?.throwIfAborted();
	const controller = new AbortController();
	const ended = new AbortController();
	const cancel = () => controller.abort(outer?.reason);
	outer?.addEventListener('abort', cancel, {once: true});
	const givenUp = new Promise<never>((_, reject) => {
		controller.signal.addEventListener('abort', () => reject(controller.signal.reason), {once: true});
	});
	const giveUp = () => {
		if (!ended.signal.aborted) {
			controller.abort(new Silence());
		}
	};

	void silence(ended.signal).then(giveUp, giveUp);
	try {
		return await Promise.race([ask(controller.signal), givenUp]);
	} finally {
		ended.abort();
		outer?.removeEventListener('abort', cancel);
	}
}

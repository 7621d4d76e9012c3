import {setTimeout as pause} from 'node:timers/promises';
import {timeLimitsMs} from '../time-limits.ts';

/** What a store did not answer in time, as `within` gives it up. */
export class Silence extends Error {
	constructor() {
		super(`no answer within ${timeLimitsMs.databaseCommand / 1000} s`);
		this.name = 'Silence';
	}
}

/** So much of a time limit passes at most while nothing can be heard. */
const pieceMs = 100;

/** A command or query of a database; the signal tears its connection down. */
type Ask<T> = (signal: AbortSignal) => Promise<T>;

/**
 * Asks a database something and gives up after a time limit, whatever the driver waits for or tries again; the connection
 * that said nothing goes with it.
 */
export async function within<T>(ask: Ask<T>, outer?: AbortSignal, limitMs: number = timeLimitsMs.databaseCommand): Promise<T> {
	return givenUpAfter(
		ask,
		async ended => {
			// Piece by piece: while a computer stands still, or this process is stopped, nobody is silent.
			for (let leftMs = limitMs; leftMs > 0; leftMs -= pieceMs) {
				await pause(Math.min(leftMs, pieceMs), undefined, {signal: ended});
			}
		},
		outer,
	);
}

/**
 * Asks a database for what may rightly take long, and gives up only when it answers nothing else meanwhile either: a
 * store that computes is not silent.
 */
export async function whileAnswering<T>(ask: Ask<T>, ping: Ask<unknown>, outer?: AbortSignal): Promise<T> {
	return givenUpAfter(
		ask,
		async ended => {
			for (;;) {
				await pause(timeLimitsMs.ping, undefined, {signal: ended});
				// Whether it answers, not what: a refusal is an answer too.
				await within(ping, ended, timeLimitsMs.databaseCommand - timeLimitsMs.ping).catch((error: unknown) => {
					if (ended.aborted || error instanceof Silence) {
						throw error;
					}
				});
			}
		},
		outer,
	);
}

/** @param silence ends when the database counts as silent; its signal fires when the answer has come or is not wanted any more */
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

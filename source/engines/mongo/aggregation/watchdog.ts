import {type Context, createContext, Script} from 'node:vm';
import {MongoError} from '../mongo-error.ts';

/** Longest limit that is watched, in milliseconds: Node takes no longer ones. */
const longestMs = 2 ** 31;

/**
 * Ends work that takes too long, wherever it is: also in the middle of a regular expression, which no check in a loop can.
 * Nothing after that place runs, `finally` included, so the work must not change anything.
 */
export class Watchdog {
	#context: Context | undefined;
	readonly #script = new Script('work()');

	/** Runs work for so many milliseconds at most. @throws MongoError `MaxTimeMSExpired`. */
	run<T>(limitMs: number, work: () => T): T {
		if (limitMs >= longestMs) {
			return work();
		}

		if (limitMs <= 0) {
			throw timeExpired();
		}

		// Only a script in a context can be watched; it does no more than call us back.
		this.#context ??= createContext({});
		this.#context['work'] = work;
		try {
			return this.#script.runInContext(this.#context, {timeout: Math.ceil(limitMs)}) as T;
		} catch (error) {
			throw (error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' ? timeExpired() : error;
		} finally {
			this.#context['work'] = undefined;
		}
	}
}

/** MongoDB's error for work past its time. */
export function timeExpired(): MongoError {
	return new MongoError('MaxTimeMSExpired', 'operation exceeded time limit');
}

import {getHeapStatistics} from 'node:v8';
import {uassert} from '../mongo-error.ts';
import {timeExpired, type Watchdog} from './watchdog.ts';

/** Share of the heap at which a command is ended rather than the thread. */
const heapShareMax = 0.85;

/** How long a command with a regular expression may work, in milliseconds: the steps can double with each character of a text. */
const regexLimitMs = 3000;

/** Ends a command that takes too long (`maxTimeMS`, a regular expression) or makes more than memory holds. */
export type WorkLimit = ReturnType<typeof createWorkLimit>;

/** @param maxTimeMs Milliseconds from now; undefined or 0 for no limit. */
export function createWorkLimit(watchdog: Watchdog, maxTimeMs: number | undefined, hasRegex: boolean) {
	const limitMs = Math.min(maxTimeMs || Number.POSITIVE_INFINITY, hasRegex ? regexLimitMs : Number.POSITIVE_INFINITY);
	const deadline = performance.now() + limitMs;
	let count = 0;
	return {
		/** Counts one document of work. @throws MongoError `MaxTimeMSExpired` or `ExceededMemoryLimit`. */
		tick() {
			count++;
			if ((count & 511) === 0 && performance.now() > deadline) {
				throw timeExpired();
			}

			if ((count & 0x3f_ff) === 0) {
				checkHeap();
			}
		},
		/** Runs work that changes nothing, and ends it at the limit wherever it is. @throws MongoError `MaxTimeMSExpired`. */
		within: <T>(work: () => T): T => (limitMs === Number.POSITIVE_INFINITY ? work() : watchdog.run(deadline - performance.now(), work)),
	};
}

function checkHeap(): void {
	const {used_heap_size: used, heap_size_limit: limit} = getHeapStatistics();
	uassert(!(used > limit * heapShareMax), 'ExceededMemoryLimit', 'The embedded engine has no memory left for the results of this command');
}

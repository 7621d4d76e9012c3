import {getHeapStatistics} from 'node:v8';
import {MongoError} from '../mongo-error.ts';

/** Share of the heap at which a command is ended rather than the thread. */
const heapShareMax = 0.85;

/** Ends a command that takes too long (`maxTimeMS`) or makes more than memory holds. */
export type WorkLimit = {
	/** Counts one document of work. @throws MongoError `MaxTimeMSExpired` or `ExceededMemoryLimit`. */
	tick(): void;
};

/** @param maxTimeMs Milliseconds from now; undefined or 0 for no limit. */
export function createWorkLimit(maxTimeMs?: number): WorkLimit {
	const deadline = maxTimeMs ? performance.now() + maxTimeMs : Number.POSITIVE_INFINITY;
	let count = 0;
	return {
		tick() {
			count++;
			if ((count & 511) === 0 && performance.now() > deadline) {
				throw new MongoError('MaxTimeMSExpired', 'operation exceeded time limit');
			}

			if ((count & 0x3F_FF) === 0) {
				checkHeap();
			}
		},
	};
}

function checkHeap(): void {
	const {used_heap_size: used, heap_size_limit: limit} = getHeapStatistics();
	if (used > limit * heapShareMax) {
		throw new MongoError('ExceededMemoryLimit', 'The embedded engine has no memory left for the results of this command');
	}
}

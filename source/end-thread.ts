import {setTimeout as pause} from 'node:timers/promises';
import type {Worker} from 'node:worker_threads';
import {timeLimitsMs} from './time-limits.ts';

/** Ends a thread. One that is stuck outside of JavaScript, as in a file of a disk that does not answer, never ends: it is waited for a moment alone. */
export async function endThread(worker: Worker): Promise<void> {
	await Promise.race([worker.terminate(), pause(timeLimitsMs.threadEnd, undefined, {ref: false})]);
}

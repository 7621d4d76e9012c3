import {timeLimitsMs} from '../time-limits.ts';

/** Waits for what may never end, but not for long: resolves when it has ended, well or not, or when `afterMs` are over. */
export async function waitBriefly(ending: Promise<unknown>, afterMs: number = timeLimitsMs.cancel): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	const over = new Promise<void>(resolve => {
		timer = setTimeout(resolve, afterMs);
	});
	await Promise.race([
		ending.then(
			() => undefined,
			() => undefined,
		),
		over,
	]);
	clearTimeout(timer);
}

/**
 * Work, or the signal's reason once the signal has fired and the work has not ended by itself within the time for that.
 * @param holds work that must come to its own end says so: it is not given up for as long
 */
export async function unlessCancelled<T>(work: Promise<T>, signal: AbortSignal, afterMs?: number, holds = () => false): Promise<T> {
	let stop = () => {};
	const cancelled = new Promise<never>((_, reject) => {
		stop = () => {
			void waitBriefly(work, afterMs).then(() => (holds() ? undefined : reject(signal.reason)));
		};

		signal.addEventListener('abort', stop, {once: true});
		if (signal.aborted) {
			stop();
		}
	});
	try {
		return await Promise.race([work, cancelled]);
	} finally {
		signal.removeEventListener('abort', stop);
	}
}

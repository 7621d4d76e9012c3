import {setMaxListeners} from 'node:events';
import type {Socket} from 'node:net';
import {setTimeout as pause} from 'node:timers/promises';
import {timeLimitsMs} from '../time-limits.ts';
import {BrokenOff, mayPass, NoAnswer} from './google-failure.ts';
import type {StoreFailure} from './store-failure.ts';

/** Pauses before a call is tried again; as many tries as pauses and one more. */
const pausesMs = [300, 700, 1500];

/** So often it is looked whether bytes moved. */
const lookEveryMs = 200;

/** A call that waits while this many looks find no connection in use waits for nothing: between two requests there may be none for a moment. */
const looksUntilBroken = 4;

/** Why the signal of a try fires that has ended. */
const over = 'over';

/** One try of a call. */
export type Try = {
	/** Fires when the try is given up: the caller cancelled it, or nothing moved. */
	readonly signal: AbortSignal;
	/** To be called whenever bytes came or went. */
	readonly moved: () => void;
};

/** Where calls go. */
export type Destination = {
	/** The place, for people. */
	readonly place: string;
	/** What a call that failed says of the place, as one sentence with the way out. */
	failure(error: unknown): StoreFailure;
	/** The connections in use to it now. */
	connections(): readonly Socket[];
	/** Whether any was ever seen: not so behind a proxy, nor before the first credentials are there. */
	readonly seen: {current: boolean};
};

/**
 * Carries out a call to a service of Google's. The client's own waiting and trying again is off, for it can be neither stopped nor
 * looked into: a try is given up as soon as it is cancelled, or when no byte moved for `gcsIdle`, whatever the client does.
 * @throws StoreFailure, or the signal's reason
 */
export async function callGoogle<T>(destination: Destination, work: (one: Try) => Promise<T>, signal?: AbortSignal): Promise<T> {
	for (let tries = 0; ; tries++) {
		try {
			return await tryOnce(destination, work, signal);
		} catch (error) {
			signal?.throwIfAborted();
			if (tries >= pausesMs.length || !mayPass(error)) {
				throw destination.failure(error);
			}
		}

		await pause(pausesMs[tries], undefined, signal && {signal}).catch(() => signal?.throwIfAborted());
	}
}

async function tryOnce<T>(destination: Destination, work: (one: Try) => Promise<T>, signal?: AbortSignal): Promise<T> {
	signal?.throwIfAborted();
	const ending = new AbortController();
	// Counted, not timed: while a computer stands still, or this process is stopped, nobody is silent.
	let looks = 0;
	const moved = () => {
		looks = 0;
	};

	let cancel: (() => void) | undefined;
	let looking: NodeJS.Timeout | undefined;
	try {
		return await new Promise<T>((resolve, reject) => {
			const giveUp = (reason: unknown) => {
				reject(reason);
				ending.abort(reason);
				for (const socket of destination.connections()) {
					socket.destroy();
				}
			};

			const watch = watchConnections(destination, moved);
			looking = setInterval(() => {
				// Where this thread was busy the answer may lie there unread: it comes before what waits here.
				setImmediate(() => {
					const isBroken = watch();
					if (!ending.signal.aborted && (isBroken || ++looks * lookEveryMs >= timeLimitsMs.gcsIdle)) {
						giveUp(isBroken ? new BrokenOff() : new NoAnswer());
					}
				});
			}, lookEveryMs);
			cancel = () => giveUp(signal!.reason);
			if (signal) {
				// Many calls at a time may share it.
				setMaxListeners(0, signal);
				signal.addEventListener('abort', cancel, {once: true});
			}

			work({signal: ending.signal, moved}).then(resolve, reject);
			setImmediate(watch);
		});
	} finally {
		clearInterval(looking);
		signal?.removeEventListener('abort', cancel!);
		// Without a reason of ours an exception with its stack would be made for each call.
		ending.abort(over);
	}
}

/** @returns what looks once: it says whether bytes moved, and gives whether a call that still waits has no connection any more */
function watchConnections({connections, seen}: Destination, moved: () => void): () => boolean {
	let bytes = 0;
	let looksWithout = 0;
	return () => {
		const open = connections();
		const now = open.reduce((sum, {bytesRead, bytesWritten}) => sum + bytesRead + bytesWritten, 0);
		if (now !== bytes) {
			bytes = now;
			moved();
		}

		seen.current ||= open.length > 0;
		looksWithout = seen.current && open.length === 0 ? looksWithout + 1 : 0;
		return looksWithout >= looksUntilBroken;
	};
}

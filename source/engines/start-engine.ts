import {setTimeout as pause} from 'node:timers/promises';
import {type ResourceLimits, Worker} from 'node:worker_threads';
import {timeLimitsMs} from '../time-limits.ts';
import type {Engine, EngineMessage, EngineTask} from './engine.ts';

/** The engine to start. */
export type EngineWanted = EngineTask & {
	/** Its name for people. */
	readonly title: string;
	/** A second start finds what the first one stored. */
	readonly isKept: boolean;
};

/** What happened to an engine while it ran. */
export type EngineNews = {
	/**
	 * - `late`: it has not started yet, and is waited for
	 * - `ended`: its thread ended by itself and is started again
	 * - `kept`: it runs again with all it had
	 * - `empty`: it runs again, and what it held in memory is lost
	 * - `gone`: it does not run any more
	 */
	readonly state: 'late' | 'ended' | 'kept' | 'empty' | 'gone';
	/** The same in one sentence, without a full stop. */
	readonly sentence: string;
};

/** What is told of an engine while it runs. */
export type EngineWatch = {
	/** Called when it takes long to start, when its thread ends by itself, and when it runs again or cannot. */
	readonly onNews?: ((news: EngineNews) => void) | undefined;
	/** Bounds of its memory; those of the program without them. */
	readonly resourceLimits?: ResourceLimits;
	/** Ends it while it starts. */
	readonly signal?: AbortSignal;
};

type Thread = {readonly worker: Worker; readonly port: number; readonly ended: Promise<string>};

/** The built worker: beside this code in dist/, or there from a source file under test. */
function workerUrl(): URL {
	return new URL(import.meta.url.endsWith('.ts') ? '../../dist/engine-worker.js' : 'engine-worker.js', import.meta.url);
}

/**
 * Starts an embedded engine in a thread of its own, on a free loopback port. The thread ends with the process, however that
 * ends. One that ends by itself (out of memory, a mistake of ours) is started again once, on the same port.
 * @throws when the engine cannot start, with its reason
 */
export async function startEngine({name, title, isKept, options}: EngineWanted, {onNews, resourceLimits, signal}: EngineWatch = {}): Promise<Engine> {
	let isClosing = false;
	/** Ends a thread that does not come up again. */
	const givenUp = new AbortController();
	const tell = (state: EngineNews['state'], what: string) => {
		if (!isClosing) {
			onNews?.({state, sentence: `The embedded ${title} engine ${what}`});
		}
	};

	const start = async (task: EngineTask, ending?: AbortSignal) => {
		const late = setTimeout(
			() => tell('late', `has not started within ${timeLimitsMs.open / 1000} s and is waited for: it has much to read, or its disk or this computer is slow`),
			timeLimitsMs.open,
		);
		try {
			return await startThread(task, resourceLimits, ending);
		} finally {
			clearTimeout(late);
		}
	};

	let thread = await start({name, options}, signal);
	const {port} = thread;
	const watch = async () => {
		const reason = await thread.ended;
		if (isClosing) {
			return;
		}

		tell('ended', `${reason} and ended`);
		try {
			thread = await start({name, options: {...options, port}}, givenUp.signal);
		} catch (error) {
			tell('gone', `could not be started again (${error instanceof Error ? error.message : String(error)})`);
			return;
		}

		if (isClosing) {
			thread.worker.postMessage('close');
		}

		tell(isKept ? 'kept' : 'empty', `runs again, ${isKept ? 'with all it had stored' : 'empty: what it held in memory is lost'}`);
		tell('gone', `${await thread.ended} and ended a second time; it stays off until the program is started anew`);
	};

	const watched = watch();

	return {
		port,
		async close() {
			isClosing = true;
			const timer = setTimeout(() => {
				givenUp.abort();
				void thread.worker.terminate();
			}, timeLimitsMs.engineClose);
			thread.worker.postMessage('close');
			// One that is stuck outside of JavaScript is not waited for.
			await Promise.race([watched, pause(timeLimitsMs.engineClose + timeLimitsMs.threadEnd, undefined, {ref: false})]);
			clearTimeout(timer);
		},
	};
}

/** Starts the thread and waits until its engine listens. `ended` never rejects: it gives what the thread died of. */
async function startThread(task: EngineTask, resourceLimits: ResourceLimits | undefined, signal?: AbortSignal): Promise<Thread> {
	signal?.throwIfAborted();
	const worker = new Worker(workerUrl(), {workerData: task, ...(resourceLimits && {resourceLimits})});
	let reason = 'stopped';
	worker.on('error', error => {
		reason = isOutOfMemory(error) ? 'ran out of memory' : `failed (${error instanceof Error ? error.message : String(error)})`;
	});
	const ended = new Promise<string>(resolve => {
		worker.once('exit', () => resolve(reason));
	});
	const end = () => void worker.terminate();
	signal?.addEventListener('abort', end, {once: true});
	const port = await new Promise<number>((resolve, reject) => {
		void ended.then(why => reject(new Error(why)));
		worker.once('message', (message: EngineMessage) => {
			if (message.type === 'listening') {
				resolve(message.port);
			} else {
				reject(new Error(message.reason));
			}
		});
		worker.once('error', error => reject(isOutOfMemory(error) ? new Error('it ran out of memory') : error));
	});
	signal?.removeEventListener('abort', end);
	return {worker, port, ended};
}

function isOutOfMemory(error: unknown): boolean {
	return (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
}

import {Worker} from 'node:worker_threads';
import type {Engine, EngineName, EngineOptions} from './engine.ts';
import type {EngineMessage, EngineTask} from './engine-worker.ts';

/** How long an engine may take to write what it keeps, in milliseconds, before its thread is ended. */
const closeLimitMs = 5000;

/** The built worker: beside this code in dist/, or there from a source file under test. */
function workerUrl(): URL {
	return new URL(import.meta.url.endsWith('.ts') ? '../../dist/engine-worker.js' : 'engine-worker.js', import.meta.url);
}

/**
 * Starts an embedded engine in a thread of its own, on a free loopback port.
 * The thread ends with the process, however that ends.
 * @throws when the engine cannot start, with its reason
 */
export async function startEngine(name: EngineName, options: EngineOptions): Promise<Engine> {
	const task: EngineTask = {name, options};
	const worker = new Worker(workerUrl(), {workerData: task});
	const ended = new Promise<void>(resolve => {
		worker.once('exit', () => resolve());
	});
	const port = await new Promise<number>((resolve, reject) => {
		worker.once('message', (message: EngineMessage) => {
			if (message.type === 'listening') {
				resolve(message.port);
			} else {
				reject(new Error(message.reason));
			}
		});
		worker.once('error', reject);
	});
	// An engine that dies later is seen by its clients as a server that went away.
	worker.on('error', () => undefined);
	return {
		port,
		async close() {
			worker.postMessage('close');
			const timer = setTimeout(() => void worker.terminate(), closeLimitMs);
			await ended;
			clearTimeout(timer);
		},
	};
}

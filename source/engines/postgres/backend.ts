import {Worker} from 'node:worker_threads';
import {endThread} from '../../end-thread.ts';
import type {BackendSays, BackendTask} from './backend-task.ts';

/** The built thread: beside this code in dist/, or there from a source file under test. */
const threadUrl = new URL(import.meta.url.endsWith('.ts') ? '../../../dist/postgres-backend.js' : 'postgres-backend.js', import.meta.url);

/** PostgreSQL in a thread of its own: one session that takes one batch of protocol messages after the other. */
export type Backend = {
	/** What it says to a client that just connected. */
	readonly greeting: Buffer;
	/**
	 * Runs a batch. Output comes in pieces that need not be whole messages; each must be given back with `taken` once its reader
	 * has it, or the backend waits.
	 * @returns undefined when all was answered, or why the backend is gone
	 */
	run(batch: Uint8Array, onOutput: (bytes: Buffer) => void): Promise<string | undefined>;
	taken(bytes: number): void;
	/** Ends it at once, whatever it does. What was committed is on the disk. */
	end(): Promise<void>;
	/** Ends it in good order. */
	close(): Promise<void>;
};

/** @throws when PostgreSQL does not start, with its own reason */
export async function startBackend(pgdata: string): Promise<Backend> {
	const unread = new Int32Array(new SharedArrayBuffer(4));
	const worker = new Worker(threadUrl, {workerData: {pgdata, unread} satisfies BackendTask});
	let reason = 'it was ended';
	let onOutput: (bytes: Buffer) => void = () => undefined;
	let onDone: (reason?: string) => void = () => undefined;
	worker.on('error', error => {
		reason = error instanceof Error ? error.message : String(error);
	});
	let isGone = false;
	let leave: () => void = () => undefined;
	const exited = new Promise<void>(resolve => {
		leave = () => {
			isGone = true;
			resolve();
			onDone(reason);
		};
	});
	worker.once('exit', leave);
	const greeting = await new Promise<Buffer>((resolve, reject) => {
		worker.on('message', (message: BackendSays) => {
			switch (message.type) {
				case 'ready': {
					resolve(Buffer.from(message.greeting));
					break;
				}

				case 'output': {
					const {buffer, byteOffset, byteLength} = message.bytes;
					onOutput(Buffer.from(buffer, byteOffset, byteLength));
					break;
				}

				case 'done': {
					onDone();
				}
			}
		});
		void exited.then(() => reject(new Error(reason)));
	});

	return {
		greeting,
		async run(batch, output) {
			if (isGone) {
				return reason;
			}

			return new Promise(resolve => {
				[onOutput, onDone] = [output, resolve];
				worker.postMessage(batch);
			});
		},
		taken(bytes) {
			Atomics.sub(unread, 0, bytes);
			Atomics.notify(unread, 0);
		},
		async end() {
			await endThread(worker);
			// It is as good as gone where it is stuck.
			leave();
		},
		async close() {
			worker.postMessage('close');
			await exited;
		},
	};
}

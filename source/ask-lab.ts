import {Worker} from 'node:worker_threads';
import type {Lab, LabAnswer, LabQuestion} from './lab-worker.ts';
import {Problem} from './problem.ts';

/** The laboratory in a thread of its own, so that a long simulation holds up nothing. */
export type LabThread = {
	/**
	 * Asks a question. Cancelled by `signal`, it rejects with the signal's reason, and the thread that computes it is ended.
	 * Rejects with a Problem that says what is out of range, or that the thread ended.
	 */
	ask<Subject extends keyof Lab>(about: Subject, question: Lab[Subject]['question'], signal?: AbortSignal): Promise<Lab[Subject]['answer']>;
	close(): Promise<void>;
};

/** The built worker: beside this code in dist/, or there from a source file under test. */
function workerUrl(): URL {
	return new URL(import.meta.url.endsWith('.ts') ? '../dist/lab-worker.js' : 'lab-worker.js', import.meta.url);
}

/** A thread for questions; it starts with the first one. */
export function openLabThread(): LabThread {
	let worker: Worker | undefined;
	let lastId = 0;
	const waiting = new Map<number, {resolve(answer: unknown): void; reject(reason: unknown): void}>();

	const end = async (reason: unknown) => {
		const ending = worker;
		worker = undefined;
		for (const {reject} of waiting.values()) {
			reject(reason);
		}

		waiting.clear();
		await ending?.terminate();
	};

	const start = () => {
		const started = new Worker(workerUrl());
		started.unref();
		started.on('message', (message: LabAnswer) => {
			const asked = waiting.get(message.id);
			waiting.delete(message.id);
			if ('refusal' in message) {
				asked?.reject(new Problem(message.refusal));
			} else {
				asked?.resolve(message.answer);
			}

			if (waiting.size === 0) {
				// What nobody waits for must not keep the program.
				started.unref();
			}
		});
		started.on('error', error => {
			if (worker === started) {
				void end(error);
			}
		});
		return started;
	};

	return {
		async ask(about, question, signal) {
			signal?.throwIfAborted();
			worker ??= start();
			worker.ref();
			const id = ++lastId;
			const answered = new Promise((resolve, reject) => {
				waiting.set(id, {resolve, reject});
			});
			const abort = () => void end(signal!.reason);
			signal?.addEventListener('abort', abort, {once: true});
			worker.postMessage({id, about, question} as LabQuestion);
			try {
				return await answered as Lab[typeof about]['answer'];
			} finally {
				signal?.removeEventListener('abort', abort);
			}
		},
		close: async () => end(new Problem('The laboratory is closed')),
	};
}

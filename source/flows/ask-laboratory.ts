import {Worker} from 'node:worker_threads';
import {endThread} from '../end-thread.ts';
import type {Answers, AnswerTo, LaboratoryMessage, Question} from '../lab/laboratory.ts';
import type {WhatIfProgress} from '../lab/what-if.ts';

/** The laboratory in a thread of its own: what it computes holds up neither the screen nor Ctrl-C. */
export type Laboratory = {
	/**
	 * Answers a question; several are answered one after the other. Rejects with the laboratory's own RangeError or
	 * Error, or with the signal's reason at once, which also ends the computing.
	 */
	ask<Asked extends Question>(question: Asked, options?: AskOptions): Promise<AnswerTo<Asked>>;
	/** Ends the thread; a question under way is rejected. It can be asked again, in a new thread. */
	close(): Promise<void>;
};

type AskOptions = {readonly signal?: AbortSignal; readonly progress?: (progress: WhatIfProgress) => void};

/** The built worker: beside this code in dist/, or there from a source file under test. */
function workerUrl(): URL {
	return new URL(import.meta.url.endsWith('.ts') ? '../../dist/lab-worker.js' : 'lab-worker.js', import.meta.url);
}

/** A laboratory whose thread starts with the first question, and holds up the process's end only while it computes. */
export function openLaboratory(): Laboratory {
	let worker: Worker | undefined;
	let lastTurn: Promise<void> = Promise.resolve();

	const start = () => {
		const started = new Worker(workerUrl());
		// A thread that fails is replaced with the next question.
		const forget = () => {
			worker = worker === started ? undefined : worker;
		};
		return started.on('error', forget).on('exit', forget);
	};

	const end = async () => {
		const ended = worker;
		worker = undefined;
		await (ended && endThread(ended));
	};

	const compute = async (question: Question, {signal, progress}: AskOptions) =>
		new Promise<Answers[Question['kind']]>((resolve, reject) => {
			worker ??= start();
			const asked = worker;
			const settle = (then: () => void) => {
				signal?.removeEventListener('abort', stop);
				// Only its own listeners: whoever ends the thread waits for its exit.
				asked.off('error', fail).off('exit', closed).off('message', hear);
				asked.unref();
				then();
			};

			const stop = () =>
				settle(() => {
					void end();
					reject(signal!.reason);
				});
			const fail = (error: Error) => settle(() => reject(error));
			const closed = () => fail(new Error('The laboratory was closed'));
			const hear = (message: LaboratoryMessage) => {
				if ('progress' in message) {
					progress?.(message.progress);
				} else {
					settle(() => ('error' in message ? reject(revived(message.error)) : resolve(message.result)));
				}
			};

			asked.on('error', fail).on('exit', closed).on('message', hear);
			signal?.addEventListener('abort', stop, {once: true});
			asked.ref();
			asked.postMessage(question);
		});

	return {
		async ask<Asked extends Question>(question: Asked, options: AskOptions = {}) {
			const turn = lastTurn;
			let leave = () => {};
			lastTurn = new Promise(resolve => {
				leave = resolve;
			});
			try {
				await unlessAborted(turn, options.signal);
				return (await compute(question, options)) as AnswerTo<Asked>;
			} finally {
				void turn.then(leave);
			}
		},
		close: end,
	};
}

/** Waits for a turn, or rejects with the signal's reason. */
async function unlessAborted(turn: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
	signal?.throwIfAborted();
	let stop = () => {};
	try {
		await Promise.race([
			turn,
			new Promise<void>((_, reject) => {
				stop = () => reject(signal!.reason);
				signal?.addEventListener('abort', stop, {once: true});
			}),
		]);
		// The turn may have come first, in the same breath.
		signal?.throwIfAborted();
	} finally {
		signal?.removeEventListener('abort', stop);
	}
}

function revived({name, message}: {readonly name: string; readonly message: string}): Error {
	return name === 'RangeError' ? new RangeError(message) : new Error(message);
}

import {measureTruth} from '../../flows/measure-truth.ts';
import type {World} from './effects.ts';

/** The shadow query runs at most so often, in seconds … */
const everySeconds = 2;

/** … and at most for this share of the time, so that it does not slow the lesson it watches. */
const greatestShare = 0.05;

/** Asks for the truth again and again, off the read path. */
export type TruthKeeper = {start(): void; stop(): void};

export function createTruthKeeper({say, state, services, clock}: World): TruthKeeper {
	let timer: NodeJS.Timeout | undefined;
	let running: AbortController | undefined;
	const ask = async (signal: AbortSignal) => {
		const open = services();
		// A benchmark times MongoDB: nothing else may ask it meanwhile.
		if (!open || signal.aborted || state().job?.name === 'benchmark') {
			return everySeconds;
		}

		try {
			const truth = await measureTruth(open.window, clock(), signal);
			const pauseSeconds = Math.max(everySeconds, truth.tookMs / 1000 / greatestShare);
			if (!signal.aborted) {
				say({type: 'truth-measured', truth, everySeconds: pauseSeconds});
			}

			return pauseSeconds;
		} catch {
			// The lesson's own reads say what is wrong with MongoDB.
			if (!signal.aborted) {
				say({type: 'truth-failed'});
			}

			return everySeconds;
		}
	};

	const again = async (signal: AbortSignal) => {
		const pauseSeconds = await ask(signal);
		if (!signal.aborted) {
			timer = setTimeout(() => void again(signal), pauseSeconds * 1000);
		}
	};

	const stop = () => {
		clearTimeout(timer);
		running?.abort();
	};

	return {
		stop,
		start() {
			stop();
			running = new AbortController();
			void again(running.signal);
		},
	};
}

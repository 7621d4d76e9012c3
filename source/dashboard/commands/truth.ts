import {measureTruth} from '../../flows/measure-truth.ts';
import {isSame} from './is-same.ts';
import type {Keeper, Surroundings} from './surroundings.ts';
import type {Runs} from './what-runs.ts';

/** The shadow query runs at most so often, in seconds … */
const everySeconds = 2;

/** … and at most for this share of the time, so that it does not slow the lesson it watches … */
const greatestShare = 0.05;

/** … but at least so often: under a load that is gone it may have taken long. In seconds. */
const longestPauseSeconds = 20;

/** Between two that another value on the screen asks for, in milliseconds. */
const soonestMs = 500;

type Wanted = NonNullable<Runs['truth']>;

/**
 * Asks for the truth again and again, off the read path; out of turn as soon as may be where another value is shown, whose
 * error is not known, and where another load is on, if the last pause was long: the load that made it so has changed.
 */
export function createTruthKeeper({say, services, clock}: Pick<Surroundings, 'say' | 'services' | 'clock'>): Keeper<Wanted> {
	let turn: NodeJS.Timeout | undefined;
	let extra: NodeJS.Timeout | undefined;
	let running: {wanted: Wanted; readonly controller: AbortController} | undefined;
	let askedAtMs = Number.NEGATIVE_INFINITY;
	// Of the last two the quicker: one that took long by chance, or before the engine was warm, holds up nothing.
	let tookMs = 0;
	let lastTookMs = 0;
	let turnAtMs = Number.POSITIVE_INFINITY;
	let underWay: Promise<void> | undefined;

	const pauseSeconds = () => Math.min(longestPauseSeconds, Math.max(everySeconds, tookMs / 1000 / greatestShare));

	const ask = async (signal: AbortSignal, isExtra: boolean) => {
		// Two at once would slow each other.
		await underWay;
		const open = services();
		if (!open || signal.aborted) {
			return;
		}

		askedAtMs = performance.now();
		try {
			const truth = await measureTruth({...open, about: running!.wanted.readers.about}, clock(), signal);
			tookMs = Math.min(truth.tookMs, lastTookMs);
			lastTookMs = truth.tookMs;
			if (!signal.aborted) {
				say({type: 'truth-measured', truth, everySeconds: pauseSeconds(), isExtra});
			}
		} catch {
			// The lesson's own reads say what is wrong with MongoDB; here the error on the screen just grows old.
		}
	};

	const askOnce = async (signal: AbortSignal, isExtra: boolean) => {
		const asking = ask(signal, isExtra);
		underWay = asking;
		await asking;
		if (underWay === asking) {
			underWay = undefined;
		}

		// One that was quick takes a long pause back that the one before it asked for.
		plan(signal, Math.min(turnAtMs, performance.now() + pauseSeconds() * 1000));
	};

	const plan = (signal: AbortSignal, atMs: number) => {
		// One that was stopped plans nothing for the run that came after it.
		if (!signal.aborted) {
			clearTimeout(turn);
			turnAtMs = atMs;
			turn = setTimeout(() => void again(signal), Math.max(0, atMs - performance.now()));
		}
	};

	const again = async (signal: AbortSignal) => {
		turnAtMs = Number.POSITIVE_INFINITY;
		await askOnce(signal, false);
	};

	const stop = () => {
		clearTimeout(turn);
		clearTimeout(extra);
		extra = undefined;
		running?.controller.abort();
		running = undefined;
	};

	const askSoon = ({signal}: AbortController) => {
		if (extra) {
			return;
		}

		// One that takes long is not asked for again and again by a value that changes often.
		const waitMs = Math.max(soonestMs, 4 * tookMs) - (performance.now() - askedAtMs);
		extra = setTimeout(
			() => {
				extra = undefined;
				void askOnce(signal, true);
			},
			Math.max(0, waitMs),
		);
	};

	return {
		follow(wanted) {
			if (!wanted) {
				stop();
				return;
			}

			if (!running) {
				running = {wanted, controller: new AbortController()};
				void again(running.controller.signal);
				return;
			}

			const before = running.wanted;
			running.wanted = wanted;
			if (wanted.asOfMs !== before.asOfMs || (!isSame(wanted.readers, before.readers) && pauseSeconds() > everySeconds)) {
				askSoon(running.controller);
			}
		},
	};
}

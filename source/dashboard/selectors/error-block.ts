import type {OffBy} from '../../scenarios/error-model.ts';
import type {State} from '../state/state.ts';

/** What is known of how wrong the value on the screen is. */
export type ErrorBlock =
	/** Nothing is shown that could be wrong. */
	| {readonly kind: 'nothing'}
	/** The value is new on the screen: its truth is being asked. */
	| {readonly kind: 'measuring'}
	/** Its truth was never measured, and is late. */
	| {readonly kind: 'unmeasured'; readonly forSeconds: number}
	/** Its error when the truth was last asked; with `forSeconds` that is longer ago than it should be. */
	| {readonly kind: 'measured'; readonly off: OffBy; readonly atMs: number; readonly forSeconds: number | undefined};

/** The error of exactly the value that is shown: an error that was measured of another value is none of its own. */
export function errorBlock({
	shown,
	shownSinceMs,
	off,
	offAtMs,
	truth,
	nowMs,
}: Pick<State, 'shown' | 'shownSinceMs' | 'off' | 'offAtMs' | 'truth' | 'nowMs'>): ErrorBlock {
	if (!shown) {
		return {kind: 'nothing'};
	}

	const late = lateAfterSeconds(truth?.everySeconds ?? 0);
	const sinceMs = off ? offAtMs : shownSinceMs;
	const forSeconds = Math.max(0, nowMs - sinceMs) / 1000;
	if (off) {
		return {kind: 'measured', off, atMs: offAtMs, forSeconds: forSeconds > late ? forSeconds : undefined};
	}

	return forSeconds > late ? {kind: 'unmeasured', forSeconds} : {kind: 'measuring'};
}

/** A measurement is late when the one after it should have come too, or when three seconds more have gone by. */
function lateAfterSeconds(everySeconds: number): number {
	return Math.max(2 * everySeconds, everySeconds + 3);
}

import {requireNotNegative, requirePositive} from './argument-range.ts';
import type {ReadsPrediction} from './reads-prediction.ts';

/** One viewer who reads every `pollSeconds`. */
export type PollingLoad = {
	/** P, above 0. */
	readonly pollSeconds: number;
	/** T, counted from the end of the fill and not renewed by a hit. */
	readonly ttlSeconds: number;
	/** L, from the miss to the value in the cache; 0 by default. */
	readonly fillSeconds?: number;
};

/**
 * One viewer, polling every P: n = ⌊(T + L)/P⌋ hits follow each miss, h = n/(n + 1), mean age over all reads
 * (L + P·n(n + 1)/2)/(n + 1), greatest age n·P. A staircase: T + L < P gives 0 exactly. A poll in the very instant
 * of expiry counts as a hit; when T + L is a multiple of P, a real timer's drift takes one step off now and then.
 *
 * For L ≥ P (not among the reference values; derived, and checked by simulation) reads do not overlap: a poll that is
 * due while the fill is under way is left out, the first k = ⌈L/P⌉ − 1 of them, and n − k hits follow each miss.
 */
export function pollingReads({pollSeconds, ttlSeconds, fillSeconds = 0}: PollingLoad): ReadsPrediction & {readonly hitsPerMiss: number} {
	requirePositive('pollSeconds', pollSeconds);
	requireNotNegative('ttlSeconds', ttlSeconds);
	requireNotNegative('fillSeconds', fillSeconds);
	const last = wholePolls(ttlSeconds + fillSeconds, pollSeconds);
	const first = Math.max(1, Math.ceil(fillSeconds / pollSeconds - rounding));
	const hits = Math.max(0, last - first + 1);
	const reads = hits + 1;
	const ageSum = fillSeconds + (pollSeconds * hits * (first + last)) / 2;
	return {
		hitsPerMiss: hits,
		hitRate: hits / reads,
		meanAgeSeconds: ageSum / reads,
		greatestAgeSeconds: hits === 0 ? fillSeconds : last * pollSeconds,
		originPerSecond: 1 / ((first + hits) * pollSeconds),
	};
}

/** How many whole polling periods fit into `seconds`. 0.3 s hold three of 0.1 s, despite binary rounding. */
export function wholePolls(seconds: number, pollSeconds: number): number {
	return Math.floor(seconds / pollSeconds + rounding);
}

const rounding = 1e-9;

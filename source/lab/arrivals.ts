import type {Random} from '../chance/random.ts';
import {requirePositive, requireWhole} from './argument-range.ts';
import {poissonGapSeconds} from './poisson.ts';

/** One read to come. */
type Arrival = {
	/** Seconds since the stream's start. */
	readonly atSeconds: number;
	/** Who reads, 0 … viewers − 1. */
	readonly viewer: number;
};

/** Reads to come, in the order of time, without end, planned ahead: what becomes of one does not move the next. */
export type ArrivalStream = {
	next(): Arrival;
};

/** A Poisson stream of `ratePerSecond` reads of all `viewers` (1) together, each read by any of them. */
export function poissonArrivals(ratePerSecond: number, random: Random, viewers = 1): ArrivalStream {
	requirePositive('ratePerSecond', ratePerSecond);
	requireWhole('viewers', viewers, 1);
	let atSeconds = 0;
	return {
		next() {
			atSeconds += poissonGapSeconds(ratePerSecond, random);
			return {atSeconds, viewer: viewers === 1 ? 0 : random.below(viewers)};
		},
	};
}

/** `ratePerSecond` reads of all `viewers` (1) together evenly spaced, from 0 on, by each of them in turn. */
export function fixedArrivals(ratePerSecond: number, viewers = 1): ArrivalStream {
	requirePositive('ratePerSecond', ratePerSecond);
	requireWhole('viewers', viewers, 1);
	let count = -1;
	return {
		next() {
			count++;
			return {atSeconds: count / ratePerSecond, viewer: count % viewers};
		},
	};
}

/** `viewers` independent pollers, each reading every `pollSeconds` from a random phase on, merged. Memory grows with viewers only. */
export function pollerArrivals(viewers: number, pollSeconds: number, random: Random): ArrivalStream {
	requireWhole('viewers', viewers, 1);
	requirePositive('pollSeconds', pollSeconds);
	// All have the same period, so the order within the first one is the order for ever.
	const phases = Array.from({length: viewers}, (_, viewer) => ({viewer, phase: random.next()})).sort((a, b) => a.phase - b.phase);
	let count = -1;
	return {
		next() {
			count++;
			const {viewer, phase} = phases[count % viewers]!;
			return {atSeconds: (Math.floor(count / viewers) + phase) * pollSeconds, viewer};
		},
	};
}

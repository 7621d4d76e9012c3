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

/** An endless schedule of reads in order of time. It is fixed in advance: how one read ends does not move the next. */
export type ArrivalStream = {
	next(): Arrival;
};

/** A Poisson stream of `ratePerSecond` reads by all `viewers` (1 by default) together. Each read is by any of them. */
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

/** `ratePerSecond` reads by all `viewers` (1 by default) together, evenly spaced from 0 on. The viewers take turns. */
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

/** `viewers` independent pollers, merged. Each reads every `pollSeconds` and starts at a random phase. Memory grows with the number of viewers only. */
export function pollerArrivals(viewers: number, pollSeconds: number, random: Random): ArrivalStream {
	requireWhole('viewers', viewers, 1);
	requirePositive('pollSeconds', pollSeconds);
	// All have the same period, so they keep the order of the first round.
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

import {createRandom} from '../chance/random.ts';
import {requirePositive, requireWhole} from './argument-range.ts';
import {type ArrivalStream, fixedArrivals, poissonArrivals, pollerArrivals} from './arrivals.ts';

/** How reads come: evenly spaced, as a Poisson stream, or from viewers who poll. `ratePerSecond` counts all viewers (1 by default) together. */
export type ArrivalsChoice =
	| {readonly kind: 'fixed' | 'poisson'; readonly ratePerSecond: number; readonly viewers?: number}
	| {readonly kind: 'poll'; readonly pollSeconds: number; readonly viewers?: number};

/** Opens the stream of a choice; `seed` draws the Poisson gaps or the phases of the pollers. A RangeError for a rate, period or number of viewers out of range. */
export function openArrivals(choice: ArrivalsChoice, seed: number | string): ArrivalStream {
	const {viewers = 1} = choice;
	if (choice.kind === 'poll') {
		requirePositive('pollSeconds', choice.pollSeconds);
		requireWhole('viewers', viewers, 1);
		// The phase of a single poller does not matter. Starting at 0 puts its polls on exact instants.
		return viewers === 1 ? fixedArrivals(1 / choice.pollSeconds) : pollerArrivals(viewers, choice.pollSeconds, createRandom(`arrivals ${seed}`));
	}

	return choice.kind === 'fixed'
		? fixedArrivals(choice.ratePerSecond, viewers)
		: poissonArrivals(choice.ratePerSecond, createRandom(`arrivals ${seed}`), viewers);
}

/** Reads a second of all viewers together. */
export function readsPerSecond(choice: ArrivalsChoice): number {
	return choice.kind === 'poll' ? (choice.viewers ?? 1) / choice.pollSeconds : choice.ratePerSecond;
}

import {type ArrivalsChoice, readsPerSecond} from './arrivals-choice.ts';
import {wholePolls} from './polling-reads.ts';
import {evenPeriod} from './reading-load.ts';

/** Reads that may come after one read: how many while a value is filled, how many while it is fresh, and the ages that these find. */
export type ReadsAfter = {readonly waiting: number; readonly fresh: number; readonly ageSumSeconds: number};

/**
 * What comes on average after a read at 0, until L and from there until L + T, of all keys together: of one that is asked for with
 * probability p come p times as many, whichever read it is. Reads at even distances, or of the one viewer who polls, keep their distance; those of
 * other pollers have nothing to do with it, nor have Poisson reads: of them come λ × the time.
 */
export function readsAfter(arrivals: ArrivalsChoice, ttlSeconds: number, fillSeconds: number): ReadsAfter {
	const own = ownPeriod(arrivals);
	const others = readsPerSecond(arrivals) - (own === undefined ? 0 : 1 / own);
	const before = own === undefined ? 0 : wholePolls(fillSeconds, own);
	const all = own === undefined ? 0 : wholePolls(fillSeconds + ttlSeconds, own);
	return {
		waiting: others * fillSeconds + before,
		fresh: others * ttlSeconds + all - before,
		ageSumSeconds: others * ttlSeconds * (fillSeconds + ttlSeconds / 2) + ((own ?? 0) * (all * (all + 1) - before * (before + 1))) / 2,
	};
}

/** The distance that reads keep from a read: of even ones from all, of a poller from his own. */
function ownPeriod(arrivals: ArrivalsChoice): number | undefined {
	return evenPeriod(arrivals) ?? (arrivals.kind === 'poll' ? arrivals.pollSeconds : undefined);
}

import {createRandom} from '../chance/random.ts';
import {requireNotNegative, requirePositive, requireWhole} from './argument-range.ts';
import {createPhasedPolls, type PollCycle} from './phased-polls.ts';
import {pollingReads, type PollingLoad} from './polling-reads.ts';
import type {ReadsPrediction} from './reads-prediction.ts';

/** V viewers that each poll every `pollSeconds`, with independent phases. */
export type PollersLoad = PollingLoad & {
	/** V, at least 1. */
	readonly viewers: number;
	/**
	 * Polls that find no value wait for the first one's fill (the default: single-flight in the one process they share,
	 * or a lock), or each asks the origin itself (nobody protected, or each in a process of its own).
	 */
	readonly isShared?: boolean;
	/** Draws the phases; 1 by default. */
	readonly seed?: number | string;
};

/**
 * V independent pollers: the mean over random phases of what each choice of phases gives in the long run, where it is
 * exactly periodic. V = 1 is `pollingReads`. V = 2 at L = 0, with n = ⌊T/P⌋ and r = T − nP, is in closed form
 * h = 1 − 1/(2n + 2) for a share min(1, 2r/P) of the phases and 1 − 1/(2n + 1) for the rest (derived): for P = 5,
 * T = 12 that is 0.8267, where as many Poisson reads have 0.8276 and the reference simulation 0.8274.
 * For greater V no closed form is known: the mean is taken over seeded phases (4,000 choices for up to 15 viewers, 200 for 300
 * and more). Its standard error is up to 0.003 where T < P, and up to 0.001 from T = P on; it nears λT/(1 + λT) with
 * λ = V/P. One choice of phases may lie far from the mean (T < P, 30 viewers: ±0.07), which is what `pollersBand` shows.
 *
 * Undefined for polls that each ask the origin themselves when L > T or L ≥ P: their fills outlast the key, or each other.
 */
export function pollersReads(load: PollersLoad): ReadsPrediction | undefined {
	const {viewers, pollSeconds, ttlSeconds, fillSeconds = 0, isShared = true, seed = 1} = load;
	requireWhole('viewers', viewers, 1);
	requirePositive('pollSeconds', pollSeconds);
	requireNotNegative('ttlSeconds', ttlSeconds);
	requireNotNegative('fillSeconds', fillSeconds);
	if (viewers === 1) {
		return pollingReads(load);
	}

	if (!isShared && (fillSeconds > ttlSeconds || fillSeconds >= pollSeconds)) {
		return undefined;
	}

	const random = createRandom(seed);
	const choices = Math.min(4000, Math.max(200, Math.ceil(60_000 / viewers)));
	let queryShare = 0;
	const mean = {hitRate: 0, meanAgeSeconds: 0};
	for (let choice = 0; choice < choices; choice++) {
		const polls = createPhasedPolls(viewers, pollSeconds, random, (choice + 0.5) / choices);
		const {cycles, waiting, hits, ageSumSeconds} = longRun(viewers, place => polls.cycle(place, ttlSeconds, fillSeconds, isShared));
		const reads = (waiting + hits) * choices;
		mean.hitRate += hits / reads;
		queryShare += (isShared ? cycles : waiting) / reads;
		mean.meanAgeSeconds += ageSumSeconds / reads;
	}

	return {
		...mean,
		greatestAgeSeconds: ttlSeconds + fillSeconds,
		originPerSecond: (queryShare * viewers) / pollSeconds,
	};
}

/** The sums over the cycles that repeat, which begin with the first poller that starts a second cycle. */
function longRun(viewers: number, cycleFrom: (place: number) => PollCycle) {
	const seenAt = new Int32Array(viewers).fill(-1);
	const sums = [{waiting: 0, hits: 0, ageSumSeconds: 0}];
	for (let place = 0; ;) {
		const now = sums.at(-1)!;
		const before = seenAt[place]!;
		if (before >= 0) {
			const then = sums[before]!;
			return {
				cycles: sums.length - 1 - before,
				waiting: now.waiting - then.waiting,
				hits: now.hits - then.hits,
				ageSumSeconds: now.ageSumSeconds - then.ageSumSeconds,
			};
		}

		seenAt[place] = sums.length - 1;
		const cycle = cycleFrom(place);
		sums.push({
			waiting: now.waiting + cycle.waiting,
			hits: now.hits + cycle.hits,
			ageSumSeconds: now.ageSumSeconds + cycle.ageSumSeconds,
		});
		place = cycle.nextPlace;
	}
}

import {createRandom} from '../chance/random.ts';
import {requireWhole} from './argument-range.ts';
import {simulatedBand} from './cycle-band.ts';
import {unknownBand, type HitRateBand} from './hit-rate-band.ts';
import {createPhasedPolls} from './phased-polls.ts';
import {pollersReads, type PollersLoad} from './pollers-reads.ts';
import {pollingBand} from './polling-band.ts';
import type {BandStart} from './renewal-band.ts';

/** A run is cut after this many cycles, so that it takes a few tenths of a second at most. */
const mostCycles = 150;

/**
 * The band for V independent pollers, by seeded simulation: 200–500 runs with random phases, each from an empty cache or
 * from anywhere in a cycle (`start`, 'stationary' by default). Phases stay as they are drawn, so for few viewers the
 * band does not shrink to nothing with more reads. For V = 1 it is `pollingBand`. Runs are cut at 150 cycles: beyond,
 * the band is that of 150, for many viewers somewhat wider than it should be. It takes up to 50 ms for 30 viewers and
 * a quarter of a second for 1,000 that each ask the origin, so it is not for every frame. Undefined where `pollersReads` is.
 */
export function pollersBand(load: PollersLoad & {readonly reads: number; readonly start?: BandStart}): HitRateBand | undefined {
	const {reads, viewers, pollSeconds, ttlSeconds, fillSeconds = 0, isShared = true, start = 'stationary', seed = 1} = load;
	requireWhole('reads', reads, 0);
	if (viewers === 1) {
		return pollingBand(load);
	}

	const prediction = pollersReads(load);
	if (prediction === undefined || reads === 0) {
		return prediction && unknownBand;
	}

	const {hitRate} = prediction;
	const random = createRandom(`pollers-band ${seed}`);
	const resamples = Math.min(500, Math.max(200, Math.ceil(50_000 / viewers)));
	const readsPerCycle = (viewers / pollSeconds) * (ttlSeconds + fillSeconds + pollSeconds);
	const simulatedReads = Math.min(reads, Math.ceil(mostCycles * readsPerCycle));
	return simulatedBand({reads: simulatedReads, start, resamples, hitRate}, random, () => {
		const polls = createPhasedPolls(viewers, pollSeconds, random);
		let place = 0;
		return () => {
			const cycle = polls.cycle(place, ttlSeconds, fillSeconds, isShared);
			place = cycle.nextPlace;
			return cycle;
		};
	});
}

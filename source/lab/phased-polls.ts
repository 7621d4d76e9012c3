import type {Random} from '../chance/random.ts';
import {wholePolls} from './polling-reads.ts';

/** What follows a miss up to the next one that finds the key expired. */
export type PollCycle = {
	/** The polls that found no value, the first miss included; they come before the hits. */
	readonly waiting: number;
	readonly hits: number;
	/** Sum of (time served − as-of) over all of them. */
	readonly ageSumSeconds: number;
	/** The place, 0 … viewers − 1 in the order of phases, of the poller that misses next. */
	readonly nextPlace: number;
};

/** V pollers with the same period and fixed phases. Which of them misses first decides all that follows. */
export type PhasedPolls = {
	/** The cycle that begins with a miss of the poller at `place`; single-flight, or every waiting poll with a query of its own. */
	cycle(place: number, ttlSeconds: number, fillSeconds: number, isShared: boolean): PollCycle;
};

/** Draws the phases; `firstGap` (0…1, random by default) sets how far the second poller is behind the first, in periods. */
export function createPhasedPolls(viewers: number, pollSeconds: number, random: Random, firstGap = random.next()): PhasedPolls {
	const gaps = Float64Array.from({length: viewers}, (_, viewer) => (viewer === 0 ? 0 : viewer === 1 ? firstGap : random.next()));
	const phases = gaps.sort().map(gap => gap * pollSeconds);
	const sums = new Float64Array(viewers + 1);
	for (let place = 0; place < viewers; place++) {
		sums[place + 1] = sums[place]! + phases[place]!;
	}

	// Polls are numbered in the order of time; `poll` modulo V is the poller's place.
	const timeOf = (poll: number) => Math.floor(poll / viewers) * pollSeconds + phases[poll % viewers]!;
	const timesBefore = (poll: number) => {
		const periods = Math.floor(poll / viewers);
		const rest = poll % viewers;
		return pollSeconds * ((viewers * periods * (periods - 1)) / 2 + rest * periods) + periods * sums[viewers]! + sums[rest]!;
	};

	/** The number of the last poll that comes no more than `seconds` after this one. */
	const lastWithin = (poll: number, seconds: number) => {
		const periods = wholePolls(seconds, pollSeconds);
		const place = poll % viewers;
		const limit = phases[place]! + Math.max(0, seconds - periods * pollSeconds);
		const wraps = limit >= pollSeconds;
		const found = countAtMost(phases, wraps ? limit - pollSeconds : limit) + (wraps ? viewers : 0);
		return poll + periods * viewers + Math.min(viewers - 1, Math.max(0, found - 1 - place));
	};

	/** Sum of the ages of the polls after `from` up to `to`, for a value as of `asOf`. */
	const ages = (from: number, to: number, asOf: number) => (to <= from ? 0 : timesBefore(to + 1) - timesBefore(from + 1) - (to - from) * asOf);

	return {
		cycle(place, ttlSeconds, fillSeconds, isShared) {
			const lastWaiting = lastWithin(place, fillSeconds);
			const waiting = lastWaiting - place + 1;
			let ageSumSeconds = waiting * fillSeconds;
			let from = lastWaiting;
			const lastFiller = isShared ? place : lastWaiting;
			for (let filler = place; filler < lastFiller; filler++) {
				const to = lastWithin(filler + 1, fillSeconds);
				ageSumSeconds += ages(from, to, timeOf(filler));
				from = to;
			}

			const last = lastWithin(lastFiller, fillSeconds + ttlSeconds);
			ageSumSeconds += ages(from, last, timeOf(lastFiller));
			return {waiting, hits: last - lastWaiting, ageSumSeconds, nextPlace: (last + 1) % viewers};
		},
	};
}

/** How many of the ascending values are at most `limit`. */
function countAtMost(ascending: Float64Array, limit: number): number {
	let low = 0;
	let high = ascending.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (ascending[middle]! <= limit) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}

	return low;
}

import {wallClock} from '../../words/local-day.ts';
import type {Random} from '../../chance/random.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Relative number of orders in each hour of the local day: quiet at night, a bump at lunch, a peak in the evening. */
const hourWeights = [3, 2, 1.5, 1, 1, 1.5, 2.5, 4, 6, 7.5, 8.5, 9, 10, 9.5, 8.5, 8, 8, 8.5, 10, 12, 13, 12, 9, 5];

/** A draw falls into one of this many slices, each of which knows where the search begins. */
const slices = 64;

/**
 * Draws instants within one local day, weighted by the hours that its clocks show.
 * @returns a function that gives epoch milliseconds in [`fromMs`, `toMs`)
 */
export function orderTimes(fromMs: number, toMs: number, timeZone: string, random: Pick<Random, 'next'>): () => number {
	const starts: number[] = [];
	const cumulative: number[] = [];
	let total = 0;
	const [fromShownMs, toShownMs] = [wallClock(fromMs, timeZone), wallClock(toMs, timeZone)];
	const isEven = toShownMs - fromShownMs === toMs - fromMs;
	// Zones may be offset by half or a quarter of an hour, so the first part may be less than an hour.
	for (let startMs = fromMs; startMs < toMs;) {
		// Where the clocks do not change within the day, they are read only once.
		const shownMs = isEven ? fromShownMs + startMs - fromMs : wallClock(startMs, timeZone);
		const endMs = Math.min(toMs, startMs + hourMs - (((shownMs % hourMs) + hourMs) % hourMs));
		total += ((endMs - startMs) / hourMs) * hourWeights[Math.floor((((shownMs % dayMs) + dayMs) % dayMs) / hourMs)]!;
		starts.push(startMs);
		cumulative.push(total);
		startMs = endMs;
	}

	// For each slice, the part at which the search begins.
	const last = cumulative.length - 1;
	const nearby = new Uint8Array(slices);
	for (let slice = 1, part = 0; slice < slices; slice++) {
		// Slightly less, so that rounding cannot skip a part.
		while (part < last && cumulative[part]! < ((slice - 0.01) / slices) * total) {
			part++;
		}

		nearby[slice] = part;
	}

	return () => {
		const draw = random.next();
		const wanted = draw * total;
		let low = nearby[Math.floor(draw * slices)]!;
		while (low < last && cumulative[low]! <= wanted) {
			low++;
		}

		const partFromMs = starts[low]!;
		const partToMs = starts[low + 1] ?? toMs;
		return Math.min(toMs - 1, Math.floor(partFromMs + random.next() * (partToMs - partFromMs)));
	};
}

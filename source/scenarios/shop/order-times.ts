import {wallClock} from '../../words/local-day.ts';
import type {Random} from '../../chance/random.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Orders in each hour of the local day, relative: quiet at night, a lunch bump, the evening peak. */
const hourWeights = [3, 2, 1.5, 1, 1, 1.5, 2.5, 4, 6, 7.5, 8.5, 9, 10, 9.5, 8.5, 8, 8, 8.5, 10, 12, 13, 12, 9, 5];

/** Parts of a draw for each of which the search has its beginning. */
const slices = 64;

/**
 * Draws instants of a stretch within one local day, shaped by the hours that its clocks show.
 * @returns a function that gives epoch milliseconds in [`fromMs`, `toMs`)
 */
export function orderTimes(fromMs: number, toMs: number, timeZone: string, random: Pick<Random, 'next'>): () => number {
	const starts: number[] = [];
	const cumulative: number[] = [];
	let total = 0;
	const [fromShownMs, toShownMs] = [wallClock(fromMs, timeZone), wallClock(toMs, timeZone)];
	const isEven = toShownMs - fromShownMs === toMs - fromMs;
	// Zones may be half an hour and a quarter off: the first part of an hour is what is left of it.
	for (let startMs = fromMs; startMs < toMs;) {
		// Where the clocks are not set meanwhile, they need not be asked again and again.
		const shownMs = isEven ? fromShownMs + startMs - fromMs : wallClock(startMs, timeZone);
		const endMs = Math.min(toMs, startMs + hourMs - (((shownMs % hourMs) + hourMs) % hourMs));
		total += ((endMs - startMs) / hourMs) * hourWeights[Math.floor((((shownMs % dayMs) + dayMs) % dayMs) / hourMs)]!;
		starts.push(startMs);
		cumulative.push(total);
		startMs = endMs;
	}

	// Where to begin to look for the part of a draw.
	const last = cumulative.length - 1;
	const nearby = new Uint8Array(slices);
	for (let slice = 1, part = 0; slice < slices; slice++) {
		// A little less, lest rounding skips a part.
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

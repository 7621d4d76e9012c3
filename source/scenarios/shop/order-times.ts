import {wallClock} from '../../words/local-day.ts';
import type {Random} from '../../chance/random.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Orders in each hour of the local day, relative: quiet at night, a lunch bump, the evening peak. */
const hourWeights = [3, 2, 1.5, 1, 1, 1.5, 2.5, 4, 6, 7.5, 8.5, 9, 10, 9.5, 8.5, 8, 8, 8.5, 10, 12, 13, 12, 9, 5];

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

	return () => {
		const wanted = random.next() * total;
		let low = 0;
		let high = cumulative.length - 1;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (cumulative[middle]! > wanted) {
				high = middle;
			} else {
				low = middle + 1;
			}
		}

		const partFromMs = starts[low]!;
		const partToMs = starts[low + 1] ?? toMs;
		return Math.min(toMs - 1, Math.floor(partFromMs + random.next() * (partToMs - partFromMs)));
	};
}

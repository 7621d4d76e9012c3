import type {Random} from './random.ts';

const hourMs = 3_600_000;

/** Orders in each hour of the day (UTC), relative: quiet at night, a lunch bump, the evening peak. */
const hourWeights = [3, 2, 1.5, 1, 1, 1.5, 2.5, 4, 6, 7.5, 8.5, 9, 10, 9.5, 8.5, 8, 8, 8.5, 10, 12, 13, 12, 9, 5];

/** Orders on each weekday, Sunday first, relative. */
const weekdayWeights = [1.25, 0.95, 0.9, 0.9, 0.95, 1.1, 1.3];

/**
 * Draws instants of the last `days` before `nowMs`, shaped by weekday and hour of day.
 * @returns a function that gives epoch milliseconds in [nowMs − days, nowMs)
 */
export function orderTimes(nowMs: number, days: number, random: Random): () => number {
	const startMs = nowMs - days * 24 * hourMs;
	const starts: number[] = [];
	const cumulative: number[] = [];
	let total = 0;
	for (let hourStartMs = Math.floor(startMs / hourMs) * hourMs; hourStartMs < nowMs; hourStartMs += hourMs) {
		const fromMs = Math.max(hourStartMs, startMs);
		const toMs = Math.min(hourStartMs + hourMs, nowMs);
		const hour = new Date(hourStartMs);
		total += (toMs - fromMs) / hourMs * hourWeights[hour.getUTCHours()]! * weekdayWeights[hour.getUTCDay()]!;
		starts.push(fromMs);
		cumulative.push(total);
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

		const fromMs = starts[low]!;
		const toMs = starts[low + 1] ?? nowMs;
		return Math.min(nowMs - 1, Math.floor(fromMs + random.next() * (toMs - fromMs)));
	};
}

import {formatDuration} from '../../words/duration.ts';
import {type Line, type Span} from '../panels/lines.tsx';
import {axisBetween} from './logarithmic-axis.ts';

/** The least and the greatest TTL of the axis, in seconds. */
const ttlEnds = [1, 86_400] as const;

const ticks = [
	[1, '1 s'],
	[10, '10 s'],
	[60, '1 min'],
	[300, '5 min'],
	[3600, '1 h'],
	[86_400, '24 h'],
] as const;

/** Where a TTL lies on the logarithmic axis: 0 at 1 s, 1 at 24 h; beyond an end, on it. */
export const ttlPosition = axisBetween(...ttlEnds, 1).position;

/**
 * The line under a chart: the present TTL under its mark, and the ticks that find room beside it.
 * @param width columns of the plot
 */
export function ttlTicks(ttlSeconds: number, width: number): Line {
	const placed = [place(`TTL ${formatDuration(ttlSeconds)}`, ttlSeconds, width)];
	const [present] = placed;
	// The ends first: they say how far the axis reaches.
	for (const [seconds, text] of [ticks[0], ticks.at(-1)!, ...ticks.slice(1, -1)]) {
		const tick = place(text, seconds, width);
		if (placed.every(({from, to}) => tick.to + 1 < from || tick.from > to + 1)) {
			placed.push(tick);
		}
	}

	const line: Span[] = [];
	let column = 0;
	for (const part of placed.toSorted((a, b) => a.from - b.from)) {
		line.push({text: ' '.repeat(part.from - column), tone: 'dim'}, {text: part.text, tone: part === present ? 'strong' : 'dim'});
		column = part.to + 1;
	}

	return [...line, {text: ' '.repeat(width - column)}];
}

/** A text around its TTL's column, inside the plot. */
function place(text: string, ttlSeconds: number, width: number): {text: string; from: number; to: number} {
	const shown = text.slice(0, width);
	const middle = Math.round(ttlPosition(ttlSeconds) * (width - 1));
	const from = Math.max(0, Math.min(width - shown.length, middle - Math.floor(shown.length / 2)));
	return {text: shown, from, to: from + shown.length - 1};
}

import type {Line, Span} from '../panels/lines.tsx';

/** The level axis of a chart: where a value lies, and the line under the plot. */
export type Across = {
	/** 0 at the left end, 1 at the right one; a value beyond an end lies on it. */
	position(value: number): number;
	/** The value that holds at present: a line from head to foot; undefined: none does. */
	readonly present: number | undefined;
	/** @param width columns of the plot */
	ticks(width: number): Line;
};

/** A value and its text. */
type Tick = readonly [value: number, text: string];

/**
 * The present value under its mark, and the ticks that find room beside it; the ends first, for they say how far the axis reaches.
 * @param ticks ascending
 */
export function tickLine(position: Across['position'], present: Tick | undefined, ticks: readonly Tick[], width: number): Line {
	const place = ([value, text]: Tick) => {
		const shown = text.slice(0, width);
		const middle = Math.round(position(value) * (width - 1));
		const from = Math.max(0, Math.min(width - shown.length, middle - Math.floor(shown.length / 2)));
		return {text: shown, from, to: from + shown.length - 1};
	};

	const marked = present && place(present);
	const placed = marked ? [marked] : [];
	for (const given of [...ticks.slice(0, 1), ...ticks.slice(-1), ...ticks.slice(1, -1)]) {
		const tick = place(given);
		if (placed.every(({from, to}) => tick.to + 1 < from || tick.from > to + 1)) {
			placed.push(tick);
		}
	}

	const line: Span[] = [];
	let column = 0;
	for (const part of placed.toSorted((a, b) => a.from - b.from)) {
		line.push({text: ' '.repeat(part.from - column), tone: 'dim'}, {text: part.text, tone: part === marked ? 'strong' : 'dim'});
		column = part.to + 1;
	}

	return [...line, {text: ' '.repeat(width - column)}];
}

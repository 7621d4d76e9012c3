import type {Tone} from '../theme.ts';
import type {Canvas} from '../../words/braille-canvas.ts';

/** A curve's value at a place, and the range that chance allows around it. */
export type ChartPoint = {readonly at: number; readonly value: number; readonly band?: {readonly low: number; readonly high: number} | undefined};

/** Dots over each other in one column, from the upper to the lower. */
export type Stroke = {readonly column: number; readonly from: number; readonly to: number};

/** The dot at which a value lies, across or upwards. */
export type Place = (value: number) => number;

/** A curve, ascending by place, as strokes: straight between its points, a steep step drawn from end to end. */
export function strokes(curve: readonly ChartPoint[], x: Place, y: Place): Stroke[] {
	const drawn: Stroke[] = [];
	for (const [i, point] of curve.entries()) {
		const next = curve[i + 1] ?? point;
		const [x0, x1, y0, y1] = [x(point.at), x(next.at), y(point.value), y(next.value)];
		let before = y0;
		for (let column = x0; column <= x1; column++) {
			const here = x1 === x0 ? y1 : Math.round(y0 + ((y1 - y0) * (column - x0)) / (x1 - x0));
			// From the dot beside the one before, so that a step is not drawn twice as thick.
			const start = here === before ? here : before + Math.sign(here - before);
			drawn.push({column, from: Math.min(start, here), to: Math.max(start, here)});
			before = here;
		}
	}

	return drawn;
}

/** Strokes one dot longer, for the back row: downwards, at the foot (the last row) upwards. A foot of 0 leaves them. */
export function thickened(drawn: readonly Stroke[], foot: number): readonly Stroke[] {
	return foot === 0 ? drawn : drawn.map(({column, from, to}) => (to < foot ? {column, from, to: to + 1} : {column, from: Math.min(from, to - 1), to}));
}

/** Draws every dot of the strokes. */
export function drawStrokes(canvas: Canvas<Tone>, drawn: readonly Stroke[], tone: Tone): void {
	for (const {column, from, to} of drawn) {
		for (let row = from; row <= to; row++) {
			canvas.dot(column, row, tone);
		}
	}
}

/** Every dot between the band's ends, but not in the signs that the curve takes: it would look thick there. */
export function drawBand(canvas: Canvas<Tone>, curveStrokes: readonly Stroke[], curve: readonly ChartPoint[], x: Place, y: Place): void {
	const taken = new Set(curveStrokes.flatMap(({column, from, to}) => [canvas.cell(column, from), canvas.cell(column, to)]));
	const side = (end: 'low' | 'high') =>
		strokes(
			curve.flatMap(({at, band}) => (band ? [{at, value: band[end]}] : [])),
			x,
			y,
		);
	const foot = new Map(side('low').map(({column, to}) => [column, to]));
	for (const {column, from} of side('high')) {
		for (let row = from; row <= (foot.get(column) ?? from); row++) {
			if (!taken.has(canvas.cell(column, row))) {
				canvas.dot(column, row, 'dim');
			}
		}
	}
}

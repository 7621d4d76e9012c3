import type {Line} from '../panels/lines.tsx';
import type {Tone} from '../theme.ts';
import {createCanvas} from '../../words/braille-canvas.ts';
import type {Across} from './across.ts';
import {type ChartPoint, drawBand, drawStrokes, type Place, strokes, thickened} from './curve-strokes.ts';
import type {ValueAxis} from './value-axis.ts';

/** A sign at a place and a value, with words beside it where they help. */
export type ChartMark = {readonly at: number; readonly value: number; readonly sign: string; readonly tone: Tone; readonly label?: string};

/** One figure over another, such as the TTL. */
export type CurveChart = {
	readonly across: Across;
	readonly axis: ValueAxis;
	/** Ascending by `at`. */
	readonly curve: readonly ChartPoint[];
	/** Said in the plot where a curve would be. */
	readonly message?: string | undefined;
	/** What is set last lies on top. */
	readonly marks: readonly ChartMark[];
};

/** Wide enough for `1 a second`, and the same for all charts, so that their axes stand under one another. */
const usualLabelWidth = 11;
const besidePlot = usualLabelWidth + 1;
const tallRows = 6;

/** The smallest chart that is drawn. */
export const smallestChart = {width: besidePlot + 16, height: 4} as const;

/** A figure over a level axis. Values in, lines out. */
export function curveChart({across, axis, curve, message, marks}: CurveChart, width: number, height: number, ascii: boolean): Line[] {
	if (width < smallestChart.width || height < smallestChart.height) {
		return [];
	}

	const labelWidth = Math.max(usualLabelWidth, ...axis.ticks.map(({label}) => label.length + 1));
	const [columns, rows] = [width - labelWidth - 1, height - 1];
	const canvas = createCanvas<Tone>(columns, rows, ascii ? {dim: '.', accent: '*'} : undefined);
	const x = (value: number) => Math.round(across.position(value) * (canvas.width - 1));
	const y = (value: number) => Math.round((1 - axis.position(value)) * (canvas.height - 1));
	const perRow = canvas.height / rows;
	const drawn = thickened(strokes(curve, x, y), rows >= tallRows && !ascii ? canvas.height - 1 : 0);
	drawBand(canvas, drawn, curve, x, y);
	for (let row = 0; across.present !== undefined && row < canvas.height; row++) {
		if (ascii) {
			canvas.mark(x(across.present), row, ':', 'dim');
		} else if (row % 2 === 0) {
			canvas.dot(x(across.present), row, 'dim');
		}
	}

	drawStrokes(canvas, drawn, 'accent');
	const write = (column: number, row: number, text: string, tone: Tone) => {
		for (const [i, sign] of [...text].entries()) {
			canvas.mark(((column + i) * canvas.width) / columns, row * perRow, sign, tone);
		}
	};
	if (message !== undefined) {
		const taken = new Set(marks.map(({value}) => Math.floor(y(value) / perRow)));
		const middle = Math.floor(rows / 2);
		const row = [middle, middle + 1, middle - 1].find(candidate => !taken.has(candidate)) ?? middle;
		write(Math.max(0, Math.floor((columns - message.length) / 2)), row, message.slice(0, columns), 'dim');
	}

	for (const mark of marks) {
		const [column, row] = [Math.floor((x(mark.at) * columns) / canvas.width), Math.floor(y(mark.value) / perRow)];
		const {label = ''} = mark;
		const left = column + 2 + label.length > columns;
		write(left ? column - 1 - label.length : column + 2, row, label, mark.tone);
		write(column, row, mark.sign, mark.tone);
	}

	const labels = labelRows(axis, value => Math.floor(y(value) / perRow), rows);
	return [
		...canvas.lines().map((line, row): Line => {
			const label = labels.get(row);
			return [{text: `${(label ?? '').padStart(labelWidth - 1)} ${label === undefined ? '│' : '┤'}`, tone: 'dim'}, ...line];
		}),
		[{text: ' '.repeat(labelWidth + 1)}, ...across.ticks(columns)],
	];
}

/** The ticks that find a row of their own with air around it; the ends first. */
function labelRows({ticks}: ValueAxis, rowOf: Place, rows: number): Map<number, string> {
	const apart = rows >= 6 ? 2 : 1;
	const labels = new Map<number, string>();
	const first = [0, ticks.length - 1, Math.floor(ticks.length / 2)];
	for (const {value, label} of [...first.flatMap(i => ticks[i] ?? []), ...ticks]) {
		const row = rowOf(value);
		if ([...labels.keys()].every(taken => Math.abs(taken - row) >= apart)) {
			labels.set(row, label);
		}
	}

	return labels;
}

import {bodyRows} from '../body-rows.ts';

/** How the laboratory stands between header and key bar. */
export type LaboratoryLayout = {
	/** The width of each column of charts. */
	readonly chartWidths: readonly number[];
	/** The height of each row of charts. */
	readonly chartHeights: readonly number[];
	readonly figures: {readonly width: number; readonly height: number};
};

const smallestChart = {width: 40, height: 10} as const;

/**
 * The layout of a space of at least 80 × 21: charts left, figures right, the legend in the last row. All four charts
 * stand there where each finds 40 × 10, in two columns or else in one; otherwise two, and the other two are dropped.
 */
export function laboratoryLayout(width: number, height: number): LaboratoryLayout {
	const figuresWidth = width >= 160 ? 50 : width >= 132 ? 46 : width >= 100 ? 36 : 34;
	const body = height - 1;
	const across = width - figuresWidth >= 2 * smallestChart.width ? 2 : 1;
	const down = across === 1 && body >= 4 * smallestChart.height ? 4 : 2;
	return {
		chartWidths: share(width - figuresWidth, across),
		chartHeights: share(body, down),
		figures: {width: figuresWidth, height: body},
	};
}

/** Whether all four charts stand on a screen of this size. */
export function showsAllCharts({columns, rows}: {readonly columns: number; readonly rows: number}): boolean {
	const {chartWidths, chartHeights} = laboratoryLayout(columns, bodyRows(rows));
	return chartWidths.length * chartHeights.length >= 4;
}

/** A length as parts that differ by one at most. */
function share(length: number, parts: number): number[] {
	return Array.from({length: parts}, (_, i) => Math.floor((length * (i + 1)) / parts) - Math.floor((length * i) / parts));
}

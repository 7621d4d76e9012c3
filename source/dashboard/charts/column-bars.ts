/** How full a sign is, in eighths. */
const signs = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/**
 * Columns that stand side by side, line by line from the top: each as high as its share of the greatest, in eighths of a sign. What is
 * more than nothing is seen.
 * @param columnsEach signs across for each value
 */
export function columnBars(values: readonly number[], rows: number, columnsEach = 1): string[][] {
	const most = Math.max(...values, 0);
	const eighths = values.map(value => (value <= 0 || most === 0 ? 0 : Math.max(1, Math.round((value / most) * rows * 8))));
	// A gap between broad columns keeps them apart.
	const width = columnsEach > 2 ? columnsEach - 1 : columnsEach;
	return Array.from({length: rows}, (_, i) => {
		const below = (rows - 1 - i) * 8;
		return eighths.map(height => signs[Math.min(8, Math.max(0, height - below))]!.repeat(width).padEnd(columnsEach));
	});
}

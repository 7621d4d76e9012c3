/** A column of a text table. */
export type Column = {readonly title: string; readonly align?: 'left' | 'right'};

/** Rows of text as aligned lines, two spaces apart, with a heading and no rules. Cells must be plain narrow text. */
export function textTable(columns: readonly Column[], rows: ReadonlyArray<readonly string[]>): string[] {
	const widths = columns.map(({title}, i) => Math.max(title.length, ...rows.map(row => (row[i] ?? '').length)));
	const line = (cells: readonly string[]) => columns
		.map(({align = 'right'}, i) => align === 'left' ? (cells[i] ?? '').padEnd(widths[i]!) : (cells[i] ?? '').padStart(widths[i]!))
		.join('  ')
		.trimEnd();
	return [line(columns.map(({title}) => title)), ...rows.map(line)];
}

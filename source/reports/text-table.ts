/** A column of a text table. Neighbours of one group stand under its name. */
export type Column = {readonly title: string; readonly align?: 'left' | 'right'; readonly group?: string};

/** Rows of text as aligned lines, two spaces apart, with a heading (two lines with groups) and no rules. Cells must be plain narrow text. */
export function textTable(columns: readonly Column[], rows: ReadonlyArray<readonly string[]>): string[] {
	const widths = columns.map(({title}, i) => Math.max(title.length, ...rows.map(row => (row[i] ?? '').length)));
	const line = (cells: readonly string[]) => columns
		.map(({align = 'right'}, i) => align === 'left' ? (cells[i] ?? '').padEnd(widths[i]!) : (cells[i] ?? '').padStart(widths[i]!))
		.join('  ')
		.trimEnd();
	const groups = groupLine(columns, widths);
	return [...(groups === '' ? [] : [groups]), line(columns.map(({title}) => title)), ...rows.map(line)];
}

/** The names of the groups, each at the end of its columns; the first of them is widened if the name is longer. */
function groupLine(columns: readonly Column[], widths: number[]): string {
	let text = '';
	for (let i = 0, end = 0; i < columns.length; i = end) {
		const {group = ''} = columns[i]!;
		end = i + 1;
		while (group !== '' && columns[end]?.group === group) {
			end++;
		}

		const span = () => widths.slice(i, end).reduce((sum, width) => sum + width + 2, -2);
		widths[i]! += Math.max(0, group.length - span());
		text += `${group.padStart(span())}  `;
	}

	return text.trimEnd();
}

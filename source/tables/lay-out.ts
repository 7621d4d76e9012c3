import {columnsOf, fitColumns} from '../words/columns.ts';
import type {ShownColumn} from './sheet.ts';

/** Of words that are cut, this many signs stay. */
const fewestSigns = 8;

/**
 * Rows of plain text as aligned lines, two spaces apart, with a heading (two lines with groups) and no rules. Where a line would be wider
 * than `width`, the words of its left column are cut; figures never are.
 */
export function layOut(columns: readonly ShownColumn[], rows: ReadonlyArray<readonly string[]>, width: number): string[] {
	const widths = columns.map(({title}, i) => Math.max(columnsOf(title), ...rows.map(row => columnsOf(row[i] ?? ''))));
	groupLine(columns, widths);
	const words = columns.findIndex(({align}) => align === 'left');
	if (words !== -1) {
		const over = widths.reduce((sum, width) => sum + width + 2, -2) - width;
		widths[words] = Math.max(Math.min(fewestSigns, widths[words]!), widths[words]! - Math.max(0, over));
	}

	const groups = groupLine(columns, widths);
	const line = (cells: readonly string[]) =>
		columns
			.map(({align = 'right'}, i) => fitColumns(cells[i] ?? '', widths[i]!, align))
			.join('  ')
			.trimEnd();
	return [...(groups === '' ? [] : [groups]), line(columns.map(({title}) => title)), ...rows.map(line)];
}

/** The names of the groups, each at the end of its columns; the first of them is widened if the name is longer. */
function groupLine(columns: readonly ShownColumn[], widths: number[]): string {
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

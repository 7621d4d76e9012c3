import {layOut} from '../tables/lay-out.ts';
import type {Sheet, ShownColumn} from '../tables/sheet.ts';
import {plainText} from '../words/plain-text.ts';
import {paperColumns} from './on-paper.ts';

/** A table as it is read. */
export function sheetText({shown: {columns, rows}}: Sheet): string[] {
	return textTable(columns, rows);
}

/** Rows of text as lines of paper. */
export function textTable(columns: readonly ShownColumn[], rows: ReadonlyArray<readonly string[]>): string[] {
	return layOut(
		columns,
		rows.map(row => row.map(plainText)),
		paperColumns,
	);
}

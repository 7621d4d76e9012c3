import {stringify} from 'csv-stringify/sync';
import {asciiJson, plainJson} from '../words/plain-text.ts';
import type {Sheet} from './sheet.ts';

/**
 * A table as CSV (RFC 4180, but that a line ends in a newline alone): the names, then the values as they are, none as nothing. Others
 * may have written a text: a sign that no terminal takes is written out, as in JSON, and one that a spreadsheet would take for a formula
 * gets an apostrophe before it. With `ascii` all signs but ASCII are written out.
 */
export function csvOf({data: {names, rows}}: Sheet, {ascii = false} = {}): string {
	const safe = (text: string) => (ascii ? asciiJson(text) : plainJson(text)).replaceAll('\n', String.raw`\u000a`);
	return stringify(
		[names, ...rows].map(row => row.map(value => (typeof value === 'string' ? safe(value) : value))),
		{
			escape_formulas: true,
			cast: {boolean: String},
			// Where a comma stands before the cents, a spreadsheet takes a semicolon for the end of a cell.
			quoted_match: /;/,
		},
	);
}

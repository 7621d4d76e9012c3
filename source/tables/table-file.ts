import {asciiJson, plainJson} from '../words/plain-text.ts';
import {csvOf} from './csv.ts';
import {recordsOf, type Sheet} from './sheet.ts';

/** What a file holds of a table: JSON (`shopstream.table/1`) where its name ends so, else CSV. */
export function tableFile(sheet: Sheet, path: string, {ascii = false} = {}): string {
	if (!path.toLowerCase().endsWith('.json')) {
		return csvOf(sheet, {ascii});
	}

	const json = JSON.stringify({schema: 'shopstream.table/1', table: sheet.name, rows: recordsOf(sheet)}, undefined, 2);
	return `${ascii ? asciiJson(json) : plainJson(json)}\n`;
}

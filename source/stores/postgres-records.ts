import type {BulkRow} from '../scenarios/scenario.ts';

/** Records as PostgreSQL writes them as text, `(a,"b c",)`, one a line: apart, each still as text. */
export function splitRecords(text: string): readonly string[] {
	// Where nothing is quoted no value has the sign that ends a line.
	return text.includes('"') ? text.match(/(?:[^\n"]|"[^"]*")+/g)! : text.split('\n');
}

/** The values of a record, in the order of its columns, as PostgreSQL's text. */
export function readRecord(record: string): BulkRow {
	// Nearly all records have nothing that is quoted.
	if (!record.includes('"')) {
		const values: Array<string | null> = [];
		const end = record.length - 1;
		for (let from = 1, to: number; from <= end; from = to + 1) {
			to = record.indexOf(',', from);
			to = to === -1 ? end : to;
			values.push(from === to ? null : record.slice(from, to));
		}

		return values;
	}

	return [...record.matchAll(/[(,](?:"((?:[^"]|"")*)"|([^,)]*))/g)].map(([, quoted, plain]) =>
		quoted === undefined ? plain || null : quoted.replaceAll(/(["\\])\1/g, '$1'),
	);
}

/** The first value of a record, where it is not quoted. */
export function firstValue(record: string): string {
	const end = record.indexOf(',');
	return record.slice(1, end === -1 ? -1 : end);
}

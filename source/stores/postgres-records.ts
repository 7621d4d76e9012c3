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
		const values: Array<string | null> = record.slice(1, -1).split(',');
		for (let i = 0; i < values.length; i++) {
			values[i] ||= null;
		}

		return values;
	}

	return [...record.matchAll(/[(,](?:"((?:[^"]|"")*)"|([^,)]*))/g)].map(([, quoted, plain]) =>
		quoted === undefined ? plain || null : quoted.replaceAll(/(["\\])\1/g, '$1'),
	);
}

/** One value of a record that is not quoted, as a number or a hash is not, with none quoted before it. */
export function plainValue(record: string, column: number): string {
	let from = 1;
	for (let i = 0; i < column; i++) {
		from = record.indexOf(',', from) + 1;
	}

	return record.slice(from, record.indexOf(',', from));
}

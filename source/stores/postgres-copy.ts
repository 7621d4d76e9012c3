/** What COPY writes for signs that would end a value or a row. */
const escapes: Readonly<Record<string, string>> = {b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v'};

/** The values of a row of COPY's text format, without its end, in the order of the columns, as PostgreSQL's text. */
export function readCopiedRow(row: string): Array<string | null> {
	const values: Array<string | null> = row.split('\t');
	// Nearly all text has nothing that is escaped.
	if (row.includes('\\')) {
		for (const [i, value] of values.entries()) {
			values[i] = value === '\\N' ? null : value!.replaceAll(/\\(.)/gs, (_, sign: string) => escapes[sign] ?? sign);
		}
	}

	return values;
}

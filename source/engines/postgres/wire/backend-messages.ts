/** A message of PostgreSQL's protocol: its type, its length, its body. Text is one byte a character (latin1) here. */
export function message(type: string, ...parts: ReadonlyArray<string | Buffer>): Buffer {
	const body = Buffer.concat(parts.map(part => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
	const head = Buffer.alloc(5);
	head.write(type, 'latin1');
	head.writeInt32BE(body.length + 4, 1);
	return Buffer.concat([head, body]);
}

export function int32(...values: readonly number[]): Buffer {
	const bytes = Buffer.alloc(values.length * 4);
	for (const [i, value] of values.entries()) {
		bytes.writeInt32BE(value, i * 4);
	}

	return bytes;
}

/** A simple query. */
export function query(sql: string): Buffer {
	return message('Q', Buffer.from(sql, 'utf8'), '\0');
}

export const sync = message('S');

/** Why something was not done, as people and drivers read it. */
export type Refusal = {
	readonly severity: 'ERROR' | 'FATAL';
	/** SQLSTATE. */
	readonly code: string;
	readonly message: string;
	readonly hint?: string;
};

export function errorResponse({severity, code, message: text, hint}: Refusal): Buffer {
	const fields = [['S', severity], ['V', severity], ['C', code], ['M', text], ...(hint === undefined ? [] : [['H', hint]])];
	return message('E', Buffer.from(`${fields.map(([type, value]) => `${type}${value}\0`).join('')}\0`, 'utf8'));
}

/** @param status I: idle, T: in a transaction, E: in one that failed */
export function readyForQuery(status: TransactionStatus): Buffer {
	return message('Z', status);
}

export type TransactionStatus = 'I' | 'T' | 'E';

/** The fields of an ErrorResponse by their letters. */
export function errorFields(error: Buffer): Map<string, string> {
	return new Map(
		error
			.toString('utf8', 5)
			.split('\0')
			.filter(field => field !== '')
			.map(field => [field[0]!, field.slice(1)]),
	);
}

/** The texts of a DataRow. */
export function rowTexts(row: Buffer): Array<string | undefined> {
	const texts: Array<string | undefined> = [];
	for (let at = 7, left = row.readInt16BE(5); left > 0; left--) {
		const length = row.readInt32BE(at);
		at += 4;
		texts.push(length < 0 ? undefined : row.toString('utf8', at, at + length));
		at += Math.max(0, length);
	}

	return texts;
}

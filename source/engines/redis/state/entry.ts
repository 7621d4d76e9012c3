/**
 * How a value came to be, which decides what OBJECT ENCODING says of it: `encoded` by SET and its like (int, embstr or raw),
 * `text` by INCRBYFLOAT (never int), `raw` by APPEND and SETRANGE to a value that was there.
 */
export type ValueForm = 'encoded' | 'text' | 'raw';

/** A key with its value. Text holds bytes: one character (0–255), one byte. */
export type Entry = {
	readonly key: string;
	value: string;
	/** Epoch milliseconds; Infinity: never. */
	expiresAtMs: number;
	form: ValueForm;
	/** Strings that the value was joined from since it was last made one; each costs memory of its own. */
	pieces: number;
	/** Place in the order of creation within its database, from 1; SCAN's cursor. */
	readonly sequence: number;
	removed: boolean;
};

/** What an entry is reckoned to cost besides the bytes of its key and value. */
const entryOverheadBytes = 120;

/** Bytes that an entry is reckoned to hold. */
export const entryBytes = (key: string, value: string): number => key.length + value.length + entryOverheadBytes;

/** The same bytes in one piece: joined and sliced strings otherwise keep their parts alive. */
export const flatten = (value: string): string => Buffer.from(value, 'latin1').toString('latin1');

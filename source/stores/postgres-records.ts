import type {BulkColumns, BulkRows} from '../scenarios/bulk-rows.ts';

const [newLine, comma, minus, zero] = [0x0a, 0x2c, 0x2d, 0x30];

/** A sum is made in two halves that doubles hold exactly: of so many last digits, and of the digits before. */
const lowDigits = 9;

/** So many last bytes of a key are hashed. */
const hashedBytes = 10;

/**
 * A record as one text, in SQL: its numbers, then of each text its length in UTF-8 or -1 for null, then the texts that are not null, with commas
 * between: `2,1999,5,-1,a,"b,`. Nothing is quoted: PostgreSQL's own text of a record takes it a third longer.
 */
export function recordSql({numbers, texts}: BulkColumns): string {
	// Where PostgreSQL keeps texts in another encoding, they have other lengths there than here.
	const length = (text: string) =>
		`coalesce(case when (select getdatabaseencoding() in ('UTF8', 'SQL_ASCII')) then octet_length(${text}) else octet_length(convert_to(${text}, 'UTF8')) end, -1)`;
	return `concat_ws(',', ${[...numbers, ...texts.map(length), ...texts].join(', ')})`;
}

/** Memory of records, for one page after the other. With new memory for each page the whole heap is collected twice as often. */
export class RecordsRoom {
	bytes = Buffer.alloc(0);
	bounds = new Int32Array(64);
}

/** Such records, one a line. They hold until others are made in the same room. */
export class PostgresRecords implements BulkRows {
	readonly bytes: Buffer;
	readonly count: number;
	/** The text as it came, where each of its characters is one byte: a value is cut from it in a third of the time. */
	readonly #text: string | undefined;
	readonly #columns: number;
	readonly #keyColumn: number;
	/** Where each value begins and ends. -1 and -1 for null. */
	readonly #bounds: Int32Array;
	#index: {readonly slots: Int32Array; readonly next: Int32Array} | undefined;

	constructor(text: string, columns: BulkColumns, room = new RecordsRoom()) {
		const length = Buffer.byteLength(text);
		if (length > room.bytes.length) {
			room.bytes = Buffer.allocUnsafeSlow(Math.ceil(length * 1.25));
		}

		room.bytes.write(text);
		this.bytes = room.bytes.subarray(0, length);
		this.#text = this.bytes.length === text.length ? text : undefined;
		this.#columns = columns.numbers.length + columns.texts.length;
		this.#keyColumn = columns.numbers.length;
		this.#bounds = readBounds(this.bytes, columns, room);
		this.count = this.#bounds.length / 2 / this.#columns;
	}

	start(row: number, column: number): number {
		return this.#bounds[2 * (row * this.#columns + column)]!;
	}

	end(row: number, column: number): number {
		return this.#bounds[2 * (row * this.#columns + column) + 1]!;
	}

	text(row: number, column: number): string | null {
		const [start, end] = [this.start(row, column), this.end(row, column)];
		return start === -1 ? null : (this.#text?.slice(start, end) ?? this.bytes.toString('utf8', start, end));
	}

	whole(row: number, column: number): number {
		return this.#wholeIn(this.start(row, column), this.end(row, column));
	}

	find(of: BulkRows, row: number, column: number): number {
		const {slots} = (this.#index ??= this.#makeIndex());
		return slots[this.#slotOf(slots, of.bytes, of.start(row, column), of.end(row, column))]! - 1;
	}

	next(row: number): number {
		return this.#index!.next[row]! - 1;
	}

	/** The sum of whole numbers that have more digits than a double holds. */
	sum(rows: readonly number[], column: number): bigint {
		let [high, low] = [0, 0];
		for (const row of rows) {
			const [start, end] = [this.start(row, column), this.end(row, column)];
			const sign = this.bytes[start] === minus ? -1 : 1;
			const digits = sign === -1 ? start + 1 : start;
			const cut = Math.max(digits, end - lowDigits);
			high += sign * this.#wholeIn(digits, cut);
			low += sign * this.#wholeIn(cut, end);
		}

		return BigInt(high) * 10n ** BigInt(lowDigits) + BigInt(low);
	}

	#wholeIn(start: number, end: number): number {
		const isNegative = this.bytes[start] === minus;
		let number = 0;
		for (let i = isNegative ? start + 1 : start; i < end; i++) {
			number = number * 10 + this.bytes[i]! - zero;
		}

		return isNegative ? -number : number;
	}

	/** A hash table with open addressing that has the first row of each key, and for each row the next one with its key. Rows are stored as their number + 1. */
	#makeIndex(): {readonly slots: Int32Array; readonly next: Int32Array} {
		let size = 16;
		while (size < this.count * 2) {
			size *= 2;
		}

		const slots = new Int32Array(size);
		const next = new Int32Array(this.count);
		let slot = 0;
		for (let row = this.count - 1; row >= 0; row--) {
			const [start, end] = [this.start(row, this.#keyColumn), this.end(row, this.#keyColumn)];
			// Rows of one key mostly follow each other.
			if (row === this.count - 1 || !this.#hasKey(row + 1, this.bytes, start, end)) {
				slot = this.#slotOf(slots, this.bytes, start, end);
			}

			next[row] = slots[slot]!;
			slots[slot] = row + 1;
		}

		return {slots, next};
	}

	/** The slot of a key, or the free one that it would get. */
	#slotOf(slots: Int32Array, value: Uint8Array, start: number, end: number): number {
		const mask = slots.length - 1;
		// FNV-1a, of what tells most keys apart: their ends.
		let hash = 0x81_1c_9d_c5;
		for (let i = Math.max(start, end - hashedBytes); i < end; i++) {
			hash = Math.imul(hash ^ value[i]!, 0x01_00_01_93);
		}

		for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
			const row = slots[slot]! - 1;
			if (row === -1 || this.#hasKey(row, value, start, end)) {
				return slot;
			}
		}
	}

	#hasKey(row: number, value: Uint8Array, start: number, end: number): boolean {
		const from = this.start(row, this.#keyColumn);
		if (this.end(row, this.#keyColumn) - from !== end - start) {
			return false;
		}

		for (let i = start; i < end; i++) {
			if (this.bytes[from + i - start] !== value[i]) {
				return false;
			}
		}

		return true;
	}
}

/**
 * Finds where each value begins and ends.
 * @throws Error where a length is not that of its text
 */
function readBounds(bytes: Buffer, {numbers: {length: numbers}, texts: {length: texts}}: BulkColumns, room: RecordsRoom): Int32Array {
	const columns = numbers + texts;
	let {bounds} = room;
	let count = 0;
	let at = 0;
	while (at < bytes.length) {
		if (count + 2 * columns > bounds.length) {
			const more = new Int32Array(bounds.length * 2 + 2 * columns);
			more.set(bounds);
			bounds = more;
		}

		for (let i = 0; i < numbers; i++) {
			bounds[count++] = at;
			while (at < bytes.length && bytes[at] !== comma && bytes[at] !== newLine) {
				at++;
			}

			bounds[count++] = at++;
		}

		// The lengths stand where the ends will.
		const ofTexts = count;
		for (let i = 0; i < texts; i++) {
			let length = 0;
			if (bytes[at] === minus) {
				length = -1;
				at += 2;
			} else {
				for (; at < bytes.length && bytes[at] !== comma; at++) {
					length = length * 10 + bytes[at]! - zero;
				}
			}

			at++;
			bounds[count++] = length;
			bounds[count++] = length;
		}

		for (let i = ofTexts; i < count; i += 2) {
			const length = bounds[i]!;
			if (length !== -1) {
				bounds[i] = at;
				at += length;
				bounds[i + 1] = at++;
			}
		}

		// Behind each record is another one's line, or the end.
		if (at !== bytes.length + 1 && (at >= bytes.length || bytes[at - 1] !== newLine)) {
			throw new Error("PostgreSQL's texts have other lengths than it says");
		}
	}

	room.bounds = bounds;
	return bounds.subarray(0, count);
}

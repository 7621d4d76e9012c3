import type {BulkRows} from '../scenarios/bulk-rows.ts';

const [quote, open, close, comma, minus, backslash, zero] = [0x22, 0x28, 0x29, 0x2c, 0x2d, 0x5c, 0x30];

/** A sum is made in two halves that doubles hold exactly: of so many last digits, and of the digits before. */
const lowDigits = 9;

/** Records as PostgreSQL writes them as text, `(a,"b c",)`, one a line. */
export class PostgresRecords implements BulkRows {
	readonly bytes: Buffer;
	readonly count: number;
	readonly #columns: number;
	/** Where each value begins and ends. -1 and -1 for null. */
	readonly #bounds: Int32Array;
	#index: {readonly slots: Int32Array; readonly next: Int32Array} | undefined;

	constructor(text: string, columns: number) {
		this.bytes = Buffer.from(text);
		this.#columns = columns;
		this.#bounds = readBounds(this.bytes);
		this.count = this.#bounds.length / 2 / columns;
	}

	start(row: number, column: number): number {
		return this.#bounds[2 * (row * this.#columns + column)]!;
	}

	end(row: number, column: number): number {
		return this.#bounds[2 * (row * this.#columns + column) + 1]!;
	}

	text(row: number, column: number): string | null {
		const start = this.start(row, column);
		return start === -1 ? null : this.bytes.toString('utf8', start, this.end(row, column));
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
		for (let row = this.count - 1; row >= 0; row--) {
			const slot = this.#slotOf(slots, this.bytes, this.start(row, 0), this.end(row, 0));
			next[row] = slots[slot]!;
			slots[slot] = row + 1;
		}

		return {slots, next};
	}

	/** The slot of a key, or the free one that it would get. */
	#slotOf(slots: Int32Array, value: Uint8Array, start: number, end: number): number {
		const mask = slots.length - 1;
		// FNV-1a.
		let hash = 0x81_1c_9d_c5;
		for (let i = start; i < end; i++) {
			hash = Math.imul(hash ^ value[i]!, 0x01_00_01_93);
		}

		for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
			const row = slots[slot]! - 1;
			if (row === -1 || this.#isFirst(row, value, start, end)) {
				return slot;
			}
		}
	}

	#isFirst(row: number, value: Uint8Array, start: number, end: number): boolean {
		const from = this.start(row, 0);
		if (this.end(row, 0) - from !== end - start) {
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

/** Finds where each value begins and ends. Quoted values are overwritten in place without their quotes. */
function readBounds(bytes: Buffer): Int32Array {
	let bounds = new Int32Array(Math.max(64, (bytes.length >> 3) * 2));
	let count = 0;
	const push = (start: number, end: number) => {
		if (count === bounds.length) {
			const more = new Int32Array(count * 2);
			more.set(bounds);
			bounds = more;
		}

		bounds[count++] = start;
		bounds[count++] = end;
	};

	for (let i = 0; i < bytes.length; i++) {
		// A line ends between two records.
		if (bytes[i] !== open && bytes[i] !== comma) {
			continue;
		}

		const start = i + 1;
		let end = start;
		if (bytes[start] === quote) {
			for (i = start + 1; i < bytes.length; i++) {
				if (bytes[i] === backslash) {
					i++;
				} else if (bytes[i] === quote && bytes[++i] !== quote) {
					break;
				}

				bytes[end++] = bytes[i]!;
			}

			push(start, end);
		} else {
			while (end < bytes.length && bytes[end] !== comma && bytes[end] !== close) {
				end++;
			}

			push(end === start ? -1 : start, end === start ? -1 : end);
			i = end;
		}

		if (bytes[i] === comma) {
			i--;
		}
	}

	return bounds.subarray(0, count);
}

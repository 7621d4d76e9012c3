import {plainJson} from './plain-json.ts';
import type {BulkRows} from './bulk-rows.ts';

const dayMs = 86_400_000;

const [quote, backslash, firstPlain, lastPlain, zero] = [0x22, 0x5c, 0x20, 0x7e, 0x30];

/** From so many bytes on a copy by the engine is quicker than one byte by byte. */
const longPiece = 32;

/** Text that is encoded once, and written often. */
export type Piece = {
	readonly bytes: Uint8Array;
	/** How many bytes more than characters it has. */
	readonly surplus: number;
};

export function pieceOf(text: string): Piece {
	const bytes = Buffer.from(text);
	return {bytes, surplus: bytes.length - text.length};
}

const [colon, point, utc] = [pieceOf(':'), pieceOf('.'), pieceOf('Z')];

/** The lines of an archive as bytes, written value by value. A string for each value takes twice the processor time, and the garbage collector takes more. */
export class LineBytes {
	#bytes = Buffer.alloc(0);
	/** What was taken last, with the room behind it. */
	#taken = Buffer.alloc(0);
	#length = 0;
	/** How many bytes more than characters they have. */
	#surplus = 0;
	readonly #roomFor: number;
	readonly #days = new Map<number, Piece>();

	/** @param roomFor how many bytes are expected between two calls of `take` */
	constructor(roomFor: number) {
		this.#roomFor = roomFor;
	}

	/** In bytes. */
	get length(): number {
		return this.#length;
	}

	/** Their length as a string. */
	get textLength(): number {
		return this.#length - this.#surplus;
	}

	/** Gives what was written since the last call. */
	take(): Buffer {
		const taken = this.#bytes.subarray(0, this.#length);
		this.#taken = this.#bytes;
		this.#bytes = Buffer.alloc(0);
		this.#length = 0;
		this.#surplus = 0;
		return taken;
	}

	/** What was taken last is not read any more: the next lines may be written over it. New memory for each day makes the garbage collector's work. */
	reuse(): void {
		if (this.#length === 0) {
			this.#bytes = this.#taken;
		}
	}

	/** Writes a string as it is. */
	text(text: string): void {
		const written = this.#room(text.length * 3).write(text, this.#length);
		this.#length += written;
		this.#surplus += written - text.length;
	}

	/** Writes text that is in many lines. */
	piece({bytes, surplus}: Piece): void {
		if (bytes.length < longPiece) {
			this.#copy(bytes, 0, bytes.length);
		} else {
			this.#room(bytes.length).set(bytes, this.#length);
			this.#length += bytes.length;
		}

		this.#surplus += surplus;
	}

	/** Writes a value as a JSON string, or as null. */
	json(rows: BulkRows, row: number, column: number): void {
		const [from, to] = [rows.start(row, column), rows.end(row, column)];
		const value = rows.bytes;
		const bytes = this.#room(to - from + 2);
		let at = this.#length;
		bytes[at++] = quote;
		for (let i = from; i < to; i++) {
			const code = value[i]!;
			if (code < firstPlain || code > lastPlain || code === quote || code === backslash) {
				this.text(plainJson(rows.text(row, column)));
				return;
			}

			bytes[at++] = code;
		}

		if (from === -1) {
			this.text('null');
			return;
		}

		bytes[at++] = quote;
		this.#length = at;
	}

	/** Writes a value as it is: a number. */
	bare(rows: BulkRows, row: number, column: number): void {
		this.#copy(rows.bytes, rows.start(row, column), rows.end(row, column));
	}

	/** Writes a whole number of 0 or more. */
	whole(number: number): void {
		let places = 1;
		for (let rest = number; rest >= 10; rest = Math.floor(rest / 10)) {
			places++;
		}

		this.#digits(number, places);
	}

	/** Writes an instant, given in epoch milliseconds, as `Date` does. */
	instant(instantMs: number): void {
		const day = Math.floor(instantMs / dayMs);
		let text = this.#days.get(day);
		if (text === undefined) {
			text = pieceOf(new Date(day * dayMs).toISOString().slice(0, -'00:00:00.000Z'.length));
			this.#days.set(day, text);
		}

		this.piece(text);
		const ms = instantMs - day * dayMs;
		const seconds = Math.trunc(ms / 1000);
		const minutes = Math.trunc(seconds / 60);
		this.#digits(Math.trunc(minutes / 60), 2);
		this.piece(colon);
		this.#digits(minutes % 60, 2);
		this.piece(colon);
		this.#digits(seconds % 60, 2);
		this.piece(point);
		this.#digits(ms % 1000, 3);
		this.piece(utc);
	}

	#digits(number: number, places: number): void {
		const bytes = this.#room(places);
		this.#length += places;
		for (let i = this.#length - 1, rest = number; i >= this.#length - places; i--) {
			const tens = Math.floor(rest / 10);
			bytes[i] = zero + rest - tens * 10;
			rest = tens;
		}
	}

	#copy(from: Uint8Array, start: number, end: number): void {
		const bytes = this.#room(end - start);
		let at = this.#length;
		for (let i = start; i < end; i++) {
			bytes[at++] = from[i]!;
		}

		this.#length = at;
	}

	#room(more: number): Buffer {
		if (this.#length + more > this.#bytes.length) {
			const larger = Buffer.allocUnsafe(Math.max(this.#roomFor, this.#bytes.length * 2, this.#length + more));
			this.#bytes.copy(larger, 0, 0, this.#length);
			this.#bytes = larger;
		}

		return this.#bytes;
	}
}

import {limits} from '../limits.ts';
import {ProtocolError} from '../redis-error.ts';
import {parseLength} from './parse-length.ts';
import {splitInline} from './split-inline.ts';

const asterisk = 0x2a;
const dollar = 0x24;
const carriageReturn = 0x0d;
const lineFeed = 0x0a;
const nothing = Buffer.alloc(0);
const argumentOverheadBytes = 16;

/**
 * Cuts a stream of bytes into requests, as Redis 7.0 does: arrays of bulk strings, or inline commands.
 * Arguments are strings of bytes (latin1: one character, one byte), so nothing is ever decoded or lost.
 */
export class RequestParser {
	#buffer: Buffer = nothing;
	#offset = 0;
	/** Chunks that came while a large argument was still incomplete; joined once, when it is whole. */
	#waiting: Buffer[] = [];
	#waitingBytes = 0;
	/** Bytes from the offset on without which parsing cannot go further. */
	#neededBytes = 0;
	#arguments: string[] | undefined;
	#argumentBytes = 0;
	#remaining = 0;
	#bulkLength = -1;

	/** Bytes held for a request that is not complete. */
	get heldBytes(): number {
		return this.#buffer.length - this.#offset + this.#waitingBytes + this.#argumentBytes;
	}

	push(chunk: Buffer): void {
		const rest = this.#buffer.length - this.#offset;
		if (this.#neededBytes > 0 && rest + this.#waitingBytes + chunk.length < this.#neededBytes) {
			this.#waiting.push(chunk);
			this.#waitingBytes += chunk.length;
			return;
		}

		if (rest === 0 && this.#waitingBytes === 0) {
			this.#buffer = chunk;
		} else {
			this.#buffer = Buffer.concat([this.#buffer.subarray(this.#offset), ...this.#waiting, chunk]);
			this.#waiting = [];
			this.#waitingBytes = 0;
		}

		this.#offset = 0;
		this.#neededBytes = 0;
	}

	/** The next whole request (never empty), or undefined when more bytes are needed. Throws {@link ProtocolError}. */
	next(): string[] | undefined {
		while (this.#neededBytes === 0) {
			if (this.#arguments === undefined) {
				if (this.#offset >= this.#buffer.length) {
					return undefined;
				}

				if (this.#buffer[this.#offset] !== asterisk) {
					const inline = this.#nextInline();
					if (inline === undefined || inline.length > 0) {
						return inline;
					}

					continue;
				}

				const count = this.#readLength('mbulk');
				if (count === undefined) {
					return undefined;
				}

				if (Number.isNaN(count) || count > limits.maxArguments) {
					throw new ProtocolError('invalid multibulk length');
				}

				if (count <= 0) {
					continue;
				}

				this.#arguments = [];
				this.#remaining = count;
			}

			return this.#nextArray(this.#arguments);
		}

		return undefined;
	}

	#nextArray(list: string[]): string[] | undefined {
		while (this.#remaining > 0) {
			if (this.#bulkLength < 0) {
				const length = this.#readLength('bulk');
				if (length === undefined) {
					return undefined;
				}

				if (!(length >= 0) || length > limits.maxBulkBytes) {
					throw new ProtocolError('invalid bulk length');
				}

				this.#bulkLength = length;
			}

			const end = this.#offset + this.#bulkLength;
			if (end + 2 > this.#buffer.length) {
				this.#neededBytes = this.#bulkLength + 2;
				return undefined;
			}

			list.push(this.#buffer.toString('latin1', this.#offset, end));
			this.#argumentBytes += this.#bulkLength + argumentOverheadBytes;
			this.#offset += this.#bulkLength + 2;
			this.#bulkLength = -1;
			this.#remaining--;
		}

		this.#arguments = undefined;
		this.#argumentBytes = 0;
		return list;
	}

	/** The number of a line `*<n>` or `$<n>`; NaN when it is none, undefined when the line is not complete. */
	#readLength(kind: 'mbulk' | 'bulk'): number | undefined {
		const buffer = this.#buffer;
		const end = buffer.indexOf(carriageReturn, this.#offset);
		if (end === -1 || end + 1 >= buffer.length) {
			if (end === -1 && buffer.length - this.#offset > limits.maxLineBytes) {
				throw new ProtocolError(`too big ${kind} count string`);
			}

			return undefined;
		}

		if (kind === 'bulk' && buffer[this.#offset] !== dollar) {
			const found = String.fromCodePoint(buffer[this.#offset] ?? 0).replaceAll(/[\r\n]/g, ' ');
			throw new ProtocolError(`expected '$', got '${found}'`);
		}

		const length = parseLength(buffer, this.#offset + 1, end);
		this.#offset = end + 2;
		return length;
	}

	#nextInline(): string[] | undefined {
		const found = this.#buffer.indexOf(lineFeed, this.#offset);
		// Redis looks for it as in a C string: behind a NUL there is none.
		const end = this.#buffer.subarray(this.#offset, found === -1 ? undefined : found).includes(0) ? -1 : found;
		const length = (end === -1 ? this.#buffer.length : end) - this.#offset;
		if (length > limits.maxLineBytes) {
			throw new ProtocolError('too big inline request');
		}

		if (end === -1) {
			return undefined;
		}

		const line = this.#buffer.toString('latin1', this.#offset, end).replace(/\r$/, '');
		this.#offset += length + 1;
		const words = splitInline(line);
		if (words === undefined) {
			throw new ProtocolError('unbalanced quotes in request');
		}

		return words;
	}
}

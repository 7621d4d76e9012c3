/** Bytes of a message's header. */
export const headerBytes = 16;

/** Splits a connection's bytes into messages; holds at most one incomplete message of the greatest size. */
export class MessageSplitter {
	#chunks: Buffer[] = [];
	#bytes = 0;
	readonly #messageMax: number;

	constructor(messageMax: number) {
		this.#messageMax = messageMax;
	}

	/** Bytes that wait here. */
	get bytes(): number {
		return this.#bytes;
	}

	push(chunk: Buffer): void {
		this.#chunks.push(chunk);
		this.#bytes += chunk.length;
	}

	/** The next whole message. @returns null when there is none yet, `malformed` when the length cannot be a message's. */
	next(): Buffer | null | 'malformed' {
		if (this.#bytes < 4) {
			return null;
		}

		if (this.#chunks[0]!.length < 4) {
			this.#chunks = [Buffer.concat(this.#chunks)];
		}

		const length = this.#chunks[0]!.readInt32LE(0);
		if (length < headerBytes || length > this.#messageMax) {
			return 'malformed';
		}

		if (this.#bytes < length) {
			return null;
		}

		const bytes = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
		const rest = bytes.subarray(length);
		this.#chunks = rest.length > 0 ? [rest] : [];
		this.#bytes = rest.length;
		return bytes.subarray(0, length);
	}
}

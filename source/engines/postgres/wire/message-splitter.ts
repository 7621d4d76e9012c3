/** Bytes that cannot be a message: the connection ends. */
export class ProtocolViolation extends Error {
	/** SQLSTATE. */
	readonly code: string;

	constructor(message: string, code = '08P01') {
		super(message);
		this.code = code;
	}
}

/** Splits a connection's bytes into messages; holds at most one incomplete message of the greatest size. */
export class MessageSplitter {
	#chunks: Buffer[] = [];
	#bytes = 0;

	/** Bytes that wait here. */
	get bytes(): number {
		return this.#bytes;
	}

	push(chunk: Buffer): void {
		this.#chunks.push(chunk);
		this.#bytes += chunk.length;
	}

	/**
	 * The next whole message; undefined when there is none yet.
	 * @param typeBytes 1 for messages that begin with their type, 0 for a start-up packet, which has none
	 * @throws ProtocolViolation when the length cannot be a message's
	 */
	next(typeBytes: 0 | 1, mostBytes: number): Buffer | undefined {
		const headBytes = typeBytes + 4;
		if (this.#bytes < headBytes) {
			return undefined;
		}

		if (this.#chunks[0]!.length < headBytes) {
			this.#chunks = [Buffer.concat(this.#chunks)];
		}

		const length = this.#chunks[0]!.readInt32BE(typeBytes) + typeBytes;
		if (length < headBytes || length > mostBytes) {
			throw new ProtocolViolation(typeBytes === 0 ? 'invalid length of startup packet' : 'invalid message length');
		}

		if (this.#bytes < length) {
			return undefined;
		}

		const bytes = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
		const rest = bytes.subarray(length);
		this.#chunks = rest.length > 0 ? [rest] : [];
		this.#bytes = rest.length;
		return bytes.subarray(0, length);
	}
}

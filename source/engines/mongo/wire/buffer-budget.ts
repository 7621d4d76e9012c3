/** Bounds the bytes that all connections together hold of unread messages and of replies not yet taken. */
export class BufferBudget {
	readonly #bytesMax: number;
	#bytes = 0;

	constructor(bytesMax: number) {
		this.#bytesMax = bytesMax;
	}

	/** Takes bytes. @returns false, and takes none, when there are not so many. */
	take(bytes: number): boolean {
		if (this.#bytes + bytes > this.#bytesMax) {
			return false;
		}

		this.#bytes += bytes;
		return true;
	}

	give(bytes: number): void {
		this.#bytes -= bytes;
	}
}

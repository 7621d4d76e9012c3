import {limits} from './limits.ts';

/** Splits PostgreSQL's answers into whole messages; one that is very large is passed on as it comes. */
export class AnswerSplitter {
	#rest: Buffer = Buffer.alloc(0);
	/** How many bytes are missing of a large message that is being passed on. */
	#passing = 0;

	/** Whether a message was passed on in part: until its end the client can be sent nothing else. */
	get isInMessage(): boolean {
		return this.#passing > 0;
	}

	/**
	 * @param judge what is passed on instead of a message: itself, another, or undefined for nothing
	 * @returns what is passed on
	 */
	push(chunk: Buffer, judge: (type: string, message: Buffer) => Buffer | undefined): Buffer[] {
		const out: Buffer[] = [];
		let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
		this.#rest = Buffer.alloc(0);
		/** Where what is passed on unchanged begins: neighbours go together. */
		let from = 0;
		let at = 0;
		const passOn = (until: number) => {
			if (until > from) {
				out.push(bytes.subarray(from, until));
			}
		};

		if (this.#passing > 0) {
			at = Math.min(this.#passing, bytes.length);
			this.#passing -= at;
		}

		while (at + 5 <= bytes.length) {
			const length = 1 + bytes.readInt32BE(at + 1);
			const end = at + length;
			if (end > bytes.length) {
				if (length > limits.maxWholeBytes) {
					this.#passing = end - bytes.length;
					at = bytes.length;
				}

				break;
			}

			const message = bytes.subarray(at, end);
			const verdict = judge(String.fromCharCode(message[0]!), message);
			if (verdict !== message) {
				passOn(at);
				from = end;
				if (verdict) {
					out.push(verdict);
				}
			}

			at = end;
		}

		passOn(at);
		this.#rest = bytes.subarray(at);
		return out;
	}
}

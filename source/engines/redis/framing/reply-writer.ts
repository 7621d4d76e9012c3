import {limits} from '../limits.ts';
import {formatDouble} from './format-double.ts';

/** A reply grew past what a connection may hold; the connection is closed. */
class ReplyTooLargeError extends Error {}

/** A reply of a kind that no value of JavaScript has by itself. */
class Special {
	readonly kind: 'status' | 'double' | 'verbatim';
	readonly text: string;

	constructor(kind: Special['kind'], text: string) {
		this.kind = kind;
		this.text = text;
	}
}

export const status = (text: string): Special => new Special('status', text);

/** A score: in RESP2 as text. */
export const double = (value: number, text = formatDouble(value)): Special => new Special('double', text);

/** Text for people. */
export const verbatim = (text: string): Special => new Special('verbatim', text);

export const ok = status('OK');

/** What a command answers with: undefined is no value, null no array, a truth value 1 or 0. */
export type Reply = string | number | bigint | boolean | undefined | null | Special | readonly Reply[] | ReadonlyMap<string, Reply> | ReadonlySet<Reply>;

/** Gathers replies as bytes (latin1) in RESP2 or RESP3, until the connection writes them. */
export class ReplyWriter {
	output = '';
	/** 2 (default) or 3, as HELLO chose. */
	protocol: 2 | 3 = 2;

	/** `text` begins with its code: `ERR …`, `OOM …`. */
	error(text: string): void {
		this.output += `-${text}\r\n`;
	}

	/** So many replies follow. */
	array(length: number): void {
		this.output += `*${length}\r\n`;
	}

	/** Something the client did not just ask for: a message, a subscription. */
	push(words: readonly Reply[]): void {
		this.output += `${this.protocol === 3 ? '>' : '*'}${words.length}\r\n`;
		words.forEach(word => this.write(word));
	}

	write(reply: Reply): void {
		if (typeof reply === 'string') {
			this.#bulk(reply);
		} else if (reply instanceof Special) {
			this.#special(reply);
		} else if (reply === undefined || reply === null) {
			this.output += this.protocol === 3 ? '_\r\n' : reply === null ? '*-1\r\n' : '$-1\r\n';
		} else if (typeof reply !== 'object') {
			this.output += ':' + (typeof reply === 'boolean' ? Number(reply) : reply) + '\r\n';
		} else if (reply instanceof Map) {
			this.output += this.protocol === 3 ? `%${reply.size}\r\n` : `*${reply.size * 2}\r\n`;
			for (const [key, value] of reply as ReadonlyMap<string, Reply>) {
				this.#bulk(key);
				this.write(value);
			}
		} else {
			const all: readonly Reply[] | ReadonlySet<Reply> = reply as readonly Reply[] | ReadonlySet<Reply>;
			this.output += 'size' in all ? `${this.protocol === 3 ? '~' : '*'}${all.size}\r\n` : `*${all.length}\r\n`;
			all.forEach(each => this.write(each));
		}
	}

	#bulk(value: string): void {
		if (this.output.length + value.length > limits.maxClientBytes) {
			throw new ReplyTooLargeError();
		}

		this.output += '$' + value.length + '\r\n' + value + '\r\n';
	}

	#special({kind, text}: Special): void {
		if (kind === 'status') {
			this.output += `+${text}\r\n`;
		} else if (this.protocol === 2) {
			this.#bulk(text);
		} else {
			this.output += kind === 'double' ? `,${text}\r\n` : `=${text.length + 4}\r\ntxt:${text}\r\n`;
		}
	}
}

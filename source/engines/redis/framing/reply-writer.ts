import {limits} from '../limits.ts';
import {formatDouble} from './format-double.ts';

/** A reply grew past what a connection may hold; the connection is closed. */
class ReplyTooLargeError extends Error {}

/** Gathers replies as bytes (latin1) in RESP2 or RESP3, until the connection writes them. */
export class ReplyWriter {
	output = '';
	/** 2 (default) or 3, as HELLO chose. */
	protocol: 2 | 3 = 2;

	ok(): void {
		this.output += '+OK\r\n';
	}

	status(text: string): void {
		this.output += `+${text}\r\n`;
	}

	/** `text` begins with its code: `ERR …`, `OOM …`. */
	error(text: string): void {
		this.output += `-${text}\r\n`;
	}

	integer(value: number | bigint): void {
		this.output += ':' + value + '\r\n';
	}

	bulk(value: string): void {
		if (this.output.length + value.length > limits.maxClientBytes) {
			throw new ReplyTooLargeError();
		}

		this.output += '$' + value.length + '\r\n' + value + '\r\n';
	}

	/** No value. */
	nil(): void {
		this.output += this.protocol === 3 ? '_\r\n' : '$-1\r\n';
	}

	/** No array: an EXEC that did not run. */
	nilArray(): void {
		this.output += this.protocol === 3 ? '_\r\n' : '*-1\r\n';
	}

	array(length: number): void {
		this.output += `*${length}\r\n`;
	}

	/** `length` pairs follow, key and value in turn. */
	map(length: number): void {
		this.output += this.protocol === 3 ? `%${length}\r\n` : `*${length * 2}\r\n`;
	}

	set(length: number): void {
		this.output += `${this.protocol === 3 ? '~' : '*'}${length}\r\n`;
	}

	/** Something the client did not just ask for: a message, a subscription. */
	push(length: number): void {
		this.output += `${this.protocol === 3 ? '>' : '*'}${length}\r\n`;
	}

	/** Text for people. */
	verbatim(text: string): void {
		if (this.protocol === 3) {
			this.output += `=${text.length + 4}\r\ntxt:${text}\r\n`;
		} else {
			this.bulk(text);
		}
	}

	/** A score: in RESP2 as text. */
	double(value: number): void {
		const text = formatDouble(value);
		if (this.protocol === 3) {
			this.output += `,${text}\r\n`;
		} else {
			this.bulk(text);
		}
	}

	/** A value, or none. */
	bulkOrNil(value: string | undefined): void {
		if (value === undefined) {
			this.nil();
		} else {
			this.bulk(value);
		}
	}

	statuses(texts: readonly string[], kind: 'set' | 'array' = 'set'): void {
		this[kind](texts.length);
		for (const text of texts) {
			this.status(text);
		}
	}

	bulks(values: readonly string[], kind: 'array' | 'set' = 'array'): void {
		this[kind](values.length);
		for (const value of values) {
			this.bulk(value);
		}
	}
}

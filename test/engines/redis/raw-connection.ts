import {once} from 'node:events';
import {connect, type Socket} from 'node:net';

/** A socket that sends bytes as they are and tells replies as the bytes they are (latin1). */
export class RawConnection {
	readonly socket: Socket;
	#received = '';
	#closed = false;
	#wake: () => void = () => undefined;

	private constructor(socket: Socket) {
		this.socket = socket;
		socket.on('data', (chunk: Buffer) => {
			this.#received += chunk.toString('latin1');
			this.#wake();
		});
		socket.on('error', () => undefined);
		socket.on('close', () => {
			this.#closed = true;
			this.#wake();
		});
	}

	static async open(port: number): Promise<RawConnection> {
		const socket = connect(port, '127.0.0.1');
		await once(socket, 'connect');
		socket.setNoDelay(true);
		return new RawConnection(socket);
	}

	/** Bytes that came and that no reply was made of yet. */
	get received(): string {
		return this.#received;
	}

	write(bytes: string): void {
		this.socket.write(bytes, 'latin1');
	}

	/** Sends one request as an array of bulk strings. */
	send(...words: readonly string[]): void {
		this.write(encode(words));
	}

	/** The next whole reply or push. Rejects when the connection closes first. */
	async reply(): Promise<string> {
		for (;;) {
			const end = replyEnd(this.#received, 0);
			if (end !== undefined) {
				const reply = this.#received.slice(0, end);
				this.#received = this.#received.slice(end);
				return reply;
			}

			if (this.#closed) {
				throw new Error(`Closed; not a whole reply: ${JSON.stringify(this.#received)}`);
			}

			await this.#news();
		}
	}

	/** Sends one request and waits for its reply. */
	async ask(...words: readonly string[]): Promise<string> {
		this.send(...words);
		return this.reply();
	}

	/** All bytes until the other side closes. */
	async untilClosed(): Promise<string> {
		while (!this.#closed) {
			await this.#news();
		}

		return this.#received;
	}

	close(): void {
		this.socket.destroy();
	}

	async #news(): Promise<void> {
		await new Promise<void>(resolve => {
			this.#wake = resolve;
		});
	}
}

/** A request as clients send it. */
export const encode = (words: readonly string[]): string => `*${words.length}\r\n${words.map(word => `$${word.length}\r\n${word}\r\n`).join('')}`;

/** Where the reply that begins at `start` ends; undefined when it is not whole. */
function replyEnd(bytes: string, start: number): number | undefined {
	const lineEnd = bytes.indexOf('\r\n', start);
	if (lineEnd === -1) {
		return undefined;
	}

	const kind = bytes.charAt(start);
	const count = Number(bytes.slice(start + 1, lineEnd));
	let end: number | undefined = lineEnd + 2;
	if (kind === '$' || kind === '=') {
		end = count < 0 ? end : end + count + 2;
		return end <= bytes.length ? end : undefined;
	}

	const elements = '*~>'.includes(kind) ? count : kind === '%' ? count * 2 : 0;
	for (let i = 0; i < elements && end !== undefined; i++) {
		end = replyEnd(bytes, end);
	}

	return end;
}

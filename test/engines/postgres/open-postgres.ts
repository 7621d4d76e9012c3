// Ways to a PostgreSQL: clients of the ordinary driver, and a socket that sends bytes as they are.
import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import pg from 'pg';
import {until} from '../../until.ts';

/** A connected client; `t.onTestFinished` or the test itself ends it. */
export async function connectTo(port: number, config: pg.ClientConfig = {}): Promise<pg.Client> {
	const client = new pg.Client({host: '127.0.0.1', port, user: 'learner', password: 'anything', database: 'shopstream', ...config});
	client.on('error', () => undefined);
	await client.connect();
	return client;
}

/** How a query fails: its SQLSTATE and its words. */
export async function failureOf(asked: Promise<unknown>): Promise<{readonly code: string | undefined; readonly message: string}> {
	return asked.then(
		() => ({code: undefined, message: 'it did not fail'}),
		({code, message}: {code?: string; message: string}) => ({code, message}),
	);
}

/** The process id and the secret that a server gave a client. */
export function keyOf(client: pg.Client): {readonly id: number; readonly secret: number} {
	const {processID: id, secretKey: secret} = client as unknown as {processID: number; secretKey: number};
	return {id, secret};
}

/** A frame of the protocol. */
export function frame(type: string, body: string): string {
	return type + int32(body.length + 4) + body;
}

export function int32(value: number): string {
	return String.fromCharCode((value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}

export const startup = (words = 'user\0learner\0database\0shopstream\0\0', version = 196_608) => int32(words.length + 8) + int32(version) + words;

/** A socket that sends bytes as they are (latin1). */
export class RawClient {
	readonly socket: Socket;
	received = '';
	isClosed = false;

	private constructor(socket: Socket) {
		this.socket = socket;
		socket.on('data', (chunk: Buffer) => {
			this.received += chunk.toString('latin1');
		});
		socket.on('error', () => undefined);
		socket.on('close', () => {
			this.isClosed = true;
		});
	}

	static async open(port: number): Promise<RawClient> {
		const socket = connect(port, '127.0.0.1');
		await once(socket, 'connect');
		return new RawClient(socket);
	}

	/** One that is connected and ready. */
	static async start(port: number, words?: string): Promise<RawClient> {
		const client = await RawClient.open(port);
		client.write(startup(words));
		await client.messages('Z');
		client.received = '';
		return client;
	}

	write(bytes: string): void {
		this.socket.write(bytes, 'latin1');
	}

	/** Sends messages and waits for the answer up to ReadyForQuery. Gives types and bodies. */
	async ask(...frames: readonly string[]): Promise<Array<readonly [type: string, body: string]>> {
		this.received = '';
		this.write(frames.join(''));
		return this.messages('Z');
	}

	/** The messages that came, once so many of a type are among them. */
	async messages(last: string, count = 1): Promise<Array<readonly [type: string, body: string]>> {
		return until(() => {
			const all = split(this.received);
			return all.filter(([type]) => type === last).length >= count ? all : this.isClosed ? [...all, ['closed', ''] as const] : undefined;
		});
	}

	/** All bytes up to the end of the connection. */
	async untilClosed(): Promise<string> {
		await until(() => this.isClosed);
		return this.received;
	}

	close(): void {
		this.socket.destroy();
	}
}

export function split(bytes: string): Array<readonly [type: string, body: string]> {
	const all: Array<readonly [string, string]> = [];
	for (let at = 0; at + 5 <= bytes.length;) {
		const length = Buffer.from(bytes.slice(at + 1, at + 5), 'latin1').readInt32BE();
		if (at + 1 + length > bytes.length) {
			break;
		}

		all.push([bytes[at]!, bytes.slice(at + 5, at + 1 + length)]);
		at += 1 + length;
	}

	return all;
}

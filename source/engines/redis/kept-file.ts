import {closeSync, existsSync, fsyncSync, renameSync} from 'node:fs';
import {crc32c} from '../../crc32c.ts';
import {openPrivate, readPrivate, writeAll} from '../kept-files.ts';
import type {CommandTable} from './commands/command.ts';
import {formatDouble} from './framing/format-double.ts';
import {RequestParser} from './framing/request-parser.ts';
import {CommandError, ProtocolError} from './redis-error.ts';
import {Client} from './state/client.ts';
import type {Kind, Values} from './state/entry.ts';
import type {Server} from './state/server.ts';

/** `#SUM:<bytes>:<CRC32C of the frame>:<CRC32C of the header so far>`, each number eight hex digits, and a line's end. */
const headerBytes = 33;
const frameBytes = 1024 * 1024;
const wordsAtOnce = 1000;
/** The time between two saves is at least this many times as long as a save takes. */
const pause = 20;

/** What the databases hold, as a file of Redis commands that makes them anew. It is replaced in one step: never a part of it is seen. */
export class KeptFile {
	/** Why the last save failed, in the system's words; undefined when it did not. While it is set, writes are refused. */
	failure: string | undefined;
	readonly #path: string;
	readonly #keyspace: Server['keyspace'];
	#savedChanges = 0;
	#endedMs = 0;
	#tookMs = 0;

	/** Fills the databases from the file, where there is one. @throws Error when it is damaged; it is left as it is */
	constructor(path: string, server: Server, commands: CommandTable) {
		this.#path = path;
		this.#keyspace = server.keyspace;
		if (existsSync(path)) {
			load(path, server, commands);
		}

		server.keyspace.changes = 0;
	}

	/** Saves if something changed and the last save is long enough ago. It runs before replies are sent: an answered write mostly outlives a killed process. */
	save(): void {
		if (this.#keyspace.changes !== this.#savedChanges && performance.now() - this.#endedMs >= this.#tookMs * pause) {
			this.#write();
		}
	}

	/** Saves what changed, onto the disk. @throws Error when that fails */
	close(): void {
		this.#write(true);
		if (this.failure !== undefined) {
			throw new Error(`Could not write ${this.#path}: ${this.failure}`);
		}
	}

	#write(isSynced = false): void {
		const startMs = performance.now();
		try {
			const file = openPrivate(`${this.#path}.new`, 'w');
			try {
				for (const frame of framesOf(this.#keyspace)) {
					writeAll(file, frame);
				}

				if (isSynced) {
					fsyncSync(file);
				}
			} finally {
				closeSync(file);
			}

			renameSync(`${this.#path}.new`, this.#path);
			this.#savedChanges = this.#keyspace.changes;
			this.failure = undefined;
		} catch (error) {
			this.failure = (error as Error).message.replaceAll(/[\r\n]/g, ' ');
		}

		this.#endedMs = performance.now();
		this.#tookMs = this.#endedMs - startMs;
	}
}

function* framesOf(keyspace: Server['keyspace']): Generator<Buffer> {
	let requests = '';
	for (const words of requestsOf(keyspace)) {
		requests += `*${words.length}\r\n${words.map(word => `$${word.length}\r\n${word}\r\n`).join('')}`;
		if (requests.length > frameBytes) {
			yield encodeFrame(requests);
			requests = '';
		}
	}

	yield encodeFrame(requests);
}

function* requestsOf(keyspace: Server['keyspace']): Generator<readonly string[]> {
	for (const database of keyspace.databases.filter(({size}) => size > 0)) {
		yield ['SELECT', String(database.index)];
		for (const entry of database.entries()) {
			if (!database.isExpired(entry)) {
				const [name, words] = wordsOf[entry.kind](entry.value as never);
				for (let i = 0; i < words.length; i += wordsAtOnce) {
					yield [name, entry.key, ...words.slice(i, i + wordsAtOnce)];
				}

				if (entry.expiresAtMs !== Number.POSITIVE_INFINITY) {
					yield ['PEXPIREAT', entry.key, String(entry.expiresAtMs)];
				}
			}
		}
	}
}

/** The command that makes a value anew, and its words. */
const wordsOf: {readonly [K in Kind]: (value: Values[K]) => readonly [name: string, words: readonly string[]]} = {
	string: value => ['SET', [value]],
	hash: hash => ['HSET', [...hash].flat()],
	list: list => ['RPUSH', list.range(0, list.size)],
	set: set => ['SADD', [...set]],
	zset: set => ['ZADD', set.range(0, set.size).flatMap(({member, score}) => [formatDouble(score), member])],
};

/** Requests (latin1) behind a header that vouches for them. */
export function encodeFrame(requests: string): Buffer {
	const body = Buffer.from(requests, 'latin1');
	return Buffer.concat([encodeHeader(body.length, crc32c(body)), body]);
}

function encodeHeader(sizeBytes: number, sum: number): Buffer {
	const hex = (value: number) => value.toString(16).padStart(8, '0');
	const text = `#SUM:${hex(sizeBytes)}:${hex(sum)}`;
	return Buffer.from(`${text}:${hex(crc32c(Buffer.from(text)))}\r\n`);
}

function load(path: string, server: Server, commands: CommandTable): void {
	const content = readPrivate(path);
	const nobody = {remoteAddress: '', localAddress: '', pendingRequestBytes: () => 0, pendingOutputBytes: () => 0, scheduleFlush() {}, destroy() {}};
	const client = new Client(0, server.keyspace.databases[0]!, nobody, 0);
	// What expires does so when all is there.
	server.keyspace.nowMs = 0;
	for (let at = 0; at < content.length;) {
		const header = content.subarray(at, at + headerBytes);
		const [sizeBytes = 0, sum = 0] = [5, 14].map(place => Number.parseInt(header.toString('latin1', place, place + 8), 16));
		const body = content.subarray(at + headerBytes, at + headerBytes + sizeBytes);
		if (!encodeHeader(sizeBytes, sum).equals(header) || body.length !== sizeBytes || crc32c(body) !== sum || !runs(body)) {
			throw new Error(`${path} is damaged at byte ${at}; move it away to start without the kept Redis data`);
		}

		at += headerBytes + sizeBytes;
	}

	/** Runs the requests of a frame. Whether all were commands that write, and succeeded. */
	function runs(body: Buffer): boolean {
		const parser = new RequestParser();
		parser.push(body);
		try {
			for (let request = parser.next(); request !== undefined; request = parser.next()) {
				const command = commands.find(request);
				if (command?.name !== 'select' && command?.flags.includes('write') !== true) {
					return false;
				}

				command.run(client, request, server);
			}
		} catch (error) {
			if (error instanceof CommandError || error instanceof ProtocolError) {
				return false;
			}

			throw error;
		}

		return parser.heldBytes === 0;
	}
}

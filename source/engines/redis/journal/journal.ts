import {closeSync, fdatasync, fdatasyncSync, ftruncateSync, writeSync} from 'node:fs';
import {openPrivate} from '../../kept-files.ts';
import type {ChangeLog, Database} from '../state/database.ts';
import {encodeFrame} from './frame.ts';
import {encodeRequest, rewrite} from './snapshot.ts';

const pendingAtMostBytes = 1024 * 1024;
const rewriteFromBytes = 64 * 1024 * 1024;

/**
 * The append-only file: what changed, as Redis commands with absolute expiries, in the order of the changes.
 * Several changes of one command or EXEC stand between MULTI and EXEC, so that a torn file holds all of them or none.
 * What is written at once is a frame with a checksum, so that damage is told from a torn end.
 * Written before the reply is sent, so that an answered write outlives a killed process; synced to the disk each second.
 */
export class Journal implements ChangeLog {
	readonly #path: string;
	readonly #databases: readonly Database[];
	#file: number;
	#sizeBytes: number;
	#compactBytes: number;
	#database = -1;
	#effects: string[] = [];
	#pending = '';
	#unsynced = false;
	/** Why the last write failed, in the system's words; undefined when it did not. While it is set, writes are refused. */
	failure: string | undefined;

	/** Rewrites the file from the databases and opens it. */
	constructor(path: string, databases: readonly Database[]) {
		this.#path = path;
		this.#databases = databases;
		this.#sizeBytes = rewrite(path, databases);
		this.#compactBytes = this.#sizeBytes;
		this.#file = openPrivate(path, 'a');
	}

	get sizeBytes(): number {
		return this.#sizeBytes;
	}

	put(database: number, key: string, value: string, expiresAtMs: number): void {
		this.#record(database, expiresAtMs === Number.POSITIVE_INFINITY ? ['SET', key, value] : ['SET', key, value, 'PXAT', String(expiresAtMs)]);
	}

	append(database: number, key: string, text: string): void {
		this.#record(database, ['APPEND', key, text]);
	}

	expire(database: number, key: string, expiresAtMs: number): void {
		this.#record(database, expiresAtMs === Number.POSITIVE_INFINITY ? ['PERSIST', key] : ['PEXPIREAT', key, String(expiresAtMs)]);
	}

	remove(database: number, key: string): void {
		this.#record(database, ['DEL', key]);
	}

	flushDatabase(database: number): void {
		this.#record(database, ['FLUSHDB']);
	}

	/** A command, or a whole EXEC, is done. */
	commit(): void {
		if (this.#effects.length === 0) {
			return;
		}

		this.#pending += this.#effects.length === 1 ? this.#effects.join('') : encodeRequest(['MULTI']) + this.#effects.join('') + encodeRequest(['EXEC']);
		this.#effects = [];
		if (this.#pending.length > pendingAtMostBytes) {
			this.flush();
		}
	}

	/** Hands what is pending to the operating system. On failure it stays pending and `failure` says why. */
	flush(): void {
		if (this.#pending === '') {
			return;
		}

		const bytes = encodeFrame(this.#pending);
		try {
			for (let written = 0; written < bytes.length;) {
				written += writeSync(this.#file, bytes, written);
			}

			this.#sizeBytes += bytes.length;
			this.#pending = '';
			this.#unsynced = true;
			this.failure = undefined;
		} catch (error) {
			this.failure = reason(error);
			this.#dropPartialWrite();
		}
	}

	/** Once a second: tries again what failed, syncs, and compacts a file that has doubled and is large. */
	tend(): void {
		this.flush();
		if (this.failure === undefined && this.#sizeBytes > rewriteFromBytes && this.#sizeBytes > this.#compactBytes * 2) {
			this.#compact();
		} else if (this.#unsynced) {
			this.#unsynced = false;
			fdatasync(this.#file, error => {
				if (error !== null) {
					this.#unsynced = true;
					this.failure = reason(error);
				} else if (this.#pending === '') {
					this.failure = undefined;
				}
			});
		}
	}

	/** Writes the file anew, as small as can be, and closes it. Throws when that fails; the old file then stands. */
	close(): void {
		this.flush();
		try {
			fdatasyncSync(this.#file);
		} finally {
			closeSync(this.#file);
		}

		if (this.failure !== undefined) {
			throw new Error(`Could not write ${this.#path}: ${this.failure}`);
		}

		rewrite(this.#path, this.#databases);
	}

	#record(database: number, request: readonly string[]): void {
		let bytes = encodeRequest(request);
		if (database !== this.#database) {
			this.#database = database;
			bytes = encodeRequest(['SELECT', String(database)]) + bytes;
		}

		this.#effects.push(bytes);
	}

	#compact(): void {
		try {
			const size = rewrite(this.#path, this.#databases);
			const file = openPrivate(this.#path, 'a');
			closeSync(this.#file);
			this.#file = file;
			this.#sizeBytes = size;
			this.#compactBytes = size;
			this.#database = -1;
			this.#unsynced = false;
		} catch {
			// The old file is still whole and still written to; try again when it has doubled once more.
			this.#compactBytes = this.#sizeBytes;
		}
	}

	#dropPartialWrite(): void {
		try {
			ftruncateSync(this.#file, this.#sizeBytes);
		} catch {
			// Nothing more can be done; the reader cuts a torn tail.
		}
	}
}

const reason = (error: unknown): string => (error instanceof Error ? error.message.replaceAll(/[\r\n]/g, ' ') : String(error));

import type {Journal} from '../journal/journal.ts';
import {limits} from '../limits.ts';
import {Database} from './database.ts';

/** All databases, with what they share: one clock reading a command, the counts that INFO reports, and the journal. */
export class Keyspace {
	readonly databases: readonly Database[];
	/** Epoch milliseconds, frozen while a command or a whole EXEC runs, so that no key expires in the middle of it. */
	nowMs: number;
	/** Lookups by reading commands that found a key (Redis: keyspace_hits). */
	hits = 0;
	/** Lookups by reading commands that found none. */
	misses = 0;
	expiredKeys = 0;
	/** Bytes of keys and values, with a reckoned overhead for each. */
	usedBytes = 0;
	peakBytes = 0;
	/** Above this, commands that may store are refused. */
	maxBytes: number = limits.maxMemoryBytes;
	/** Writes since the start (Redis: dirty). */
	changes = 0;
	/** Where changes are kept; absent: nowhere. */
	journal: Journal | undefined;

	constructor(nowMs: number) {
		this.nowMs = nowMs;
		this.databases = Array.from({length: limits.databases}, (_, index) => new Database(index, this));
	}

	/** The database of an index that is known to be valid. */
	database(index: number): Database {
		const database = this.databases[index];
		if (database === undefined) {
			throw new RangeError(`No database ${index}`);
		}

		return database;
	}

	get isFull(): boolean {
		return this.usedBytes > this.maxBytes;
	}

	account(bytes: number): void {
		this.usedBytes += bytes;
		if (this.usedBytes > this.peakBytes) {
			this.peakBytes = this.usedBytes;
		}
	}

	/** Removes keys whose time has come and that nobody asked for: a share of each database, ten times a second. */
	expireSome(nowMs: number): void {
		this.nowMs = nowMs;
		for (const database of this.databases) {
			database.expireSome();
		}
	}
}

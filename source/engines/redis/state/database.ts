import type {Entry, ValueForm} from './entry.ts';
import {entryBytes, flatten} from './entry.ts';
import {EntryOrder} from './entry-order.ts';
import {ExpiringEntries} from './expiring-entries.ts';
import {type WatchedKey, touchAllWatchers, touchWatchers} from './watch.ts';

/** What a database shares with the others. */
export type DatabaseShare = {
	/** Epoch milliseconds; what expired before is gone. */
	readonly nowMs: number;
	hits: number;
	misses: number;
	expiredKeys: number;
	usedBytes: number;
	changes: number;
	readonly account: (bytes: number) => void;
	readonly journal: ChangeLog | undefined;
};

/** Where changes are kept, each with the number of its database. */
export type ChangeLog = {
	readonly put: (database: number, key: string, value: string, expiresAtMs: number) => void;
	readonly append: (database: number, key: string, text: string) => void;
	readonly expire: (database: number, key: string, expiresAtMs: number) => void;
	readonly remove: (database: number, key: string) => void;
	readonly flushDatabase: (database: number) => void;
};

/** One numbered database. Every change goes through here: it is counted, journalled, and told to those who watch the key. */
export class Database {
	readonly index: number;
	readonly keyspace: DatabaseShare;
	/** Connections that WATCH a key of this database. */
	readonly watchers = new Map<string, Set<WatchedKey>>();
	readonly #entries = new Map<string, Entry>();
	readonly #order = new EntryOrder();
	readonly #expiring = new ExpiringEntries();

	constructor(index: number, keyspace: DatabaseShare) {
		this.index = index;
		this.keyspace = keyspace;
	}

	/** Keys stored, with those whose time has come but that are not yet removed, as Redis counts. */
	get size(): number {
		return this.#entries.size;
	}

	get expiring(): ExpiringEntries {
		return this.#expiring;
	}

	get order(): EntryOrder {
		return this.#order;
	}

	/** All entries, also those whose time has come. */
	entries(): IterableIterator<Entry> {
		return this.#entries.values();
	}

	/** The entry as it stands, expired or not, uncounted. */
	peek(key: string): Entry | undefined {
		return this.#entries.get(key);
	}

	isExpired(entry: Entry): boolean {
		return this.keyspace.nowMs > entry.expiresAtMs;
	}

	/** For commands that write: an expired key is removed; neither hit nor miss. */
	find(key: string): Entry | undefined {
		const entry = this.#entries.get(key);
		if (entry !== undefined && this.keyspace.nowMs > entry.expiresAtMs) {
			this.removeExpired(entry);
			return undefined;
		}

		return entry;
	}

	/** For commands that read: like find, counted as a hit or a miss. */
	read(key: string): Entry | undefined {
		const entry = this.find(key);
		if (entry === undefined) {
			this.keyspace.misses++;
		} else {
			this.keyspace.hits++;
		}

		return entry;
	}

	/** Stores a value, whether the key is there or not. */
	put(key: string, value: string, expiresAtMs = Number.POSITIVE_INFINITY, form: ValueForm = 'encoded'): void {
		const {keyspace} = this;
		const present = this.#entries.get(key);
		if (present === undefined) {
			const entry: Entry = {key, value, expiresAtMs, form, pieces: 1, sequence: this.#order.nextSequence, removed: false};
			this.#entries.set(key, entry);
			this.#order.add(entry);
			this.#expiring.update(entry);
			keyspace.account(entryBytes(key, value));
		} else {
			keyspace.account(value.length - present.value.length);
			present.value = value;
			present.pieces = 1;
			present.form = form;
			if (present.expiresAtMs !== expiresAtMs) {
				present.expiresAtMs = expiresAtMs;
				this.#expiring.update(present);
			}
		}

		keyspace.journal?.put(this.index, key, value, expiresAtMs);
		this.#changed(key);
	}

	/** Adds to a value that is there. */
	append(entry: Entry, text: string): void {
		this.keyspace.account(text.length);
		entry.value += text;
		entry.pieces++;
		if (entry.pieces >= 64 || entry.value.length <= 4096) {
			entry.value = flatten(entry.value);
			entry.pieces = 1;
		}

		entry.form = 'raw';
		this.keyspace.journal?.append(this.index, entry.key, text);
		this.#changed(entry.key);
	}

	/** Sets when an entry expires; Infinity: never. */
	setExpiry(entry: Entry, expiresAtMs: number): void {
		entry.expiresAtMs = expiresAtMs;
		this.#expiring.update(entry);
		this.keyspace.journal?.expire(this.index, entry.key, expiresAtMs);
		this.#changed(entry.key);
	}

	/** Removes an entry; it need not be alive. */
	remove(entry: Entry): void {
		this.#drop(entry);
		this.keyspace.journal?.remove(this.index, entry.key);
		this.#changed(entry.key);
	}

	/** Removes an entry because its time has come. */
	removeExpired(entry: Entry): void {
		this.#drop(entry);
		this.keyspace.expiredKeys++;
		touchWatchers(this, entry.key);
	}

	flush(): void {
		touchAllWatchers(this);
		this.keyspace.changes += this.#entries.size;
		for (const entry of this.#entries.values()) {
			entry.removed = true;
			this.keyspace.usedBytes -= entryBytes(entry.key, entry.value);
		}

		this.#entries.clear();
		this.#order.clear();
		this.#expiring.clear();
		this.keyspace.journal?.flushDatabase(this.index);
	}

	/** Removes some expired entries; more while many of those looked at are. */
	expireSome(): void {
		this.#expiring.sweep(this.keyspace.nowMs, entry => {
			this.removeExpired(entry);
		});
	}

	#drop(entry: Entry): void {
		this.#entries.delete(entry.key);
		this.#order.remove(entry);
		this.#expiring.delete(entry);
		this.keyspace.usedBytes -= entryBytes(entry.key, entry.value);
	}

	#changed(key: string): void {
		this.keyspace.changes++;
		if (this.watchers.size > 0) {
			touchWatchers(this, key);
		}
	}
}

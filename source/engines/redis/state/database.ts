import {type Entry, entryBytes, type Kind, ofKind, type Values} from './entry.ts';
import {EntryOrder} from './entry-order.ts';
import {IndexedSet} from './indexed-set.ts';
import {List} from './list.ts';
import {SortedSet} from './sorted-set.ts';
import {type WatchedKey, touchWatchers} from './watch.ts';
import {classOf} from './notifications.ts';

const never = Number.POSITIVE_INFINITY;
const sweptAtOnce = 200;
const sweepsAtMost = 50;

/** What a database shares with the others. */
type DatabaseShare = Record<'hits' | 'misses' | 'expiredKeys' | 'evictedKeys' | 'changes', number> & {
	/** Epoch milliseconds; what expired before is gone. */
	readonly nowMs: number;
	account(bytes: number): void;
	use(entry: Entry): void;
	notify(database: number, eventClass: string, event: string, key: string): void;
};

/** How a collection of each kind begins. */
const empty: {readonly [K in Kind]: () => Values[K]} = {
	string: () => '',
	list: () => new List(),
	set: () => new IndexedSet(),
	hash: () => new Map(),
	zset: () => new SortedSet(),
};

/** One numbered database. Every change goes through here: it is counted, and told to those who watch the key or listen for events. */
export class Database {
	readonly index: number;
	readonly keyspace: DatabaseShare;
	/** Connections that WATCH a key of this database. */
	readonly watchers = new Map<string, Set<WatchedKey>>();
	readonly order = new EntryOrder();
	/** Those entries that have an expiry. */
	readonly expiring = new IndexedSet<Entry>();
	readonly #entries = new Map<string, Entry>();
	#sweptTo = 0;

	constructor(index: number, keyspace: DatabaseShare) {
		this.index = index;
		this.keyspace = keyspace;
	}

	/** Keys stored, with those whose time has come but that are not yet removed, as Redis counts. */
	get size(): number {
		return this.#entries.size;
	}

	/** All entries, also those whose time has come. */
	entries(): IterableIterator<Entry> {
		return this.#entries.values();
	}

	/** The entry as it stands, expired or not: neither counted nor used. */
	peek(key: string): Entry | undefined {
		return this.#entries.get(key);
	}

	isExpired(entry: Entry): boolean {
		return this.keyspace.nowMs > entry.expiresAtMs;
	}

	/** The living entry, counted as a hit or a miss, but not as used. A miss is an event, too, unless `isQuiet`. */
	look(key: string, isQuiet = false): Entry | undefined {
		const entry = this.#living(key);
		if (entry === undefined) {
			this.keyspace.misses++;
			if (!isQuiet) {
				this.keyspace.notify(this.index, 'm', 'keymiss', key);
			}
		} else {
			this.keyspace.hits++;
		}

		return entry;
	}

	/** The living entry for commands that read: counted as a hit or a miss, and as used. */
	read(key: string): Entry | undefined {
		const entry = this.look(key);
		if (entry !== undefined) {
			this.keyspace.use(entry);
		}

		return entry;
	}

	/** The living entry for commands that write: neither hit nor miss, but used. */
	find(key: string): Entry | undefined {
		const entry = this.#living(key);
		if (entry !== undefined) {
			this.keyspace.use(entry);
		}

		return entry;
	}

	/** Like {@link read}, the value alone. @throws WRONGTYPE */
	readValue<K extends Kind>(key: string, kind: K): Values[K] | undefined {
		return ofKind(this.read(key), kind)?.value;
	}

	/** Like {@link find}, of one kind. @throws WRONGTYPE */
	findAs<K extends Kind>(key: string, kind: K): Entry<K> | undefined {
		return ofKind(this.find(key), kind);
	}

	/** Like {@link findAs}, but makes an empty value where there is none; the caller puts something into it. */
	open<K extends Kind>(key: string, kind: K): Entry<K> {
		return this.findAs(key, kind) ?? this.#create(key, kind, empty[kind](), 0);
	}

	/** Stores a string, whether the key is there or not. */
	put(key: string, value: string, expiresAtMs = never, event = 'set'): Entry {
		const present = this.#entries.get(key);
		if (present === undefined) {
			const entry = this.#create(key, 'string', value, value.length, expiresAtMs);
			this.changed(entry, event);
			return entry;
		}

		const added = value.length - present.bytes;
		present.kind = 'string';
		present.value = value;
		if (present.expiresAtMs !== expiresAtMs) {
			this.#expire(present, expiresAtMs);
		}

		this.changed(present, event, added);
		return present;
	}

	/** To be called after an entry's value was changed in place and grew by `addedBytes`. An empty collection is removed. */
	changed(entry: Entry, event: string, addedBytes = 0): void {
		entry.bytes += addedBytes;
		this.keyspace.account(addedBytes);
		this.#touched(entry.key);
		this.keyspace.notify(this.index, classOf[entry.kind], event, entry.key);
		if (entry.kind !== 'string' && (entry.value as {readonly size: number}).size === 0) {
			this.remove(entry);
		}
	}

	/** Sets when an entry expires; Infinity: never. */
	setExpiry(entry: Entry, expiresAtMs: number): void {
		this.#expire(entry, expiresAtMs);
		this.#touched(entry.key);
		this.keyspace.notify(this.index, 'g', expiresAtMs === never ? 'persist' : 'expire', entry.key);
	}

	/** Removes an entry; it need not be alive. */
	remove(entry: Entry): void {
		this.#drop(entry);
		this.#touched(entry.key);
		this.keyspace.notify(this.index, 'g', 'del', entry.key);
	}

	/** Removes an entry because its time has come. */
	removeExpired(entry: Entry): void {
		this.#drop(entry);
		this.keyspace.expiredKeys++;
		this.keyspace.notify(this.index, 'x', 'expired', entry.key);
		touchWatchers(this, entry.key);
	}

	/** Removes an entry to make room. */
	evict(entry: Entry): void {
		this.#drop(entry);
		this.keyspace.evictedKeys++;
		this.#touched(entry.key);
		this.keyspace.notify(this.index, 'e', 'evicted', entry.key);
	}

	flush(): void {
		[...this.watchers.keys()].filter(key => this.#entries.has(key)).forEach(key => touchWatchers(this, key));
		this.keyspace.changes += this.#entries.size;
		for (const entry of this.#entries.values()) {
			entry.removed = true;
			this.keyspace.account(-entryBytes(entry));
		}

		this.#entries.clear();
		this.order.clear();
		this.expiring.clear();
	}

	/** Looks at some entries that can expire and removes those whose time has come; goes on while more than a tenth of them are such. */
	expireSome(): void {
		for (let i = 0; i < sweepsAtMost && this.expiring.size > 0; i++) {
			let found = 0;
			for (let looked = 0; looked < sweptAtOnce && this.expiring.size > 0; looked++) {
				// Downwards, for a removal moves the last entry into the gap.
				this.#sweptTo = (this.#sweptTo === 0 ? this.expiring.size : Math.min(this.#sweptTo, this.expiring.size)) - 1;
				const entry = this.expiring.at(this.#sweptTo)!;
				if (this.isExpired(entry)) {
					this.removeExpired(entry);
					found++;
				}
			}

			if (found * 10 <= sweptAtOnce) {
				return;
			}
		}
	}

	#living(key: string): Entry | undefined {
		const entry = this.#entries.get(key);
		if (entry !== undefined && this.keyspace.nowMs > entry.expiresAtMs) {
			this.removeExpired(entry);
			return undefined;
		}

		return entry;
	}

	#create<K extends Kind>(key: string, kind: K, value: Values[K], bytes: number, expiresAtMs = never): Entry<K> {
		const {order, keyspace} = this;
		const entry = {
			key,
			kind,
			value,
			bytes,
			expiresAtMs,
			usedAtMs: keyspace.nowMs,
			frequency: 5,
			sequence: order.nextSequence,
			removed: false,
		};
		this.#entries.set(key, entry);
		order.add(entry);
		if (expiresAtMs !== never) {
			this.expiring.add(entry);
		}

		keyspace.account(entryBytes(entry));
		keyspace.notify(this.index, 'n', 'new', key);
		return entry;
	}

	#expire(entry: Entry, expiresAtMs: number): void {
		entry.expiresAtMs = expiresAtMs;
		if (expiresAtMs === never) {
			this.expiring.delete(entry);
		} else {
			this.expiring.add(entry);
		}
	}

	#drop(entry: Entry): void {
		this.#entries.delete(entry.key);
		this.order.remove(entry);
		this.expiring.delete(entry);
		this.keyspace.account(-entryBytes(entry));
	}

	#touched(key: string): void {
		this.keyspace.changes++;
		if (this.watchers.size > 0) {
			touchWatchers(this, key);
		}
	}
}

import {limits} from '../limits.ts';
import {Database} from './database.ts';
import type {Entry} from './entry.ts';
import {decayed, increased, type Policy, rank} from './eviction.ts';

const poolAtMost = 16;

/** All databases, with what they share: the time, read once a command; the counts that INFO reports; the settings and the memory in use. */
export class Keyspace {
	readonly databases: readonly Database[];
	/** Epoch milliseconds, frozen while a command or a whole EXEC runs, so that no key expires in the middle of it. */
	nowMs: number;
	/** Lookups by reading commands that found a key (Redis: keyspace_hits). */
	hits = 0;
	/** Lookups by reading commands that found none. */
	misses = 0;
	expiredKeys = 0;
	evictedKeys = 0;
	/** Bytes of keys and values, with a reckoned overhead for each. */
	usedBytes = 0;
	peakBytes = 0;
	/** Writes since the start (Redis: dirty). */
	changes = 0;
	/** What CONFIG SET can change. Above `maxBytes` keys are evicted, or commands that may store are refused; 0: the engine's own bound. */
	readonly settings = {
		maxBytes: limits.maxMemoryBytes as number,
		policy: 'noeviction' as Policy,
		samples: 5,
		frequencyFactor: 10,
		frequencyDecayMinutes: 1,
		events: new Set() as ReadonlySet<string>,
	};

	/** The best candidates of earlier draws, the best first. */
	#pool: Array<{readonly database: Database; readonly entry: Entry}> = [];
	readonly #publish: (channel: string, message: string) => void;

	/** `publish` tells subscribers what happens to keys. */
	constructor(nowMs: number, publish: (channel: string, message: string) => void) {
		this.nowMs = nowMs;
		this.#publish = publish;
		this.databases = Array.from({length: limits.databases}, (_, index) => new Database(index, this));
	}

	get isFull(): boolean {
		return this.usedBytes > (this.settings.maxBytes || limits.maxMemoryBytes);
	}

	account(bytes: number): void {
		this.usedBytes += bytes;
		this.peakBytes = Math.max(this.peakBytes, this.usedBytes);
	}

	/** An entry is asked for or changed. */
	use(entry: Entry): void {
		const {policy, frequencyFactor} = this.settings;
		if (policy.endsWith('lfu')) {
			entry.frequency = increased(this.frequency(entry), frequencyFactor);
		}

		entry.usedAtMs = this.nowMs;
	}

	/** How often an entry is used, less for each minute that it was not. */
	frequency(entry: Entry): number {
		return decayed(entry.frequency, this.nowMs - entry.usedAtMs, this.settings.frequencyDecayMinutes);
	}

	/** Tells subscribers what happened to a key, when events of this class are wanted. */
	notify(database: number, eventClass: string, event: string, key: string): void {
		const {events} = this.settings;
		if (events.size > 0 && events.has(eventClass)) {
			if (events.has('K')) {
				this.#publish(`__keyspace@${database}__:${key}`, event);
			}

			if (events.has('E')) {
				this.#publish(`__keyevent@${database}__:${event}`, key);
			}
		}
	}

	/** Removes keys by the policy until there is room, or none is left that it names. */
	evict(): void {
		while (this.isFull && this.settings.policy !== 'noeviction') {
			const victim = this.#victim();
			if (victim === undefined) {
				return;
			}

			victim.database.evict(victim.entry);
		}
	}

	/** Removes keys whose time has come and that nobody asked for: a share of each database, ten times a second. */
	expireSome(nowMs: number): void {
		this.nowMs = nowMs;
		for (const database of this.databases) {
			database.expireSome();
		}
	}

	/** The next key to evict, chosen as Redis does: a few at random join the best of earlier draws, and the best of all goes. */
	#victim() {
		const {policy, samples} = this.settings;
		const isVolatile = policy.startsWith('volatile');
		for (const database of this.databases) {
			for (let i = 0; i < samples; i++) {
				const entry = isVolatile ? database.expiring.random() : database.order.random();
				if (entry !== undefined && !this.#pool.some(candidate => candidate.entry === entry)) {
					this.#pool.push({database, entry});
				}
			}
		}

		this.#pool = this.#pool.filter(({database, entry}) => !entry.removed && (!isVolatile || database.expiring.has(entry)));
		const rankOf = (entry: Entry) => rank(policy, entry, this.frequency(entry));
		this.#pool.sort((a, b) => rankOf(b.entry) - rankOf(a.entry));
		this.#pool.length = Math.min(this.#pool.length, poolAtMost);
		return this.#pool.shift();
	}
}

import type {Entry} from './entry.ts';
import {placeIn} from './sorted-set.ts';

/**
 * A database's entries in the order of creation, for SCAN and eviction. SCAN walks from the newest back to the oldest: it sees
 * every key that exists during the whole walk, none twice, and keys made meanwhile cannot make it endless.
 */
export class EntryOrder {
	#list: Entry[] = [];
	#removed = 0;
	#sequence = 0;

	/** What the next entry's `sequence` must be. */
	get nextSequence(): number {
		return this.#sequence + 1;
	}

	add(entry: Entry): void {
		this.#sequence = entry.sequence;
		this.#list.push(entry);
	}

	remove(entry: Entry): void {
		entry.removed = true;
		this.#removed++;
		if (this.#removed > 64 && this.#removed * 2 > this.#list.length) {
			this.#list = this.#list.filter(candidate => !candidate.removed);
			this.#removed = 0;
		}
	}

	clear(): void {
		this.#list = [];
		this.#removed = 0;
	}

	/** Up to `count` entries at and before a cursor (0n: the newest), and the cursor to go on with (0: done). */
	page(cursor: bigint, count: number): {entries: Entry[]; next: number} {
		const entries: Entry[] = [];
		let at = placeIn(this.#list, entry => cursor === 0n || BigInt(entry.sequence) <= cursor) - 1;
		for (; at >= 0 && entries.length < count; at--) {
			const entry = this.#list[at];
			if (entry !== undefined && !entry.removed) {
				entries.push(entry);
			}
		}

		while (at >= 0 && this.#list[at]?.removed === true) {
			at--;
		}

		return {entries, next: this.#list[at]?.sequence ?? 0};
	}

	/** Any entry, each equally likely; undefined when there is none. */
	random(): Entry | undefined {
		if (this.#removed === this.#list.length) {
			return undefined;
		}

		for (;;) {
			const entry = this.#list[Math.floor(Math.random() * this.#list.length)];
			if (entry !== undefined && !entry.removed) {
				return entry;
			}
		}
	}
}

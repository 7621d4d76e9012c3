import type {Entry} from './entry.ts';

const batch = 200;
const batchesAtMost = 50;

/** Those entries of a database that have an expiry, walked round and round by the active expiry. */
export class ExpiringEntries {
	readonly #entries = new Set<Entry>();
	#walk: IterableIterator<Entry> | undefined;

	get size(): number {
		return this.#entries.size;
	}

	/** Takes an entry in, or out, as its expiry says. */
	update(entry: Entry): void {
		if (entry.expiresAtMs !== Number.POSITIVE_INFINITY) {
			this.#entries.add(entry);
		} else if (this.#entries.size > 0) {
			this.#entries.delete(entry);
		}
	}

	delete(entry: Entry): void {
		if (entry.expiresAtMs !== Number.POSITIVE_INFINITY) {
			this.#entries.delete(entry);
		}
	}

	clear(): void {
		this.#entries.clear();
		this.#walk = undefined;
	}

	/** Mean time left of those alive, for INFO; 0 when there are none. */
	averageTtlMs(nowMs: number): number {
		let sum = 0;
		let count = 0;
		for (const entry of this.#entries) {
			if (entry.expiresAtMs > nowMs) {
				sum += entry.expiresAtMs - nowMs;
				count++;
			}
		}

		return count === 0 ? 0 : Math.round(sum / count);
	}

	/** Looks at some entries and gives the expired to `expired`; goes on while more than a tenth of them are. */
	sweep(nowMs: number, expired: (entry: Entry) => void): void {
		for (let i = 0; i < batchesAtMost && this.#entries.size > 0; i++) {
			const found = this.#take(Math.min(batch, this.#entries.size)).filter(entry => nowMs > entry.expiresAtMs);
			for (const entry of found) {
				expired(entry);
			}

			if (found.length * 10 <= batch) {
				return;
			}
		}
	}

	#take(count: number): Entry[] {
		const taken: Entry[] = [];
		while (taken.length < count) {
			this.#walk ??= this.#entries.values();
			const step = this.#walk.next();
			if (step.done === true) {
				this.#walk = undefined;
				if (this.#entries.size === 0) {
					break;
				}
			} else {
				taken.push(step.value);
			}
		}

		return taken;
	}
}

import {Long} from 'bson';

/** What was asked of the server since its start, as `serverStatus` tells it. */
export class Counters {
	readonly operations = {insert: 0, query: 0, update: 0, delete: 0, getmore: 0, command: 0};
	readonly network = {bytesIn: 0, bytesOut: 0, numRequests: 0};
	readonly documents = {deleted: 0, inserted: 0, returned: 0, updated: 0};
	readonly #commands = new Map<string, {failed: number; total: number}>();

	/** How often a command was asked for. */
	countOf(name: string): {failed: number; total: number} {
		const counts = this.#commands.get(name) ?? {failed: 0, total: 0};
		this.#commands.set(name, counts);
		return counts;
	}

	/** The sections of `serverStatus`. */
	report() {
		const commands = Object.fromEntries([...this.#commands].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, counts]) => [name, longs(counts)]));
		return {opcounters: longs(this.operations), network: longs(this.network), metrics: {commands, document: longs(this.documents)}};
	}
}

function longs(counts: Readonly<Record<string, number>>): Record<string, Long> {
	return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, Long.fromNumber(count)]));
}

/** What `top` tells apart in the use of a collection. */
const uses = ['queries', 'getmore', 'insert', 'update', 'remove', 'commands'] as const;

export type Use = (typeof uses)[number];

/** How often a collection was used, and how long that took. */
export class CollectionUsage {
	readonly #of = new Map<Use, {count: number; ms: number}>();

	add(use: Use, ms: number): void {
		const {count, ms: before} = this.#of.get(use) ?? {count: 0, ms: 0};
		this.#of.set(use, {count: count + 1, ms: before + ms});
	}

	/** As `top` tells it, in microseconds. */
	top() {
		const locks = {total: uses, readLock: ['queries', 'getmore'], writeLock: ['insert', 'update', 'remove']} as const;
		const parts = [...Object.entries(locks), ...uses.map(use => [use, [use]] as const)];
		return Object.fromEntries(parts.map(([name, of]) => [name, longs({time: this.#sum(of, 'ms'), count: this.#sum(of, 'count')})]));
	}

	/** As `$collStats` tells it, in microseconds. */
	latency() {
		const parts = {reads: ['queries', 'getmore'], writes: ['insert', 'update', 'remove'], commands: ['commands'], transactions: []} as const;
		return Object.fromEntries(Object.entries(parts).map(([name, of]) => [name, longs({latency: this.#sum(of, 'ms'), ops: this.#sum(of, 'count')})]));
	}

	#sum(of: readonly Use[], what: 'count' | 'ms'): number {
		return of.reduce((sum, use) => sum + Math.round((this.#of.get(use)?.[what] ?? 0) * (what === 'ms' ? 1000 : 1)), 0);
	}
}

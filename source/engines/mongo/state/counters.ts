import {Long} from 'bson';

/** What was asked of the server since its start, as `serverStatus` tells it. */
export class Counters {
	readonly operations = {insert: 0, query: 0, update: 0, delete: 0, getmore: 0, command: 0};
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
		return {opcounters: longs(this.operations), metrics: {commands, document: longs(this.documents)}};
	}
}

function longs(counts: Readonly<Record<string, number>>): Record<string, Long> {
	return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, Long.fromNumber(count)]));
}

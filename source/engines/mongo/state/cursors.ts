import {randomBytes} from 'node:crypto';
import {Long} from 'bson';
import {uassert} from '../mongo-error.ts';
import type {Document} from '../values/document.ts';

/** An open cursor: what is left of a result, as it was when the command ran. */
export type Cursor = {
	readonly id: Long;
	readonly namespace: string;
	readonly documents: readonly Document[];
	position: number;
	lastUsedMs: number;
	readonly noTimeout: boolean;
	/** Whether its collection is gone: who asks next is told so. */
	isDropped?: boolean;
};

const cursorsMax = 1000;
const timeoutMs = 600_000;

/** The open cursors of all connections; one not used for ten minutes is closed. */
export class Cursors {
	readonly #cursors = new Map<string, Cursor>();
	readonly #clock: () => number;

	constructor(clock: () => number) {
		this.#clock = clock;
	}

	/** Opens a cursor over documents of which `position` are sent. Where too many are open, the one longest unused makes room. */
	open(namespace: string, documents: readonly Document[], position: number, noTimeout: boolean): Cursor {
		this.expire();
		if (this.#cursors.size >= cursorsMax) {
			this.#cursors.delete(this.#cursors.keys().next().value!);
		}

		const bytes = randomBytes(8);
		// Positive and not zero, which means no cursor.
		bytes[0] = (bytes[0]! & 0x7f) | 0x40;
		const id = Long.fromBytesBE([...bytes]);
		const cursor = {id, namespace, documents, position, lastUsedMs: this.#clock(), noTimeout};
		this.#cursors.set(id.toString(), cursor);
		return cursor;
	}

	/** Finds a cursor and marks it as used. @throws MongoError `CursorNotFound`. */
	use(id: Long, namespace: string): Cursor {
		this.expire();
		const cursor = this.#cursors.get(id.toString());
		uassert(cursor, 'CursorNotFound', () => `cursor id ${id.toString()} not found`);
		const why = `Requested getMore on namespace '${namespace}', but cursor belongs to a different namespace ${cursor.namespace}`;
		uassert(cursor.namespace === namespace, 13, why);
		cursor.lastUsedMs = this.#clock();
		// The map's order is that of use.
		this.#cursors.delete(id.toString());
		uassert(!cursor.isDropped, 'QueryPlanKilled', 'PlanExecutor error during getMore :: caused by :: collection dropped');
		this.#cursors.set(id.toString(), cursor);
		return cursor;
	}

	/** Closes a cursor. @returns Whether it was open. */
	close(id: Long): boolean {
		return this.#cursors.delete(id.toString());
	}

	/** Ends the cursors of a collection that is dropped. */
	dropOf(namespace: string): void {
		for (const cursor of this.#cursors.values()) {
			if (cursor.namespace === namespace) {
				Object.assign(cursor, {isDropped: true, documents: []});
			}
		}
	}

	/** Closes what was not used for ten minutes. */
	expire(): void {
		const before = this.#clock() - timeoutMs;
		for (const [key, cursor] of this.#cursors) {
			if (cursor.lastUsedMs < before && !cursor.noTimeout) {
				this.#cursors.delete(key);
			}
		}
	}
}

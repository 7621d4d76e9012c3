import {CommandError} from '../redis-error.ts';
import type {IndexedSet} from './indexed-set.ts';
import type {List} from './list.ts';
import type {SortedSet} from './sorted-set.ts';

/** What each kind of value, as TYPE names it, is held in. Text holds bytes: one character (0–255), one byte. */
export type Values = {
	readonly string: string;
	readonly list: List;
	readonly set: IndexedSet<string>;
	readonly hash: Map<string, string>;
	readonly zset: SortedSet;
};

export type Kind = keyof Values;

/** A key with its value. */
export type Entry<K extends Kind = Kind> = {
	readonly key: string;
	kind: K;
	value: Values[K];
	/** Estimated size of the value. */
	bytes: number;
	/** Epoch milliseconds; Infinity: never. */
	expiresAtMs: number;
	/** When it was last asked for or changed. */
	usedAtMs: number;
	/** How often, on Redis's logarithmic scale from 0 to 255. */
	frequency: number;
	/** Place in the order of creation within its database, from 1; SCAN's cursor. */
	readonly sequence: number;
	removed: boolean;
};

/** Estimated cost of an entry beside the bytes of its key and value. */
const entryOverheadBytes = 120;
/** Estimated cost of an element of a collection beside its own bytes. */
export const elementOverheadBytes = 64;

/** Estimated size of elements of a collection. */
export const elementBytes = (elements: readonly string[]): number => elements.reduce((sum, element) => sum + element.length + elementOverheadBytes, 0);

/** Estimated size of an entry with its key. */
export const entryBytes = ({key, bytes}: Entry): number => key.length + bytes + entryOverheadBytes;

/** The same entry, known to be of this kind; undefined stays so. @throws WRONGTYPE */
export function ofKind<K extends Kind>(entry: Entry | undefined, kind: K): Entry<K> | undefined {
	if (entry !== undefined && entry.kind !== kind) {
		throw new CommandError('WRONGTYPE Operation against a key holding the wrong kind of value');
	}

	return entry as Entry<K> | undefined;
}

import {calculateObjectSize} from 'bson';
import {MongoError} from '../mongo-error.ts';
import {canonicalKey} from '../values/canonical-key.ts';
import {displayValue} from '../values/display-value.ts';
import type {Document} from '../values/document.ts';
import {compareRows, type KeyRows} from '../values/key-rows.ts';
import {isIndex} from '../values/paths.ts';
import type {IndexDefinition} from './index-definition.ts';
import {createIndexKeys} from './index-keys.ts';
import type {Stored} from './stored.ts';

/** One key of one document. */
export type IndexEntry = {readonly values: readonly unknown[]; readonly stored: Stored; readonly document: Document};

/** How often an index was used, and since when that is counted. */
export type IndexUses = {ops: number; readonly since: Date};

/** So many new entries are put in one by one; more are sorted in together. */
const insertedOneByOne = 64;

/** An index: which document holds each key, where keys are unique, and the sorted entries, once a query has asked for them. */
export class CollectionIndex {
	/** Only its expiry may change. */
	definition: IndexDefinition;
	readonly uses: IndexUses = {ops: 0, since: new Date()};
	/** Whether some document had several keys. */
	isMultikey = false;
	/** Whether a part of a path is a number, so that it may mean an array index or a name. Such an index keeps keys unique and is not read. */
	readonly isAmbiguous: boolean;
	readonly #signs: readonly number[];
	readonly #keysOf: (document: Document) => KeyRows;
	readonly #owners = new Map<string, string>();
	#entries: IndexEntry[] | undefined;
	#added: IndexEntry[] = [];
	#goneCount = 0;

	constructor(definition: IndexDefinition) {
		this.definition = definition;
		this.isAmbiguous = Object.keys(definition.key).some(path => path.split('.').some(part => isIndex(part)));
		this.#signs = Object.values(definition.key).map(direction => (Number(direction) < 0 ? -1 : 1));
		this.#keysOf = createIndexKeys(definition);
	}

	/**
	 * Refuses a document one of whose keys another document holds, or that has two arrays or no place where one must be.
	 *
	 * @param id Canonical key of the document's own `_id`.
	 * @throws MongoError `DuplicateKey` with `keyPattern` and `keyValue`.
	 */
	check(document: Document, id: string, namespace: string): void {
		const {unique, isGeo, partialFilterExpression} = this.definition;
		if (!unique && this.#signs.length === 1 && !isGeo && !partialFilterExpression && !this.isAmbiguous) {
			return;
		}

		const {rows} = this.#keysOf(document);
		for (const values of unique ? rows : []) {
			const owner = this.#owners.get(canonicalKey(values));
			if (owner !== undefined && owner !== id) {
				throw duplicateKey(namespace, this.definition, values);
			}
		}
	}

	add(stored: Stored, id: string): void {
		if (!this.definition.unique && !this.#entries) {
			return;
		}

		const entries = this.#entriesOf(stored);
		for (const {values} of this.definition.unique ? entries : []) {
			this.#owners.set(canonicalKey(values), id);
		}

		if (this.#entries) {
			this.#added.push(...entries);
		}
	}

	/** Forgets the keys of a document; its entries are left out when they are met. */
	remove({document}: Stored): void {
		this.#goneCount += this.#entries ? 1 : 0;
		if (this.definition.unique) {
			for (const values of this.#keysOf(document).rows) {
				this.#owners.delete(canonicalKey(values));
			}
		}
	}

	/** All entries in the order of the index, of equal keys the older document first. Some may belong to documents that are gone. */
	entries(all: () => Iterable<Stored>): readonly IndexEntry[] {
		const compare = (a: IndexEntry, b: IndexEntry) => compareRows(a.values, b.values, this.#signs);
		// Until the end all stays as it was: the work may be ended, or meet what cannot be compared.
		const known = this.#entries ?? [];
		const added = this.#entries ? this.#added : [...all()].flatMap(stored => this.#entriesOf(stored));
		const isSparse = this.#goneCount * 4 > known.length;
		if (!this.#entries || added.length > insertedOneByOne || isSparse) {
			// Entries are copied in their order, so that a scan reads memory from one end to the other: all from the first place that takes a new one.
			const [first, ...others] = added.filter(({stored}) => !stored.isGone).sort(compare);
			const from = isSparse || !first ? 0 : firstIndex(0, known.length, i => compare(known[i]!, first) > 0);
			const fresh = [...known.slice(from), ...(first ? [first, ...others] : [])].filter(({stored}) => !stored.isGone).sort(compare);
			this.#entries = [...known.slice(0, from), ...fresh.map(entry => ({...entry}))];
			this.#goneCount = from === 0 ? 0 : this.#goneCount;
			this.#added = [];
		}

		for (let entry = this.#added[0]; entry; entry = this.#added[0]) {
			const {length} = this.#entries;
			this.#entries.splice(
				firstIndex(0, length, i => compare(this.#entries![i]!, entry!) > 0),
				0,
				entry,
			);
			this.#added.shift();
		}

		return this.#entries;
	}

	#entriesOf(stored: Stored): IndexEntry[] {
		const {rows, isMultikey} = this.#keysOf(stored.document);
		this.isMultikey ||= isMultikey;
		return rows.map(values => ({values, stored, document: stored.document}));
	}

	/** What the keys of a document take in BSON, each with eight bytes for where the document is. */
	bytesOf(document: Document): number {
		return this.#keysOf(document).rows.reduce((sum, values) => sum + calculateObjectSize(values) + 8, 0);
	}

	/** Whether entries of documents that are gone are still among them. */
	get hasGone(): boolean {
		return this.#goneCount > 0;
	}
}

/** The first number of a stretch at which a condition holds; from there on it must hold for all. */
export function firstIndex(from: number, to: number, isSo: (index: number) => boolean): number {
	let low = from;
	let high = to;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (isSo(middle)) {
			high = middle;
		} else {
			low = middle + 1;
		}
	}

	return low;
}

/** MongoDB's E11000. */
export function duplicateKey(namespace: string, definition: IndexDefinition, values: readonly unknown[]): MongoError {
	const keyValue = Object.fromEntries(Object.keys(definition.key).map((path, index) => [path, values[index]]));
	return new MongoError('DuplicateKey', `E11000 duplicate key error collection: ${namespace} index: ${definition.name} dup key: ${displayValue(keyValue)}`, {
		keyPattern: definition.key,
		keyValue,
	});
}

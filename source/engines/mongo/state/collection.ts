import type {Binary} from 'bson';
import {uassert} from '../mongo-error.ts';
import {canonicalKey} from '../values/canonical-key.ts';
import type {Document} from '../values/document.ts';
import {CollectionIndex, duplicateKey, type IndexEntry} from './collection-index.ts';
import type {CollectionLog} from './collection-log.ts';
import {CollectionUsage} from './counters.ts';
import {idIndex, isSameIndex, withExpiry, type IndexDefinition} from './index-definition.ts';
import type {StorageQuota} from './storage-quota.ts';
import {storedOf, type Stored} from './stored.ts';

/** The documents and indexes of one collection, in the order of insertion. */
export class Collection {
	readonly namespace: string;
	/** What tells it from every other collection, also from one of the same name after a drop. */
	readonly uuid: Binary;
	readonly usage = new CollectionUsage();
	/** Bytes of BSON that the documents take. */
	bytes = 0;
	readonly #documents = new Map<string, Stored>();
	/** The unique `_id` is kept by the map of documents. */
	readonly #built = new Map<string, CollectionIndex>([[idIndex.name, new CollectionIndex({...idIndex, unique: false})]]);
	readonly #log: CollectionLog | undefined;
	readonly #quota: StorageQuota;

	constructor(namespace: string, uuid: Binary, quota: StorageQuota, log?: CollectionLog) {
		this.namespace = namespace;
		this.uuid = uuid;
		this.#quota = quota;
		this.#log = log;
	}

	get size(): number {
		return this.#documents.size;
	}

	/** All documents, as they are now. */
	documents(): Document[] {
		const all: Document[] = [];
		for (const {document} of this.#documents.values()) {
			all.push(document);
		}

		return all;
	}

	/** An index by its name. */
	index(name: string): CollectionIndex {
		return this.#built.get(name)!;
	}

	/** The entries of an index, in order. */
	entriesOf(name: string): readonly IndexEntry[] {
		return this.index(name).entries(() => this.#documents.values());
	}

	/** About how many bytes the keys of an index take in BSON, told from the first thousand documents. */
	indexBytes(name: string): number {
		let bytes = 0;
		let count = 0;
		for (const {document} of this.#documents.values()) {
			bytes += this.index(name).bytesOf(document);
			if (++count >= 1000) {
				break;
			}
		}

		return count === 0 ? 0 : Math.round((bytes / count) * this.size);
	}

	/** The document with an `_id`, by its canonical key. */
	get(idKey: string): Document | undefined {
		return this.#documents.get(idKey)?.document;
	}

	/** Stores a new document. @param bytes The same document in BSON. @throws MongoError `DuplicateKey`, `ExceededMemoryLimit`; nothing is stored then. */
	insert(document: Document, bytes: Uint8Array): void {
		const id = document['_id'];
		const key = canonicalKey(id);
		if (this.#documents.has(key)) {
			throw duplicateKey(this.namespace, idIndex, [id]);
		}

		for (const index of this.#built.values()) {
			index.check(document, key, this.namespace);
		}

		const stored = storedOf(document, bytes);
		this.#quota.take(stored);
		this.#log?.put(bytes);
		this.#store(key, stored);
	}

	/** Replaces the document of the same `_id`. @throws MongoError as `insert`. */
	replace(document: Document, bytes: Uint8Array): void {
		const key = canonicalKey(document['_id']);
		const old = this.#documents.get(key)!;
		for (const index of this.#built.values()) {
			index.check(document, key, this.namespace);
		}

		const stored = storedOf(document, bytes);
		this.#quota.take(stored, old);
		this.#log?.put(bytes);
		this.#forget(old);
		this.#store(key, stored);
	}

	/** Removes a document, if it is there. */
	remove(id: unknown): void {
		const key = canonicalKey(id);
		const old = this.#documents.get(key);
		if (old) {
			this.#log?.delete(id);
			this.#quota.give(old);
			this.#forget(old);
			this.#documents.delete(key);
		}
	}

	get indexes(): readonly IndexDefinition[] {
		return [...this.#built.values()].map(({definition}) => (definition.name === idIndex.name ? idIndex : definition));
	}

	/** Makes an index and checks what is stored against it. @returns Whether it was new. */
	createIndex(definition: IndexDefinition): boolean {
		for (const existing of this.indexes) {
			if (isSameIndex(definition, existing)) {
				return false;
			}
		}

		uassert(this.#built.size < 64, 'CannotCreateIndex', () => `add index fails, too many indexes for ${this.namespace} key:${JSON.stringify(definition.key)}`);
		this.#build(definition);
		this.#log?.putIndex(definition.specification);
		return true;
	}

	dropIndex(name: string): void {
		this.#built.delete(name);
		this.#log?.deleteIndex(name);
	}

	/** Changes after how many seconds a TTL index removes. */
	setExpiry(name: string, expireAfterSeconds: number): void {
		const index = this.index(name);
		index.definition = withExpiry(index.definition, expireAfterSeconds);
		this.#log?.putIndex(index.definition.specification);
	}

	/** Gives back what the documents took, when the collection is dropped. */
	release(): void {
		for (const stored of this.#documents.values()) {
			this.#quota.give(stored);
		}

		this.#log?.destroy();
	}

	/** Writes what the log still holds. */
	flush(): void {
		this.#log?.flush();
	}

	close(): void {
		this.#log?.close();
	}

	/** Takes what the log held, without writing it again. */
	restore(documents: Iterable<Stored>, indexes: readonly IndexDefinition[]): void {
		for (const stored of documents) {
			this.#quota.take(stored);
			this.#store(canonicalKey(stored.document['_id']), stored);
		}

		for (const index of indexes) {
			this.#build(index);
		}
	}

	#build(definition: IndexDefinition): void {
		const index = new CollectionIndex(definition);
		for (const [key, stored] of this.#documents) {
			index.check(stored.document, key, this.namespace);
			index.add(stored, key);
		}

		this.#built.set(definition.name, index);
	}

	#store(key: string, stored: Stored): void {
		this.bytes += stored.bytes;
		this.#documents.set(key, stored);
		for (const index of this.#built.values()) {
			index.add(stored, key);
		}
	}

	#forget(old: Stored): void {
		this.bytes -= old.bytes;
		old.isGone = true;
		for (const index of this.#built.values()) {
			index.remove(old);
		}
	}
}

import {readdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {UUID} from 'bson';
import {makePrivateFolder} from '../../kept-files.ts';
import {uassert} from '../mongo-error.ts';
import {Collection} from './collection.ts';
import {collectionFile, fileEnding} from './collection-file.ts';
import {CollectionLog} from './collection-log.ts';
import {headerRecord, readCollectionLog} from './read-collection-log.ts';
import {StorageQuota} from './storage-quota.ts';

const collectionsMax = 10_000;

/** All databases and their collections, in memory and, with a folder, in its files. */
export class Databases {
	readonly #databases = new Map<string, Map<string, Collection>>();
	readonly #folder: string | undefined;
	readonly #quota: StorageQuota;
	#count = 0;

	/** Opens what the folder holds. @throws Error when the folder cannot be used or a file is damaged. */
	constructor(folder?: string, quota = new StorageQuota()) {
		this.#folder = folder;
		this.#quota = quota;
		if (folder !== undefined) {
			makePrivateFolder(folder);
			this.#restore(folder);
		}
	}

	/** Names of the databases that hold a collection, sorted. */
	names(): string[] {
		return [...this.#databases.keys()].sort();
	}

	/** The collections of a database by their names. */
	collections(database: string): ReadonlyMap<string, Collection> {
		return this.#databases.get(database) ?? new Map<string, Collection>();
	}

	get(database: string, collection: string): Collection | undefined {
		return this.#databases.get(database)?.get(collection);
	}

	/** Every collection of every database. */
	all(): Collection[] {
		return [...this.#databases.values()].flatMap(collections => [...collections.values()]);
	}

	/** Refuses a collection that cannot be made by its name. @throws MongoError `InvalidNamespace`. */
	check(database: string, name: string): void {
		checkCollectionName(database, name);
		const other = this.names().find(known => known !== database && known.toLowerCase() === database.toLowerCase());
		uassert(other === undefined, 13_297, `db already exists with different case already have: [${other}] trying to create [${database}]`);
	}

	/** The collection, made when it is not there. @throws MongoError `InvalidNamespace`. */
	ensure(database: string, name: string): Collection {
		const existing = this.get(database, name);
		if (existing) {
			return existing;
		}

		this.check(database, name);
		uassert(this.#count < collectionsMax, 'ExceededMemoryLimit', `The embedded engine holds at most ${collectionsMax} collections`);
		const uuid = new UUID();
		let log: CollectionLog | undefined;
		if (this.#folder !== undefined) {
			const path = join(this.#folder, collectionFile(database, name));
			writeFileSync(path, headerRecord(database, name, uuid), {mode: 0o600});
			log = new CollectionLog(path);
		}

		return this.#add(database, name, new Collection(`${database}.${name}`, uuid, this.#quota, log));
	}

	/** Drops a collection, which must be there. */
	drop(database: string, name: string): void {
		const collections = this.#databases.get(database)!;
		collections.get(name)!.release();
		collections.delete(name);
		this.#count--;
		if (collections.size === 0) {
			this.#databases.delete(database);
		}
	}

	/** Writes what the logs hold back. */
	flush(): void {
		if (this.#folder !== undefined) {
			for (const collection of this.all()) {
				collection.flush();
			}
		}
	}

	close(): void {
		for (const collection of this.all()) {
			collection.close();
		}

		this.#databases.clear();
	}

	#add(database: string, name: string, collection: Collection): Collection {
		const collections = this.#databases.get(database) ?? new Map<string, Collection>();
		collections.set(name, collection);
		this.#databases.set(database, collections);
		this.#count++;
		return collection;
	}

	#restore(folder: string): void {
		for (const file of readdirSync(folder)) {
			const path = join(folder, file);
			if (file.endsWith(`${fileEnding}.new`)) {
				// A compaction that did not end; the old file still stands.
				rmSync(path);
			} else if (file.endsWith(fileEnding)) {
				this.#restoreFile(path);
			}
		}
	}

	#restoreFile(path: string): void {
		const contents = readCollectionLog(path);
		if (!contents) {
			rmSync(path);
			return;
		}

		const {database, collection: name, uuid, documents, indexes} = contents;
		const collection = new Collection(`${database}.${name}`, uuid, this.#quota, new CollectionLog(path));
		collection.restore(documents.values(), indexes);
		this.#add(database, name, collection);
	}
}

/** Refuses names of databases that MongoDB refuses. @throws MongoError `InvalidNamespace`. */
export function checkDatabaseName(name: string): void {
	const why = () => `Invalid database name: '${name.slice(0, 80)}'`;
	uassert(name !== '' && Buffer.byteLength(name) <= 63 && !/[/\\. "$*<>:|?\0]/.test(name), 'InvalidNamespace', why);
}

/** Refuses names of collections that MongoDB refuses. @throws MongoError `InvalidNamespace`. */
function checkCollectionName(database: string, name: string): void {
	const isWrong = /^$|^\.|\.$|[$\0]/.test(name) || Buffer.byteLength(`${database}.${name}`) > 255;
	uassert(!isWrong, 'InvalidNamespace', () => `Invalid collection name: ${name.slice(0, 80)}`);
	uassert(!name.startsWith('system.'), 'InvalidNamespace', () => `Invalid system namespace: ${database}.${name.slice(0, 80)}`);
}

import {closeSync, fstatSync, fsyncSync, ftruncateSync, rmSync} from 'node:fs';
import {serialize} from 'bson';
import {openPrivate, writeAll} from '../../kept-files.ts';
import {MongoError} from '../mongo-error.ts';
import type {Document} from '../values/document.ts';
import {encodeRecord, recordKinds} from './record-codec.ts';

/**
 * Appends what happens to a collection to its file. Records gather until `flush`, which each command calls before it
 * replies: what a client was told is with the operating system and survives the end of the process.
 */
export class CollectionLog {
	readonly #path: string;
	readonly #file: number;
	#pending: Buffer[] = [];
	#bytes: number;

	/** @param path A file that begins with a header record, as `readCollectionLog` leaves it. */
	constructor(path: string) {
		this.#path = path;
		this.#file = openPrivate(path, 'a');
		this.#bytes = fstatSync(this.#file).size;
	}

	put(bytes: Uint8Array): void {
		this.#pending.push(encodeRecord(recordKinds.put, bytes));
	}

	delete(id: unknown): void {
		this.#pending.push(encodeRecord(recordKinds.delete, serialize({_id: id})));
	}

	putIndex(specification: Document): void {
		this.#pending.push(encodeRecord(recordKinds.putIndex, serialize(specification)));
	}

	deleteIndex(name: string): void {
		this.#pending.push(encodeRecord(recordKinds.deleteIndex, serialize({name})));
	}

	/** Writes what has gathered. @throws MongoError `OutOfDiskSpace` when the disk takes no more. */
	flush(): void {
		if (this.#pending.length === 0) {
			return;
		}

		const bytes = Buffer.concat(this.#pending);
		try {
			writeAll(this.#file, bytes);
		} catch (error) {
			// Half a record must not stand before whole ones; what could not be written is tried again.
			ftruncateSync(this.#file, this.#bytes);
			throw new MongoError('OutOfDiskSpace', `The embedded engine could not write ${this.#path}: ${error instanceof Error ? error.message : String(error)}`);
		}

		this.#pending = [];
		this.#bytes += bytes.length;
	}

	close(): void {
		try {
			this.flush();
			fsyncSync(this.#file);
		} finally {
			closeSync(this.#file);
		}
	}

	/** Removes the file: the collection is gone. */
	destroy(): void {
		this.#pending = [];
		closeSync(this.#file);
		rmSync(this.#path, {force: true});
	}
}

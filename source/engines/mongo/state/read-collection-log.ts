import {closeSync, fstatSync, fsyncSync, readSync, renameSync} from 'node:fs';
import {basename} from 'node:path';
import {Binary, serialize, UUID} from 'bson';
import {openPrivate, writeAll} from '../../kept-files.ts';
import {decodeDocument} from '../bson/decode-document.ts';
import {canonicalKey} from '../values/canonical-key.ts';
import type {Document} from '../values/document.ts';
import {storedOf, type Stored} from './stored.ts';
import {collectionFile} from './collection-file.ts';
import {parseIndex, type IndexDefinition} from './index-definition.ts';
import {decodeRecord, encodeRecord, recordHeaderBytes, recordKinds, type LogRecord} from './record-codec.ts';

/** What a collection's file holds. */
export type CollectionContents = {
	readonly database: string;
	readonly collection: string;
	readonly uuid: Binary;
	readonly documents: ReadonlyMap<string, Stored>;
	readonly indexes: readonly IndexDefinition[];
};

type Replay = {
	header: Document | undefined;
	readonly documents: Map<string, Stored>;
	readonly indexes: Map<string, Document>;
	/** Records that were replaced or deleted by later ones. */
	surplus: number;
};

const chunkBytes = 8 * 1024 * 1024;
const format = 1;

/** The bytes that begin a new collection's file. */
export function headerRecord(database: string, collection: string, uuid: Binary): Buffer {
	return encodeRecord(recordKinds.header, serialize({format, database, collection, uuid}));
}

/**
 * Reads a collection's file. A record cut off at the end (the process or the machine died while it was written) is
 * dropped; the file is written anew when there is anything to leave out, or its UUID to add.
 *
 * @returns null for a file in which not even the header was written.
 * @throws Error naming the file and the place when it is damaged; it is left as it is.
 */
export function readCollectionLog(path: string): CollectionContents | null {
	const replay: Replay = {header: undefined, documents: new Map(), indexes: new Map(), surplus: 0};
	const file = openPrivate(path, 'r');
	let isTorn: boolean;
	try {
		isTorn = readRecords(file, path, record => apply(record, replay));
	} finally {
		closeSync(file);
	}

	const {header, documents, indexes} = replay;
	if (!header) {
		return null;
	}

	if (header['format'] !== format || typeof header['database'] !== 'string' || typeof header['collection'] !== 'string') {
		throw new Error(`${path} was not written by this version of the embedded MongoDB engine`);
	}

	const {database, collection, uuid} = header;
	if (basename(path) !== collectionFile(database, collection)) {
		throw new Error(`${path} holds ${database}.${collection}, whose file has another name; move it away to start without it`);
	}

	const contents = {
		database,
		collection,
		uuid: uuid instanceof Binary ? uuid : new UUID(),
		documents,
		indexes: [...indexes.values()].map(specification => parseIndex(specification)),
	};
	if (isTorn || replay.surplus > 0 || contents.uuid !== uuid) {
		compact(path, contents);
	}

	return contents;
}

/** Reads record by record, a chunk at a time. @returns Whether the end was cut off. */
function readRecords(file: number, path: string, take: (record: LogRecord) => void): boolean {
	const fileBytes = fstatSync(file).size;
	let rest: Buffer = Buffer.alloc(0);
	let restAt = 0;
	for (;;) {
		const chunk = Buffer.allocUnsafe(Math.min(chunkBytes, fileBytes - restAt - rest.length));
		const count = readSync(file, chunk, 0, chunk.length, restAt + rest.length);
		const bytes = Buffer.concat([rest, chunk.subarray(0, count)]);
		let at = 0;
		for (;;) {
			const record = decodeRecord(bytes, at);
			if (record === 'damaged' || isOutOfPlace(record, restAt + at === 0, bytes)) {
				throw new Error(`${path} is damaged at byte ${restAt + at}; move it away to start without this collection`);
			}

			if (record === 'incomplete') {
				break;
			}

			take(record);
			at += recordHeaderBytes + record.body.length;
		}

		rest = bytes.subarray(at);
		restAt += at;
		if (count === 0) {
			return rest.length > 0;
		}
	}
}

/** The header comes first, and only then; zeros can follow records, and not stand for all of them. */
function isOutOfPlace(record: LogRecord | 'incomplete', isFirst: boolean, bytes: Buffer): boolean {
	return record === 'incomplete' ? isFirst && bytes.length > 0 && bytes.every(byte => byte === 0) : (record.kind === recordKinds.header) !== isFirst;
}

function apply({kind, body}: LogRecord, replay: Replay): void {
	// The decoded document must not hold on to the chunk that it was read in.
	const document = decodeDocument(body);
	const {documents, indexes} = replay;
	if (kind === recordKinds.header) {
		replay.header = document;
	} else if (kind === recordKinds.put) {
		const key = canonicalKey(document['_id']);
		replay.surplus += documents.has(key) ? 1 : 0;
		documents.set(key, storedOf(document, body));
	} else if (kind === recordKinds.putIndex) {
		const name = String(document['name']);
		replay.surplus += indexes.has(name) ? 1 : 0;
		indexes.set(name, document);
	} else if (kind === recordKinds.delete) {
		documents.delete(canonicalKey(document['_id']));
		replay.surplus++;
	} else {
		indexes.delete(String(document['name']));
		replay.surplus++;
	}
}

/** Writes the contents to a new file and puts it in the old one's place at once. */
function compact(path: string, {database, collection, uuid, documents, indexes}: CollectionContents): void {
	const temporary = `${path}.new`;
	const file = openPrivate(temporary, 'w');
	try {
		writeAll(file, headerRecord(database, collection, uuid));
		for (const {specification} of indexes) {
			writeAll(file, encodeRecord(recordKinds.putIndex, serialize(specification)));
		}

		let batch: Buffer[] = [];
		for (const {document} of documents.values()) {
			batch.push(encodeRecord(recordKinds.put, serialize(document)));
			if (batch.length >= 1000) {
				writeAll(file, Buffer.concat(batch));
				batch = [];
			}
		}

		writeAll(file, Buffer.concat(batch));
		fsyncSync(file);
	} finally {
		closeSync(file);
	}

	renameSync(temporary, path);
}

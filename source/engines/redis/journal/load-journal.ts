import {closeSync, existsSync, fstatSync, readSync} from 'node:fs';
import {crc32c} from '../../crc32c.ts';
import {openPrivate, readPrivate} from '../../kept-files.ts';
import {limits} from '../limits.ts';
import {RequestParser} from '../framing/request-parser.ts';
import {ProtocolError} from '../redis-error.ts';
import type {Database} from '../state/database.ts';
import type {Entry} from '../state/entry.ts';
import {parseInteger} from '../state/integer.ts';
import type {Keyspace} from '../state/keyspace.ts';
import {decodeHeader, frameHeaderBytes} from './frame.ts';

const chunkBytes = 1024 * 1024;

/** Requests as they stand in a file; `frameAt` is where their frame begins, undefined in a file from before there were frames. */
type Piece = {readonly bytes: Buffer; readonly frameAt: number | undefined};

/**
 * Fills a keyspace from an append-only file. A tail that breaks off in the middle of a frame, as a killed process leaves it,
 * is left out. Throws when the file is damaged otherwise, and leaves it as it is. No file: nothing.
 */
export function loadJournal(path: string, keyspace: Keyspace): void {
	if (!existsSync(path)) {
		return;
	}

	const damaged = (at: number) => new Error(`${path} is damaged at byte ${at}; move it away to start without the kept Redis data`);
	const parser = new RequestParser({inline: false});
	let database = 0;
	let transaction: string[][] | undefined;
	const apply = (request: string[]) => {
		const chosen = request[0] === 'SELECT' ? index(request[1]) : database;
		if (chosen === undefined || (request[0] !== 'SELECT' && !applyRequest(keyspace, database, request))) {
			throw new ProtocolError();
		}

		database = chosen;
	};

	let isFramed = true;
	for (const {bytes, frameAt} of piecesOf(path, damaged)) {
		isFramed = frameAt !== undefined;
		try {
			parser.push(bytes);
			for (let request = parser.next(); request !== undefined; request = parser.next()) {
				if (request[0] === 'MULTI') {
					transaction = [];
				} else if (request[0] === 'EXEC') {
					transaction?.forEach(apply);
					transaction = undefined;
				} else if (transaction === undefined) {
					apply(request);
				} else {
					transaction.push(request);
				}
			}
		} catch (error) {
			throw error instanceof ProtocolError ? damaged(frameAt ?? parser.consumedBytes) : error;
		}
	}

	// Without a frame, a length that grew looks like a torn tail, but swallows the commands after it.
	if (!isFramed && parser.heldBytes > 0 && readPrivate(path).subarray(parser.consumedBytes).includes('\r\n*')) {
		throw damaged(parser.consumedBytes);
	}
}

function* piecesOf(path: string, damaged: (at: number) => Error): Generator<Piece> {
	const file = openPrivate(path, 'r');
	const read = (at: number, length: number) => {
		const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - at)));
		return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, at));
	};

	const {size} = fstatSync(file);
	try {
		const isFramed = read(0, 1).toString() === '#';
		for (let at = 0; at < size;) {
			if (!isFramed) {
				const bytes = read(at, chunkBytes);
				yield {bytes, frameAt: undefined};
				at += bytes.length;
				continue;
			}

			const header = read(at, frameHeaderBytes);
			if (header.length < frameHeaderBytes) {
				return;
			}

			const {sizeBytes, sum} = decodeHeader(header) ?? {};
			const bytes = sizeBytes === undefined ? undefined : read(at + frameHeaderBytes, sizeBytes);
			if (!bytes || (bytes.length === sizeBytes && crc32c(bytes) !== sum)) {
				throw damaged(at);
			}

			if (bytes.length < sizeBytes!) {
				return;
			}

			yield {bytes, frameAt: at};
			at += frameHeaderBytes + bytes.length;
		}
	} finally {
		closeSync(file);
	}
}

/** One effect, as the journal writes them; false when it is none of those. */
function applyRequest(keyspace: Keyspace, databaseIndex: number, [name, key, text, option, at]: string[]): boolean {
	const database = keyspace.database(databaseIndex);
	const entry = key === undefined ? undefined : database.peek(key);
	const expiresAtMs = parseInteger((name === 'SET' ? at : text) ?? '');
	if (name === 'FLUSHDB') {
		database.flush();
	} else if (key === undefined) {
		return false;
	} else if (name === 'SET' && text !== undefined && option === undefined) {
		database.put(key, text);
	} else if (name === 'SET' && text !== undefined && option === 'PXAT' && typeof expiresAtMs === 'number') {
		database.put(key, text, expiresAtMs);
	} else if (name === 'APPEND' && text !== undefined) {
		database.put(key, (entry?.value ?? '') + text, entry?.expiresAtMs, 'raw');
	} else if (name === 'PEXPIREAT' && typeof expiresAtMs === 'number') {
		setExpiry(database, entry, expiresAtMs);
	} else if (name === 'PERSIST') {
		setExpiry(database, entry, Number.POSITIVE_INFINITY);
	} else if (name === 'DEL') {
		if (entry !== undefined) {
			database.remove(entry);
		}
	} else {
		return false;
	}

	return true;
}

function setExpiry(database: Database, entry: Entry | undefined, expiresAtMs: number): void {
	if (entry !== undefined) {
		database.setExpiry(entry, expiresAtMs);
	}
}

function index(text: string | undefined): number | undefined {
	const value = parseInteger(text ?? '');
	return typeof value === 'number' && value >= 0 && value < limits.databases ? value : undefined;
}

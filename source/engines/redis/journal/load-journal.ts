import {createReadStream} from 'node:fs';
import {limits} from '../limits.ts';
import {ProtocolError, RequestParser} from '../framing/request-parser.ts';
import type {Database} from '../state/database.ts';
import type {Entry} from '../state/entry.ts';
import {parseInteger} from '../state/integer.ts';
import type {Keyspace} from '../state/keyspace.ts';

/**
 * Fills a keyspace from an append-only file. A tail that breaks off in the middle of a command or a transaction, as a
 * killed process leaves it, is left out. Throws when the file is damaged otherwise. No file: nothing.
 */
export async function loadJournal(path: string, keyspace: Keyspace): Promise<void> {
	const parser = new RequestParser({inline: false});
	const damaged = () => new Error(`The kept Redis data in ${path} is damaged near byte ${parser.consumedBytes}. Move the file away to start without it.`);
	let database = 0;
	let transaction: string[][] | undefined;
	const apply = (request: string[]) => {
		const [name] = request;
		if (name === 'SELECT') {
			database = index(request[1]) ?? fail(damaged());
		} else if (!applyRequest(keyspace, database, request)) {
			throw damaged();
		}
	};

	try {
		for await (const chunk of createReadStream(path, {highWaterMark: 1024 * 1024})) {
			parser.push(chunk as Buffer);
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
		}
	} catch (error) {
		if (error instanceof ProtocolError) {
			throw damaged();
		}

		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
			throw error;
		}
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

function fail(error: Error): never {
	throw error;
}

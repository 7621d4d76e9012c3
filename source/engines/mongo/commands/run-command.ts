import {Double} from 'bson';
import {encodeDocument} from '../bson/encode-document.ts';
import {MongoError, uassert} from '../mongo-error.ts';
import type {Document} from '../values/document.ts';
import type {Use} from '../state/counters.ts';
import {commands} from './command-table.ts';
import {checkGenericFields, workLimitOf, type Request, type ServerState} from './command.ts';

/** Commands that change nothing, and so can be ended anywhere. */
const readers = new Set(['find', 'aggregate', 'count', 'distinct', 'explain', 'listCollections', 'listDatabases']);

/** As what `opcounters` and `top` count a command; any other counts as a command. Writes count for each statement. */
const kinds: Readonly<Record<string, readonly ['query' | 'getmore' | 'command' | undefined, Use]>> = {
	find: ['query', 'queries'],
	aggregate: ['query', 'queries'],
	getMore: ['getmore', 'getmore'],
	insert: [undefined, 'insert'],
	update: [undefined, 'update'],
	delete: [undefined, 'remove'],
	bulkWrite: [undefined, 'commands'],
};

/** Runs a command and gives its reply in BSON, errors included. By then the operating system has what the command wrote. */
export function runCommand(request: Request, server: ServerState): Uint8Array {
	try {
		return success(request, server);
	} catch (error) {
		if (Object.hasOwn(commands, request.name)) {
			server.counters.countOf(request.name).failed++;
		}

		return failure(error);
	}
}

function success(request: Request, server: ServerState): Uint8Array {
	const command = Object.hasOwn(commands, request.name) ? commands[request.name] : undefined;
	uassert(command, 'CommandNotFound', `no such command: '${request.name}'`);
	const [kind, use] = Object.hasOwn(kinds, request.name) ? kinds[request.name]! : (['command', 'commands'] as const);
	const startMs = performance.now();
	server.counters.countOf(request.name).total++;
	if (kind) {
		server.counters.operations[kind]++;
	}

	checkGenericFields(request);
	const isWrite = !readers.has(request.name) || request.name === 'aggregate';
	uassert(isWrite || request.body['writeConcern'] === undefined, 'InvalidOptions', 'Command does not support writeConcern');
	const reply = readers.has(request.name) ? workLimitOf(request, server).within(() => command(request, server)) : command(request, server);
	server.databases.flush();
	const collection = request.body[request.name === 'getMore' ? 'collection' : request.name];
	if (typeof collection === 'string') {
		server.databases.get(request.database, collection)?.usage.add(use, performance.now() - startMs);
	}

	return Buffer.isBuffer(reply) ? reply : encodeDocument({...reply, ok: new Double(1)});
}

/** An error as a reply. */
export function failure(error: unknown): Uint8Array {
	// A text that JavaScript cannot hold is past MongoDB's limit of 64 MB too.
	const known =
		error instanceof MongoError
			? error
			: error instanceof RangeError && /string length/.test(error.message)
				? new MongoError(13_548, 'BufBuilder attempted to grow() past the 64MB limit.')
				: new MongoError(8, `The embedded engine failed: ${error instanceof Error ? error.message : String(error)}`);
	const reply: Document = {
		ok: new Double(0),
		errmsg: known.message,
		code: known.code,
		codeName: known.code === 8 ? 'UnknownError' : known.codeName,
		...known.details,
	};
	return encodeDocument(reply);
}

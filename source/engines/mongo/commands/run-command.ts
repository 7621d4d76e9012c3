import {Double} from 'bson';
import {encodeDocument} from '../bson/encode-document.ts';
import {MongoError} from '../mongo-error.ts';
import type {Document} from '../values/document.ts';
import {commands} from './command-table.ts';
import {checkGenericFields, workLimitOf, type Request, type ServerState} from './command.ts';

/** Commands that change nothing, and so can be ended anywhere. */
const readers = new Set(['find', 'aggregate', 'count', 'distinct', 'explain', 'listCollections', 'listDatabases']);

/** Runs a command and gives its reply in BSON, errors included; what it wrote is with the operating system then. */
export function runCommand(request: Request, server: ServerState): Uint8Array {
	try {
		return success(request, server);
	} catch (error) {
		return failure(error);
	}
}

function success(request: Request, server: ServerState): Uint8Array {
	const command = Object.hasOwn(commands, request.name) ? commands[request.name] : undefined;
	if (!command) {
		throw new MongoError('CommandNotFound', `no such command: '${request.name}'`);
	}

	checkGenericFields(request);
	const reply = readers.has(request.name) ? workLimitOf(request, server).within(() => command(request, server)) : command(request, server);
	server.databases.flush();
	return Buffer.isBuffer(reply) ? reply : encodeDocument({...reply, ok: new Double(1)});
}

/** An error as a reply. */
export function failure(error: unknown): Uint8Array {
	const known = error instanceof MongoError ? error : new MongoError(8, `The embedded engine failed: ${error instanceof Error ? error.message : String(error)}`);
	const reply: Document = {ok: new Double(0), errmsg: known.message, code: known.code, codeName: known.code === 8 ? 'UnknownError' : known.codeName, ...known.details};
	return encodeDocument(reply);
}

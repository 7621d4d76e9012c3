import {decodeDocument} from '../bson/decode-document.ts';
import {uassert} from '../mongo-error.ts';
import {isDocument, type Document} from '../values/document.ts';
import {headerBytes} from './message-splitter.ts';
import {messageHead} from './op-msg.ts';

export const opQuery = 2004;

const opReply = 1;

/** A parsed OP_QUERY, which is left for the first greeting of a connection. */
export type OpQuery = {readonly database: string; readonly body: Document};

/** Parses an OP_QUERY on a `$cmd` collection. @throws MongoError when it is malformed or a query of the old protocol. */
export function parseOpQuery(message: Buffer): OpQuery {
	const nameEnd = message.indexOf(0, headerBytes + 4);
	uassert(nameEnd !== -1 && nameEnd + 13 <= message.length, 'InvalidBSON', 'Malformed OP_QUERY');
	const [, database, isCommand] = /^([^.]+)(\.\$cmd)?/.exec(message.toString('utf8', headerBytes + 4, nameEnd)) ?? [];
	const why = 'Unsupported OP_QUERY command: find. The client driver may require an upgrade.';
	uassert(database !== undefined && isCommand !== undefined, 'UnsupportedOpQueryCommand', why);
	const at = nameEnd + 9;
	const length = message.readInt32LE(at);
	uassert(length >= 5 && length <= message.length - at, 'InvalidBSON', 'Malformed OP_QUERY');
	const query = decodeDocument(message.subarray(at, at + length));
	const body = isDocument(query['$query']) ? query['$query'] : query;
	const name = Object.keys(body)[0] ?? '';
	uassert(
		['ismaster', 'isMaster', 'hello'].includes(name),
		'UnsupportedOpQueryCommand',
		`Unsupported OP_QUERY command: ${name}. The client driver may require an upgrade.`,
	);
	return {database, body};
}

/** Frames a reply to an OP_QUERY: one document. */
export function encodeOpReply(body: Uint8Array, requestId: number, responseTo: number): Buffer {
	const head = messageHead(opReply, 20, body, requestId, responseTo);
	head.writeInt32LE(8, headerBytes);
	head.writeInt32LE(1, headerBytes + 16);
	return Buffer.concat([head, body]);
}

import {Long} from 'bson';
import {encodeCursorReply} from '../bson/encode-cursor-reply.ts';
import {encodeDocument} from '../bson/encode-document.ts';
import {uassert} from '../mongo-error.ts';
import {isDocument, type Document} from '../values/document.ts';
import {countArgument, type ServerState} from './command.ts';

const defaultBatch = 101;
const batchBytesMax = 16 * 1024 * 1024;

/** How a result is given out. */
export type BatchOptions = {
	/** Most documents of the first batch; undefined for MongoDB's 101. */
	readonly batchSize: number | undefined;
	/** Whether what does not fit in the first batch is dropped. */
	readonly singleBatch?: boolean;
	readonly noTimeout?: boolean;
};

/** Replies with the first batch and, when there is more, an open cursor. */
export function firstBatch(documents: readonly Document[], namespace: string, options: BatchOptions, {cursors, counters}: ServerState): Buffer {
	const {batch, end} = encodeBatch(documents, 0, options.batchSize ?? defaultBatch);
	counters.documents.returned += batch.length;
	const isDone = options.singleBatch === true || end >= documents.length;
	const id = isDone ? Long.ZERO : cursors.open(namespace, documents, end, options.noTimeout === true).id;
	return encodeCursorReply('firstBatch', batch, id, namespace);
}

/** `getMore`: the next batch of a cursor. */
export function nextBatch(id: Long, namespace: string, batchSize: number | undefined, {cursors, counters}: ServerState): Buffer {
	const cursor = cursors.use(id, namespace);
	const {batch, end} = encodeBatch(cursor.documents, cursor.position, batchSize === undefined || batchSize === 0 ? Number.POSITIVE_INFINITY : batchSize);
	cursor.position = end;
	counters.documents.returned += batch.length;
	const isDone = end >= cursor.documents.length;
	if (isDone) {
		cursors.close(id);
	}

	return encodeCursorReply('nextBatch', batch, isDone ? Long.ZERO : id, namespace);
}

/** Documents until their number or 16 MB is reached, one at least. */
function encodeBatch(documents: readonly Document[], start: number, countMax: number) {
	const batch: Uint8Array[] = [];
	let bytes = 0;
	let end = start;
	while (end < documents.length && batch.length < countMax) {
		const encoded = encodeDocument(documents[end]!);
		if (batch.length > 0 && bytes + encoded.length > batchBytesMax) {
			break;
		}

		batch.push(encoded);
		bytes += encoded.length;
		end++;
	}

	return {batch, end};
}

/** The `cursor: {batchSize}` of a command. */
export function cursorOptions(body: Document, command: string): BatchOptions {
	const {cursor} = body;
	uassert(cursor === undefined || isDocument(cursor), 'TypeMismatch', 'cursor field must be missing or an object');
	const unknown = Object.keys(cursor ?? {}).find(key => key !== 'batchSize');
	uassert(unknown === undefined, 40_415, `BSON field '${command}.cursor.${unknown}' is an unknown field.`);
	return {batchSize: isDocument(cursor) ? countArgument(cursor, 'batchSize', `${command}.cursor`) : undefined};
}

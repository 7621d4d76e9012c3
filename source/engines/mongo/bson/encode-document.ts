import {serialize} from 'bson';
import {MongoError} from '../mongo-error.ts';
import type {Document} from '../values/document.ts';

/** Greatest size of one document in bytes, as in MongoDB. */
export const documentBytesMax = 16 * 1024 * 1024;

/**
 * Encodes a document; absent values (undefined) are left out, and null inside arrays.
 *
 * @throws MongoError `BSONObjectTooLarge` above 16 MB.
 */
export function encodeDocument(document: Document): Uint8Array {
	let bytes: Uint8Array;
	try {
		bytes = serialize(document);
	} catch (error) {
		throw error instanceof RangeError ? tooLarge() : error;
	}

	if (bytes.length > documentBytesMax) {
		throw tooLarge(bytes.length);
	}

	return bytes;
}

function tooLarge(size?: number): MongoError {
	return new MongoError('BSONObjectTooLarge', `BSONObj size${size ? `: ${size}` : ''} is invalid. Size must be between 0 and ${documentBytesMax}(16MB)`);
}

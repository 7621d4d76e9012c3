import {serialize} from 'bson';
import {MongoError, type MongoErrorName} from '../mongo-error.ts';
import type {Document} from '../values/document.ts';

/** Greatest size of one document in bytes, as in MongoDB. */
export const documentBytesMax = 16 * 1024 * 1024;

/**
 * Encodes a document; absent values (undefined) are left out, and null inside arrays.
 *
 * @param code The error's code above 16 MB; each kind of write has its own.
 */
export function encodeDocument(document: Document, code: MongoErrorName | number = 'BSONObjectTooLarge'): Uint8Array {
	let bytes: Uint8Array;
	try {
		bytes = serialize(document);
	} catch (error) {
		throw error instanceof RangeError ? tooLarge(code) : error;
	}

	if (bytes.length > documentBytesMax) {
		throw tooLarge(code, bytes.length);
	}

	return bytes;
}

function tooLarge(code: MongoErrorName | number, size?: number): MongoError {
	return new MongoError(code, `BSONObj size${size ? `: ${size}` : ''} is invalid. Size must be between 0 and ${documentBytesMax}(16MB)`);
}

import type {Binary} from 'bson';
import type {Document} from '../values/document.ts';
import {compactDocument} from '../values/compact-value.ts';
import {bsonType, type BsonTypeName} from '../values/bson-type.ts';
import type {Space} from './storage-quota.ts';

/** A stored document; it is never changed, only replaced, and then gone. */
export type Stored = Space & {readonly document: Document; isGone: boolean};

/** Bytes that a stored document takes beside the document: its record, its key and its place in the map. */
const storedBytes = 160;

/** A document with the space that it takes. */
export function storedOf(document: Document, bytes: Uint8Array): Stored {
	return {document: compactDocument(document), bytes: bytes.length, heapBytes: storedBytes + heapBytesOf(document), isGone: false};
}

/** What a value of each type takes on the heap, measured on Node 20 and rounded up; of those that hold more, their own part. */
const ownBytes: Partial<Record<BsonTypeName, number>> = {
	double: 24,
	string: 32,
	object: 80,
	array: 80,
	binData: 160,
	bool: 8,
	date: 128,
	null: 8,
	regex: 200,
	int: 12,
	long: 80,
};

/** An estimate of the heap that a value takes. */
export function heapBytesOf(value: unknown): number {
	const type = bsonType(value);
	let bytes = ownBytes[type] ?? 72;
	if (type === 'string') {
		bytes += (value as string).length;
	} else if (type === 'binData') {
		bytes += (value as Binary).position;
	} else if (type === 'object' || type === 'array') {
		for (const item of Object.values(value as object)) {
			bytes += heapBytesOf(item);
		}
	}

	return bytes;
}

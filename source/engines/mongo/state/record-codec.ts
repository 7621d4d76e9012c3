import {crc32c} from '../../../crc32c.ts';

/** What a record of a collection's log does. */
export const recordKinds = {header: 0, put: 1, delete: 2, putIndex: 3, deleteIndex: 4} as const;

export type RecordKind = (typeof recordKinds)[keyof typeof recordKinds];

/** A record: its kind and a BSON document. */
export type LogRecord = {readonly kind: RecordKind; readonly body: Buffer};

/** Bytes before a record's body: length, CRC-32C of kind and body, kind. */
export const recordHeaderBytes = 9;

/** Most bytes of a body; a greater length is damage. */
const recordBodyMax = 17 * 1024 * 1024;

/** Encodes a record. */
export function encodeRecord(kind: RecordKind, body: Uint8Array): Buffer {
	const record = Buffer.allocUnsafe(recordHeaderBytes + body.length);
	record.writeUInt32LE(body.length, 0);
	record[8] = kind;
	record.set(body, recordHeaderBytes);
	record.writeUInt32LE(crc32c(record.subarray(8)), 4);
	return record;
}

/** Reads the record at an offset. @returns The record, `incomplete` when the bytes end before it does, `damaged` when its length or its sum does not fit. */
export function decodeRecord(bytes: Buffer, offset: number): LogRecord | 'incomplete' | 'damaged' {
	if (bytes.length - offset < recordHeaderBytes) {
		return 'incomplete';
	}

	const length = bytes.readUInt32LE(offset);
	const end = offset + recordHeaderBytes + length;
	if (length > recordBodyMax || length < 5) {
		// A machine that died may leave zeros at the end.
		return bytes.subarray(offset).every(byte => byte === 0) ? 'incomplete' : 'damaged';
	}

	// A document begins with its length too. So a length that changed is told from a record that was cut off.
	if (bytes.length - offset > recordHeaderBytes + 3 && bytes.readUInt32LE(offset + recordHeaderBytes) !== length) {
		return 'damaged';
	}

	if (end > bytes.length) {
		return 'incomplete';
	}

	const kind = bytes[offset + 8]!;
	if (kind > 4 || crc32c(bytes.subarray(offset + 8, end)) !== bytes.readUInt32LE(offset + 4)) {
		return 'damaged';
	}

	return {kind: kind as RecordKind, body: bytes.subarray(offset + recordHeaderBytes, end)};
}

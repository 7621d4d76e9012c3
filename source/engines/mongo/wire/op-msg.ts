import {decodeDocument} from '../bson/decode-document.ts';
import {MongoError} from '../mongo-error.ts';
import type {Document} from '../values/document.ts';
import type {RawDocument} from '../commands/command.ts';
import {crc32c} from '../../../crc32c.ts';
import {headerBytes} from './message-splitter.ts';

export const opMsg = 2013;

const checksumPresent = 1;
const moreToCome = 2;
/** The lower sixteen flags must be known to the receiver. Three are defined; exhaustAllowed is only an offer. */
const requiredFlags = 0xff_ff;
const sequenceDocumentsMax = 200_000;

/** Whether the sender of an OP_MSG wants no reply; read before the rest may prove malformed. */
export function isOneWay(message: Buffer): boolean {
	return message.length >= headerBytes + 4 && (message.readUInt32LE(headerBytes) & moreToCome) !== 0;
}

/** Parses an OP_MSG: flags, one body, document sequences, checksum. @throws MongoError when it is malformed; the connection cannot be trusted afterwards. */
export function parseOpMsg(message: Buffer) {
	if (message.length < headerBytes + 4 + 1 + 5) {
		throw malformed('the message is too short');
	}

	const flags = message.readUInt32LE(headerBytes);
	if ((flags & requiredFlags & ~(checksumPresent | moreToCome)) !== 0) {
		throw malformed(`unknown flags 0x${(flags & requiredFlags).toString(16)}`);
	}

	const hasChecksum = (flags & checksumPresent) !== 0;
	const end = message.length - (hasChecksum ? 4 : 0);
	if (hasChecksum && crc32c(message.subarray(0, end)) !== message.readUInt32LE(end)) {
		throw malformed('the checksum does not match the contents');
	}

	return {isOneWay: isOneWay(message), ...parseSections(message, end)};
}

function parseSections(message: Buffer, end: number) {
	let body: Document | undefined;
	const sequences = new Map<string, RawDocument[]>();
	let at = headerBytes + 4;
	while (at < end) {
		const kind = message[at++]!;
		const length = at + 4 <= end ? message.readInt32LE(at) : -1;
		if (length < 5 || length > end - at) {
			throw malformed('a section has a wrong length');
		}

		const section = message.subarray(at, at + length);
		if (kind === 0) {
			if (body) {
				throw malformed('there are two bodies');
			}

			body = decodeDocument(section, true);
		} else if (kind === 1) {
			const {name, documents} = parseSequence(section);
			if (sequences.has(name)) {
				throw malformed(`the sequence '${name}' is there twice`);
			}

			sequences.set(name, documents);
		} else {
			throw malformed(`unknown section kind ${kind}`);
		}

		at += length;
	}

	if (!body) {
		throw malformed('there is no body');
	}

	return {body, sequences};
}

function parseSequence(section: Buffer): {readonly name: string; readonly documents: RawDocument[]} {
	const zero = section.indexOf(0, 4);
	if (zero === -1) {
		throw malformed('a sequence has no name');
	}

	const documents: RawDocument[] = [];
	let at = zero + 1;
	while (at < section.length) {
		const length = at + 4 <= section.length ? section.readInt32LE(at) : -1;
		if (length < 5 || length > section.length - at || documents.length >= sequenceDocumentsMax) {
			throw malformed('a document in a sequence has a wrong length, or there are too many');
		}

		const bytes = section.subarray(at, at + length);
		documents.push({document: decodeDocument(bytes, true), bytes});
		at += length;
	}

	return {name: section.toString('utf8', 4, zero), documents};
}

function malformed(what: string): MongoError {
	return new MongoError('InvalidBSON', `Malformed OP_MSG: ${what}`);
}

/** Frames a reply. */
export function encodeOpMsg(body: Uint8Array, requestId: number, responseTo: number): Buffer {
	return Buffer.concat([messageHead(opMsg, 5, body, requestId, responseTo), body]);
}

/** What stands before a reply: the header, and so many bytes more. */
export function messageHead(code: number, moreBytes: number, body: Uint8Array, requestId: number, responseTo: number): Buffer {
	const head = Buffer.alloc(headerBytes + moreBytes);
	[head.length + body.length, requestId, responseTo, code].forEach((value, i) => head.writeInt32LE(value, i * 4));
	return head;
}

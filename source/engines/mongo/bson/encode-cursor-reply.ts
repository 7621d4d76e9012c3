import type {Long} from 'bson';
import {Double, serialize} from 'bson';

const ending = Buffer.from([0]);

/**
 * Builds `{cursor: {<batchName>: [...], id, ns}, ok: 1}` around documents that are already encoded,
 * so that each is encoded once and its size is known before it joins the batch.
 */
export function encodeCursorReply(batchName: 'firstBatch' | 'nextBatch', batch: readonly Uint8Array[], id: Long, namespace: string): Buffer {
	const array = document(batch.map((item, index) => element(0x03, String(index), [item])));
	// The bodies of encoded documents without their length and terminator are elements.
	const cursor = document([element(0x04, batchName, array), [serialize({id, ns: namespace}).subarray(4, -1)]]);
	return Buffer.concat(document([element(0x03, 'cursor', cursor), [serialize({ok: new Double(1)}).subarray(4, -1)]]));
}

function element(type: number, name: string, value: readonly Uint8Array[]): Uint8Array[] {
	return [Buffer.from(`${String.fromCharCode(type)}${name}\0`), ...value];
}

function document(elements: readonly (readonly Uint8Array[])[]): Uint8Array[] {
	const parts = elements.flat();
	const header = Buffer.alloc(4);
	let length = 5;
	for (const item of parts) {
		length += item.length;
	}

	header.writeInt32LE(length);
	return [header, ...parts, ending];
}

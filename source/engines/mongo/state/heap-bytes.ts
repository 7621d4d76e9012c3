/** Fixed share of a stored document: its record, its key and its place in the map. */
const documentBytes = 160;

/** What a value of each BSON type takes on the heap beside its bytes; measured on Node 20, rounded up. */
const valueBytes = new Map([
	[0x01, 24],
	[0x02, 32],
	[0x03, 80],
	[0x04, 80],
	[0x05, 160],
	[0x07, 72],
	[0x08, 8],
	[0x09, 128],
	[0x0a, 8],
	[0x0b, 200],
	[0x0d, 120],
	[0x10, 12],
	[0x11, 96],
	[0x12, 80],
	[0x13, 200],
	[0x7f, 64],
	[0xff, 64],
]);
const fixedSizes = new Map([
	[0x01, 8],
	[0x07, 12],
	[0x08, 1],
	[0x09, 8],
	[0x0a, 0],
	[0x10, 4],
	[0x11, 8],
	[0x12, 8],
	[0x13, 16],
	[0x7f, 0],
	[0xff, 0],
]);

/**
 * An estimate of the heap that a decoded document takes: two to twelve times its BSON, as its shape is.
 *
 * @param bytes BSON that is known to be well formed.
 */
export function heapBytesOf(bytes: Uint8Array): number {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	let heap = documentBytes;
	let at = 4;
	while (at < bytes.length) {
		const type = bytes[at++]!;
		if (type === 0) {
			continue;
		}

		at = afterZero(bytes, at);
		heap += valueBytes.get(type) ?? 64;
		const size = fixedSizes.get(type);
		if (size !== undefined) {
			at += size;
		} else if (type === 0x03 || type === 0x04) {
			at += 4;
		} else if (type === 0x0b) {
			at = afterZero(bytes, afterZero(bytes, at));
		} else {
			const length = view.getInt32(at, true);
			heap += length;
			at += 4 + length + (type === 0x05 ? 1 : 0);
		}
	}

	return heap;
}

function afterZero(bytes: Uint8Array, start: number): number {
	let at = start;
	while (at < bytes.length && bytes[at] !== 0) {
		at++;
	}

	return at + 1;
}

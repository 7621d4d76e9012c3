/** A running CRC32C (Castagnoli, RFC 3720 appendix B.4): the checksum of Cloud Storage's objects, of OP_MSG and of the engines' files. */
export type Crc32c = {
	/** Adds the next bytes. */
	update(bytes: Uint8Array): void;
	/** The checksum of all bytes so far, an unsigned 32-bit number. */
	value(): number;
	/** The same as Cloud Storage writes it: the four bytes, big-endian, in base64. */
	toBase64(): string;
};

/** The Castagnoli polynomial, bits reversed. */
const polynomial = 0x82_f6_3b_78;

/**
 * Starts a CRC32C. Reads eight bytes a step ("slicing-by-8", Kounavis and Berry, 2005), because the plain table costs
 * three times as much, and every byte of every upload goes through here.
 */
export function createCrc32c(): Crc32c {
	let crc = -1;
	const value = () => ~crc >>> 0;
	return {
		update(bytes) {
			crc = extend(crc, bytes);
		},
		value,
		toBase64() {
			const bytes = Buffer.alloc(4);
			bytes.writeUInt32BE(value());
			return bytes.toString('base64');
		},
	};
}

/** The CRC32C of bytes, an unsigned 32-bit number. */
export function crc32c(bytes: Uint8Array): number {
	return ~extend(-1, bytes) >>> 0;
}

/** Eight tables of 256 entries, one after the other: table n gives the effect of a byte that n more bytes follow. */
function buildTables(): Int32Array {
	const tables = new Int32Array(8 * 256);
	for (let byte = 0; byte < 256; byte++) {
		let crc = byte;
		for (let bit = 0; bit < 8; bit++) {
			crc = (crc >>> 1) ^ (crc & 1 ? polynomial : 0);
		}

		tables[byte] = crc;
	}

	for (let index = 256; index < tables.length; index++) {
		const previous = tables[index - 256]!;
		tables[index] = (previous >>> 8) ^ tables[previous & 0xff]!;
	}

	return tables;
}

const tables = buildTables();

function extend(start: number, bytes: Uint8Array): number {
	let crc = start;
	let at = 0;
	for (const last = bytes.length - 8; at <= last; at += 8) {
		const low = crc ^ (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24));
		crc =
			tables[1792 + (low & 0xff)]! ^
			tables[1536 + ((low >>> 8) & 0xff)]! ^
			tables[1280 + ((low >>> 16) & 0xff)]! ^
			tables[1024 + (low >>> 24)]! ^
			tables[768 + bytes[at + 4]!]! ^
			tables[512 + bytes[at + 5]!]! ^
			tables[256 + bytes[at + 6]!]! ^
			tables[bytes[at + 7]!]!;
	}

	for (; at < bytes.length; at++) {
		crc = (crc >>> 8) ^ tables[(crc ^ bytes[at]!) & 0xff]!;
	}

	return crc;
}

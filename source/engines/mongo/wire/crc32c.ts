const polynomial = 0x82_F6_3B_78;

const table = Uint32Array.from({length: 256}, (_, byte) => {
	let value = byte;
	for (let bit = 0; bit < 8; bit++) {
		value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1;
	}

	return value;
});

/** CRC-32C (Castagnoli), the checksum of OP_MSG, and of this engine's own files. */
export function crc32c(bytes: Uint8Array): number {
	let value = 0xFF_FF_FF_FF;
	for (let i = 0; i < bytes.length; i++) {
		value = table[(value ^ bytes[i]!) & 0xFF]! ^ (value >>> 8);
	}

	return (value ^ 0xFF_FF_FF_FF) >>> 0;
}

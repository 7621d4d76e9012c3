import {crc32c} from '../../crc32c.ts';

/**
 * Bytes of a frame's header: `#SUM:<bytes>:<CRC32C of the frame>:<CRC32C of the header so far>`, each number eight hex
 * digits. Redis passes over lines with # in an append-only file.
 */
export const frameHeaderBytes = 33;

/** Requests (latin1) behind a header that vouches for them. */
export function encodeFrame(requests: string): Buffer {
	const body = Buffer.from(requests, 'latin1');
	return Buffer.concat([encodeHeader(body.length, crc32c(body)), body]);
}

/** What a header announces; undefined when a bit of it is not as it was written. */
export function decodeHeader(header: Buffer): {readonly sizeBytes: number; readonly sum: number} | undefined {
	const [sizeBytes = 0, sum = 0] = header
		.toString('latin1')
		.split(':', 3)
		.slice(1)
		.map(text => Number.parseInt(text, 16));
	return encodeHeader(sizeBytes, sum).equals(header) ? {sizeBytes, sum} : undefined;
}

function encodeHeader(sizeBytes: number, sum: number): Buffer {
	const text = `#SUM:${hex(sizeBytes)}:${hex(sum)}`;
	return Buffer.from(`${text}:${hex(crc32c(Buffer.from(text)))}\r\n`);
}

function hex(value: number): string {
	return value.toString(16).padStart(8, '0');
}

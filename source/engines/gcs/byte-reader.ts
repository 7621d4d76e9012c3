import {invalid, tooLarge} from './gcs-error.ts';

/** Reads a stream of chunks up to delimiters, holding no more than a chunk and a delimiter. */
export type ByteReader = {
	/** The bytes before the next `delimiter`, which is consumed. Throws 413 past `limitBytes`, 400 when the stream ends first. */
	readUntil(delimiter: string, limitBytes: number): Promise<Buffer>;
	/** The same in pieces, for what does not fit into memory. */
	chunksUntil(delimiter: string): AsyncGenerator<Buffer>;
};

/** Makes a reader of a stream. */
export function createByteReader(source: AsyncIterable<Buffer>): ByteReader {
	const chunks = source[Symbol.asyncIterator]();
	let held: Buffer = Buffer.alloc(0);

	async function* chunksUntil(delimiter: string): AsyncGenerator<Buffer> {
		const wanted = Buffer.from(delimiter, 'latin1');
		for (;;) {
			const at = held.indexOf(wanted);
			if (at >= 0) {
				const before = held.subarray(0, at);
				held = held.subarray(at + wanted.length);
				if (before.length > 0) {
					yield before;
				}

				return;
			}

			// The delimiter may have begun in the bytes at hand: keep as many as it could have.
			const safe = Math.max(0, held.length - wanted.length + 1);
			const before = held.subarray(0, safe);
			held = held.subarray(safe);
			if (before.length > 0) {
				yield before;
			}

			const next = await chunks.next();
			if (next.done) {
				throw invalid('The multipart body ends too early.');
			}

			held = Buffer.concat([held, next.value]);
		}
	}

	return {
		chunksUntil,
		async readUntil(delimiter, limitBytes) {
			const parts: Buffer[] = [];
			let size = 0;
			for await (const chunk of chunksUntil(delimiter)) {
				size += chunk.length;
				if (size > limitBytes) {
					throw tooLarge('A part of the multipart body', limitBytes);
				}

				parts.push(chunk);
			}

			return Buffer.concat(parts);
		},
	};
}

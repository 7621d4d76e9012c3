import {createByteReader} from './byte-reader.ts';
import {invalid, notSupported} from './gcs-error.ts';

/** A multipart upload: an object's metadata, then its content. */
export type MultipartUpload = {
	/** The first part, JSON that is yet to be parsed. */
	readonly metadata: Buffer;
	/** The second part's `Content-Type`. */
	readonly contentType: string | undefined;
	/** The second part, to be read once, to its end; throws a 400 when the body does not end as it should. */
	readonly content: AsyncIterable<Buffer>;
};

const headerBytes = 16 * 1024;

/** The boundary that a `Content-Type` header names (RFC 2046: 1 to 70 characters). Throws a 400 when there is none. */
export function readBoundary(contentType: string | undefined): string {
	const [, quoted, bare] = /^multipart\/related\s*;(?:.*;)?\s*boundary=(?:"([^"]{1,70})"|([^\s";]{1,70}))/i.exec(contentType ?? '') ?? [];
	const boundary = quoted ?? bare;
	if (boundary === undefined) {
		throw invalid('The Content-Type of a multipart upload must be multipart/related with a boundary.');
	}

	return boundary;
}

/** Reads a `multipart/related` body (RFC 2387) of exactly two parts without holding the second in memory. */
export async function readMultipartRelated(source: AsyncIterable<Buffer>, boundary: string, metadataBytes: number): Promise<MultipartUpload> {
	const delimiter = `\r\n--${boundary}`;
	const reader = createByteReader(withLineEndBefore(source));
	await reader.readUntil(delimiter, headerBytes);
	await readHeaders();
	const metadata = await reader.readUntil(delimiter, metadataBytes);
	const headers = await readHeaders();
	async function readHeaders(): Promise<Map<string, string>> {
		const padding = await reader.readUntil('\r\n', headerBytes);
		if (padding.toString('latin1').trim() !== '') {
			throw invalid('A multipart upload must have exactly two parts.');
		}

		const lines: string[] = [];
		for (;;) {
			const line = (await reader.readUntil('\r\n', headerBytes)).toString('latin1');
			if (line === '') {
				return parseHeaders(lines);
			}

			if (lines.push(line) > 32) {
				throw invalid('A part of the multipart body has too many headers.');
			}
		}
	}

	async function* content(): AsyncGenerator<Buffer> {
		yield* reader.chunksUntil(delimiter);
		// Senders need not end the closing delimiter's line, so only its two dashes are waited for.
		if ((await reader.readUntil('--', headerBytes)).length > 0) {
			throw invalid('A multipart upload must have exactly two parts.');
		}
	}

	return {metadata, contentType: headers.get('content-type'), content: content()};
}

/** The first delimiter may stand at the very start of the body: a line end before it makes it like the others. */
async function* withLineEndBefore(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
	yield Buffer.from('\r\n');
	yield* source;
}

function parseHeaders(lines: readonly string[]): Map<string, string> {
	const headers = new Map<string, string>();
	for (const line of lines) {
		const colon = line.indexOf(':');
		if (colon < 1) {
			throw invalid('A part of the multipart body has a malformed header.');
		}

		headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
	}

	const encoding = headers.get('content-transfer-encoding')?.toLowerCase() ?? 'binary';
	if (!['binary', '7bit', '8bit'].includes(encoding)) {
		throw notSupported(`Content-Transfer-Encoding ${encoding.slice(0, 40)}`);
	}

	return headers;
}

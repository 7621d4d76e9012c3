import {invalid, notSupported} from './gcs-error.ts';
import {readAll} from './json-value.ts';

const headerBytes = 16 * 1024;
const what = 'A part of the multipart body';

/** The boundary that a `Content-Type` header names (RFC 2046: 1 to 70 characters). Throws a 400 when there is none. */
export function readBoundary(contentType: string | undefined): string {
	const [, quoted, bare] = /^multipart\/related\s*;(?:.*;)?\s*boundary=(?:"([^"]{1,70})"|([^\s";]{1,70}))/i.exec(contentType ?? '') ?? [];
	const boundary = quoted ?? bare;
	if (boundary === undefined) {
		throw invalid('The Content-Type of a multipart upload must be multipart/related with a boundary.');
	}

	return boundary;
}

/**
 * Reads a `multipart/related` body (RFC 2387) of exactly two parts without holding the second in memory: JSON that is yet to be
 * parsed, and content that is to be read once, to its end. That throws a 400 when the body does not end as it should.
 */
export async function readMultipartRelated(source: AsyncIterable<Buffer>, boundary: string, metadataBytes: number) {
	const delimiter = `\r\n--${boundary}`;
	const chunksUntil = cutBetween(source);
	const readHeaders = async () => parseHeaders((await readAll(chunksUntil('\r\n\r\n'), headerBytes, what)).toString('latin1'));
	await readAll(chunksUntil(delimiter), headerBytes, what);
	await readHeaders();
	const metadata = await readAll(chunksUntil(delimiter), metadataBytes, what);
	const headers = await readHeaders();
	async function* content(): AsyncGenerator<Buffer> {
		yield* chunksUntil(delimiter);
		// Senders need not end the closing delimiter's line, so only its two dashes are waited for.
		if ((await readAll(chunksUntil('--'), headerBytes, what)).length > 0) {
			throw invalid('A multipart upload must have exactly two parts.');
		}
	}

	return {metadata, contentType: headers.get('content-type'), content: content()};
}

/**
 * Gives the bytes before the next of a delimiter, which is consumed, in pieces; no more than a chunk and a delimiter is held.
 * The first delimiter of a body may stand at its very start: a line end before it makes it like the others.
 */
function cutBetween(source: AsyncIterable<Buffer>): (delimiter: string) => AsyncGenerator<Buffer> {
	const chunks = source[Symbol.asyncIterator]();
	let held: Buffer = Buffer.from('\r\n');
	return async function* chunksUntil(delimiter) {
		for (;;) {
			const at = held.indexOf(delimiter, 0, 'latin1');
			// The delimiter may have begun in the bytes at hand: as many are kept as it could have.
			const end = at >= 0 ? at : Math.max(0, held.length - delimiter.length + 1);
			const before = held.subarray(0, end);
			held = held.subarray(at >= 0 ? at + delimiter.length : end);
			if (before.length > 0) {
				yield before;
			}

			if (at >= 0) {
				return;
			}

			const next = await chunks.next();
			if (next.done) {
				throw invalid('The multipart body ends too early.');
			}

			held = Buffer.concat([held, next.value]);
		}
	};
}

/** What stands between a delimiter and the part's content: the rest of the delimiter's line, then headers. */
function parseHeaders(text: string): Map<string, string> {
	const [padding = '', ...lines] = text.split('\r\n');
	if (padding.trim() !== '') {
		throw invalid('A multipart upload must have exactly two parts.');
	}

	const named = lines.map(line => /^([^:]+):(.*)$/s.exec(line));
	if (lines.length > 32 || named.includes(null)) {
		throw invalid('A part of the multipart body has malformed or too many headers.');
	}

	const headers = new Map(named.map(found => [found![1]!.trim().toLowerCase(), found![2]!.trim()]));
	const encoding = headers.get('content-transfer-encoding')?.toLowerCase() ?? 'binary';
	if (!['binary', '7bit', '8bit'].includes(encoding)) {
		throw notSupported(`Content-Transfer-Encoding ${encoding.slice(0, 40)}`);
	}

	return headers;
}

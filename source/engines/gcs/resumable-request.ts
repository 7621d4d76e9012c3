import type {ContentRange} from './content-range.ts';
import type {GcsCall} from './gcs-call.ts';
import {GcsError, invalid, required, tooLarge} from './gcs-error.ts';
import type {ResumableUpload} from './resumable-uploads.ts';

/** All chunks but the last must have at least this many bytes; Cloud Storage recommends multiples of it. */
const leastChunkBytes = 256 * 1024;

/** The resumable upload that a request's URI names. Throws 400 when it names none, 404 when there is none such. */
export function findUpload({uploads, query, names}: GcsCall): ResumableUpload {
	const id = query.get('upload_id');
	if (!id) {
		throw required('upload_id');
	}

	const upload = uploads.get(id);
	if (upload.plan.bucket !== names.bucket) {
		throw new GcsError(404, 'notFound', 'The upload session belongs to another bucket.', {xmlCode: 'NoSuchUpload'});
	}

	return upload;
}

/**
 * Ends the request that is sending bytes: its client has come back over another connection. Afterwards yet another may have
 * become the sender, so callers look again.
 */
export async function endSender(upload: ResumableUpload): Promise<void> {
	const {sender} = upload;
	sender?.abort();
	await sender?.done;
	if (upload.sender === sender) {
		upload.sender = undefined;
	}
}

/** The whole size that is known with this request. Throws a 400 when it is another than before, 413 when it is too much. */
export function agreeOnTotal(upload: ResumableUpload, total: number | undefined, limitBytes: number): number | undefined {
	if (total === undefined) {
		return upload.total;
	}

	if (total > limitBytes) {
		throw tooLarge('The object', limitBytes);
	}

	if ((upload.total !== undefined && upload.total !== total) || total < upload.checksummer.size()) {
		throw invalid(
			`Invalid request. The total size ${total} does not agree with the upload: ${upload.total ?? 'unknown'} bytes announced, ${upload.checksummer.size()} received.`,
		);
	}

	return total;
}

/** Throws a 503 for a chunk that leaves a gap, a 400 for one that is too short, is longer than announced or differs from its own headers. */
export function checkChunk({first, length, total}: ContentRange, size: number, contentLength: string | undefined): void {
	if (first === undefined) {
		return;
	}

	if (first > size) {
		// Cloud Storage answers 503, not 400: clients take it as a reason to ask where the upload stands.
		throw new GcsError(
			503,
			'backendError',
			`Invalid request. According to the Content-Range header, the upload offset is ${first} byte(s), which exceeds already uploaded size of ${size} byte(s).`,
		);
	}

	if (length === undefined) {
		return;
	}

	if (contentLength !== undefined && Number(contentLength) !== length) {
		throw invalid(`Invalid request. According to the Content-Range header, the body has ${length} byte(s), but the Content-Length is ${contentLength}.`);
	}

	if (length < leastChunkBytes && first + length !== total) {
		throw invalid(
			`Invalid request. The number of bytes uploaded is required to be equal or greater than ${leastChunkBytes}, except for the final request (it's recommended to be the exact multiple of ${leastChunkBytes}). The received request contained ${length} byte(s), which does not meet this requirement.`,
		);
	}
}

/** A chunk's bytes from `size` on: those that have arrived before are passed over. Throws a 400 for more or fewer than announced. */
export async function* bodyOf(body: AsyncIterable<Buffer>, {first, length}: ContentRange, size: number): AsyncGenerator<Buffer> {
	let arrived = 0;
	let skip = size - (first ?? size);
	for await (const chunk of body) {
		arrived += chunk.length;
		if (arrived > (first === undefined ? 0 : (length ?? Infinity))) {
			throw invalid('Invalid request. The body is longer than the Content-Range header says.');
		}

		const rest = chunk.subarray(Math.min(skip, chunk.length));
		skip -= chunk.length - rest.length;
		if (rest.length > 0) {
			yield rest;
		}
	}

	if (length !== undefined && arrived < length) {
		throw invalid('Invalid request. The body is shorter than the Content-Range header says.');
	}
}

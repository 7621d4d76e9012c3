import {open} from 'node:fs/promises';
import {readDeclaredChecksums} from '../checksums.ts';
import {commitUpload} from '../commit-upload.ts';
import {readContentRange} from '../content-range.ts';
import type {ContentRange} from '../content-range.ts';
import type {GcsCall, GcsReply} from '../gcs-call.ts';
import {GcsError, invalid} from '../gcs-error.ts';
import {toObjectResource} from '../object-resource.ts';
import {appendContent} from '../receive-content.ts';
import type {ResumableUpload} from '../resumable-uploads.ts';

/** Cloud Storage keeps resumable uploads in units of 256 KiB; only the last request may bring less. */
const unitBytes = 256 * 1024;

/** PUT to a session's address: brings the next bytes, or asks how many have arrived. 308 while there are more to come. */
export async function continueResumableUpload(call: GcsCall): Promise<GcsReply> {
	const upload = call.uploads.get(call.query.get('upload_id') ?? '');
	await takeOver(upload);
	if (upload.outcome === 'cancelled') {
		throw new GcsError(499, 'clientClosedRequest', 'Client Closed Request');
	}

	if (upload.outcome === 'failed') {
		throw new GcsError(410, 'gone', 'The upload session has failed: start a new one.');
	}

	if (upload.outcome !== 'open') {
		return {status: 200, json: toObjectResource(call.baseUrl, upload.plan.bucket, upload.outcome)};
	}

	const range = readContentRange(call.request.headers['content-range']);
	const declared = readDeclaredChecksums({}, call.request.headers);
	agreeOnTotal(upload, range);
	if (range.first !== undefined) {
		await receive(call, upload, range, range.first);
	}

	if (range.isOpenEnded) {
		upload.total = upload.checksummer.size();
	}

	return upload.checksummer.size() === upload.total ? finish(call, upload, declared) : incomplete(upload);
}

/** Ends an earlier request of the same session: its client must have given it up, or it would not be asking again. */
async function takeOver(upload: ResumableUpload): Promise<void> {
	while (upload.sender) {
		upload.sender.abort();
		await upload.sender.done;
	}
}

function agreeOnTotal(upload: ResumableUpload, {total}: ContentRange): void {
	const isOther = total !== undefined && upload.total !== undefined && total !== upload.total;
	if (isOther || (total !== undefined && total < upload.checksummer.size())) {
		throw invalid(`Invalid request.  The total size of ${total} byte(s) does not agree with what was said or sent before.`);
	}

	upload.total ??= total;
}

async function receive(call: GcsCall, upload: ResumableUpload, range: ContentRange, first: number): Promise<void> {
	const size = upload.checksummer.size();
	if (first > size) {
		throw new GcsError(503, 'backendError', `Invalid request.  According to the Content-Range header, the upload offset is ${first} byte(s), which exceeds already uploaded size of ${size} byte(s).`);
	}

	const {length} = range;
	const sent = call.request.headers['content-length'];
	if (length !== undefined && sent !== undefined && Number(sent) !== length) {
		throw invalid(`Invalid request.  The Content-Range header speaks of ${length} byte(s), the Content-Length header of ${Number(sent)}.`);
	}

	const isLast = length === undefined || first + length === upload.total;
	if (!isLast && length < unitBytes) {
		throw invalid(`Invalid request.  The number of bytes uploaded is required to be equal or greater than ${unitBytes}, except for the final request (it's recommended to be the exact multiple of ${unitBytes}).  The received request contained ${length} bytes, which does not meet this requirement.`);
	}

	const end = length === undefined ? upload.total ?? Infinity : first + length;
	const kept = isLast ? end : end - (end % unitBytes);
	const {promise, resolve} = defer();
	upload.sender = {abort: () => call.request.destroy(), done: promise};
	try {
		const file = await open(upload.plan.path, 'a');
		try {
			await appendContent(file, cut(call.body, first, size, kept, end), upload.checksummer, call.limits.objectBytes);
		} finally {
			await file.close();
		}
	} catch (error) {
		// A broken connection is what sessions are for; anything else has spoilt this one.
		if (error instanceof GcsError ? error.status !== 400 : !call.request.destroyed) {
			call.uploads.end(upload, 'failed');
		}

		throw error;
	} finally {
		upload.sender = undefined;
		resolve();
	}
}

/** Of a body that starts at offset `first`, the bytes from `from` to `kept`. Throws a 400 when it goes on past `end`. */
async function * cut(body: AsyncIterable<Buffer>, first: number, from: number, kept: number, end: number): AsyncGenerator<Buffer> {
	let at = first;
	for await (const chunk of body) {
		const part = chunk.subarray(Math.max(0, from - at), Math.max(0, kept - at));
		if (part.length > 0) {
			yield part;
		}

		at += chunk.length;
		if (at > end) {
			throw invalid('Invalid request.  The body is longer than its Content-Range header says.');
		}
	}
}

function finish(call: GcsCall, upload: ResumableUpload, declared: ReturnType<typeof readDeclaredChecksums>): GcsReply {
	const {plan, checksummer} = upload;
	try {
		const both = readDeclaredChecksums({...plan.declared}, {'x-goog-hash': Object.entries(declared).map(([name, value]) => `${name === 'md5Hash' ? 'md5' : name}=${value}`)});
		const reply = commitUpload(call, {...plan, declared: both}, {path: plan.path, size: checksummer.size(), ...checksummer.finish()});
		call.uploads.end(upload, call.store.bucket(plan.bucket).get(plan.name));
		return reply;
	} catch (error) {
		call.uploads.end(upload, 'failed');
		throw error;
	}
}

function incomplete(upload: ResumableUpload): GcsReply {
	const size = upload.checksummer.size();
	return {status: 308, headers: {'X-GUploader-UploadID': upload.id, ...(size > 0 && {Range: `bytes=0-${size - 1}`})}};
}

function defer(): {promise: Promise<void>; resolve: () => void} {
	let resolve = () => {};
	const promise = new Promise<void>(done => {
		resolve = done;
	});
	return {promise, resolve};
}

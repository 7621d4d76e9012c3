import {rmSync} from 'node:fs';
import {open} from 'node:fs/promises';
import {checkChecksums} from '../checksums.ts';
import {readContentRange} from '../content-range.ts';
import type {GcsCall, GcsReply} from '../gcs-call.ts';
import {GcsError, invalid, required} from '../gcs-error.ts';
import {toEtag, toObjectResource} from '../object-resource.ts';
import {appendContent} from '../receive-content.ts';
import type {ResumableUpload} from '../resumable-uploads.ts';

/** PUT to a resumable upload's address: brings bytes, or (`bytes *` in place of a range) asks how many have arrived. */
export async function continueUpload(call: GcsCall): Promise<GcsReply> {
	const upload = uploadOf(call);
	// A client that lost its connection tries again before we have noticed: the old request gives way.
	if (upload.sender) {
		const {done} = upload.sender;
		upload.sender.abort();
		await done;
	}

	if (typeof upload.outcome === 'object') {
		return made(call, upload);
	}

	if (upload.outcome !== 'open') {
		throw new GcsError(upload.outcome === 'cancelled' ? 499 : 400, upload.outcome, `The upload was ${upload.outcome}.`);
	}

	const range = readContentRange(call.request.headers['content-range']);
	const {checksummer, plan} = upload;
	if (range.total !== undefined) {
		if (upload.total !== undefined && upload.total !== range.total) {
			throw invalid(`The total size was ${upload.total} and is now ${range.total}.`);
		}

		upload.total = range.total;
	}

	if (range.first !== undefined) {
		if (range.first > checksummer.size()) {
			throw new GcsError(503, 'backendError', `Bytes ${checksummer.size()} to ${range.first - 1} are missing.`);
		}

		await receive(call, upload, range.first, range.length);
		if (range.isOpenEnded) {
			upload.total ??= checksummer.size();
		}
	}

	if (upload.total === undefined || checksummer.size() < upload.total) {
		const received = checksummer.size();
		return {status: 308, headers: {'X-GUploader-UploadID': upload.id, ...(received > 0 && {Range: `bytes=0-${received - 1}`})}};
	}

	try {
		if (checksummer.size() > upload.total) {
			throw invalid(`The upload has ${checksummer.size()} bytes and should have ${upload.total}.`);
		}

		if (checksummer.size() === 0) {
			await (await open(plan.path, 'a')).close();
		}

		const checksums = checksummer.finish();
		checkChecksums(plan.declared, checksums);
		const content = {path: plan.path, size: checksummer.size(), ...checksums};
		call.uploads.end(upload, call.store.commit(plan.bucket, plan.name, content, plan.metadata, plan.conditions));
	} catch (error) {
		call.uploads.end(upload, 'failed');
		throw error;
	}

	return made(call, upload);
}

/** DELETE of a resumable upload's address: what has arrived is gone. Answers 499 as Cloud Storage does. */
export function cancelUpload(call: GcsCall): GcsReply {
	const upload = uploadOf(call);
	if (upload.outcome === 'open') {
		upload.sender?.abort();
		call.uploads.end(upload, 'cancelled');
	}

	return {status: 499};
}

function uploadOf({uploads, query}: GcsCall): ResumableUpload {
	const id = query.get('upload_id');
	if (!id) {
		throw required('upload_id');
	}

	return uploads.get(id);
}

/** Appends the body; bytes that are there already are passed over, so that a repeat does no harm. */
async function receive(call: GcsCall, upload: ResumableUpload, first: number, length: number | undefined): Promise<void> {
	let settle = () => {};
	const done = new Promise<void>(resolve => {
		settle = resolve;
	});
	upload.sender = {abort: () => call.request.destroy(), done};
	const file = await open(upload.plan.path, 'a');
	const before = upload.checksummer.size();
	try {
		await appendContent(file, skipping(call.body, before - first), upload.checksummer, call.limits.objectBytes);
		if (length !== undefined && first + length > upload.checksummer.size()) {
			throw invalid('The body is shorter than its Content-Range says.');
		}
	} finally {
		await file.close();
		upload.sender = undefined;
		settle();
		if (upload.outcome !== 'open') {
			rmSync(upload.plan.path, {force: true});
		}
	}
}

async function * skipping(source: AsyncIterable<Buffer>, skipBytes: number): AsyncGenerator<Buffer> {
	let left = skipBytes;
	for await (const chunk of source) {
		if (chunk.length > left) {
			yield chunk.subarray(left);
		}

		left = Math.max(0, left - chunk.length);
	}
}

function made({baseUrl}: GcsCall, {plan, outcome}: ResumableUpload): GcsReply {
	if (typeof outcome !== 'object') {
		throw new GcsError(503, 'backendError', 'The upload is not complete.');
	}

	return {status: 200, headers: {ETag: toEtag(outcome)}, json: toObjectResource(baseUrl, plan.bucket, outcome)};
}

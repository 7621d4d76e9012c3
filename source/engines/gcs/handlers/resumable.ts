import {closeSync, ftruncateSync, openSync} from 'node:fs';
import {checkChecksums, readDeclaredChecksums} from '../checksums.ts';
import {readContentRange} from '../content-range.ts';
import type {GcsCall, GcsReply} from '../gcs-call.ts';
import {GcsError, invalid} from '../gcs-error.ts';
import {toObjectResource} from '../object-record.ts';
import {appendContent} from '../receive-content.ts';
import {agreeOnTotal, bodyOf, checkChunk, endSender, findUpload} from '../resumable-request.ts';
import type {ResumableUpload} from '../resumable-uploads.ts';

/** PUT of a resumable upload's URI: brings bytes, or asks how many have arrived. 308 means that there are more to come. */
export async function continueResumable(call: GcsCall): Promise<GcsReply> {
	const {request, baseUrl} = call;
	const upload = findUpload(call);
	const range = readContentRange(request.headers['content-range']);
	while (upload.sender) {
		await endSender(upload);
	}

	if (typeof upload.outcome === 'object') {
		return {status: 200, json: toObjectResource(baseUrl, upload.plan.bucket, upload.outcome)};
	}

	if (upload.outcome !== 'open') {
		throw new GcsError(410, 'gone', `The upload has ${upload.outcome === 'failed' ? 'failed' : 'been cancelled'}: begin a new one.`, {xmlCode: 'NoSuchUpload'});
	}

	const total = agreeOnTotal(upload, range.total, call.limits.objectBytes);
	checkChunk({...range, total}, upload.checksummer.size(), request.headers['content-length']);
	upload.total = total;
	// Nothing is awaited between the look for a sender and here, so two requests cannot both become it.
	const sending = receiveBytes(call, upload, range);
	const sender = {abort: () => void request.destroy(), done: sending.catch(() => {})};
	upload.sender = sender;
	try {
		await sending;
		return finishWhole(call, upload, range.isOpenEnded);
	} finally {
		if (upload.sender === sender) {
			upload.sender = undefined;
		}
	}
}

async function receiveBytes({body, limits}: GcsCall, upload: ResumableUpload, range: ReturnType<typeof readContentRange>): Promise<void> {
	const {plan, checksummer, total} = upload;
	const bytes = bodyOf(body, range, checksummer.size());
	const file = openSync(plan.path, 'a', 0o600);
	try {
		// A write that failed halfway may have left more in the file than was counted.
		ftruncateSync(file, checksummer.size());
		await appendContent(file, bytes, checksummer, total ?? limits.objectBytes);
	} finally {
		closeSync(file);
	}
}

/** Makes the object when all bytes are there, otherwise says how many are. */
function finishWhole(call: GcsCall, upload: ResumableUpload, isOpenEnded: boolean): GcsReply {
	const {store, uploads, request, baseUrl} = call;
	const {plan, checksummer} = upload;
	const size = checksummer.size();
	if (upload.outcome !== 'open') {
		throw new GcsError(410, 'gone', 'The upload was ended while this request brought bytes for it.', {xmlCode: 'NoSuchUpload'});
	}

	if (isOpenEnded && upload.total !== undefined && size !== upload.total) {
		throw invalid(`The upload was announced with ${upload.total} bytes, but ended after ${size}.`);
	}

	if (!isOpenEnded && size !== upload.total) {
		return {status: 308, headers: {'X-GUploader-UploadID': upload.id, ...(size > 0 && {Range: `bytes=0-${size - 1}`})}};
	}

	try {
		const declared = readDeclaredChecksums(plan.declared, {'x-goog-hash': request.headers['x-goog-hash']});
		const content = {path: plan.path, size, ...checksummer.finish()};
		checkChecksums(declared, content);
		const record = store.commit(plan.bucket, plan.name, content, plan.metadata, plan.conditions);
		uploads.end(upload, record);
		return {status: 200, json: toObjectResource(baseUrl, plan.bucket, record)};
	} catch (error) {
		uploads.end(upload, 'failed');
		throw error;
	}
}

/** DELETE of a resumable upload's URI: gives it up. 499 is Cloud Storage's answer when that went well. */
export async function cancelResumable(call: GcsCall): Promise<GcsReply> {
	const upload = findUpload(call);
	while (upload.sender) {
		await endSender(upload);
	}

	if (upload.outcome === 'open') {
		call.uploads.end(upload, 'cancelled');
	}

	return {status: 499, text: ''};
}

import {checkUploadPlan} from '../commit-upload.ts';
import type {GcsCall, GcsReply} from '../gcs-call.ts';
import {invalid, tooLarge} from '../gcs-error.ts';
import {readJsonBody} from '../json-value.ts';
import {readUploadPlan} from '../read-upload-plan.ts';

/** `uploadType=resumable`: opens a session and answers with its address, to which the content is sent. */
export async function startResumableUpload(call: GcsCall): Promise<GcsReply> {
	const {store, uploads, limits, names, request, baseUrl} = call;
	const resource = await readJsonBody(call.body, limits.jsonBytes);
	const {headers} = request;
	const plan = readUploadPlan(call, resource, [headers['x-upload-content-type']].flat()[0]);
	checkUploadPlan(call, plan);
	const total = readLength([headers['x-upload-content-length']].flat()[0]);
	if (total !== undefined && total > limits.objectBytes) {
		throw tooLarge('The object', limits.objectBytes);
	}

	const {id} = uploads.start({...plan, total, path: store.newScratchPath()});
	const query = new URLSearchParams({uploadType: 'resumable', name: plan.name, upload_id: id});
	return {
		status: 200,
		headers: {Location: `${baseUrl}/upload/storage/v1/b/${names.bucket}/o?${query}`, 'X-GUploader-UploadID': id},
	};
}

function readLength(text: string | undefined): number | undefined {
	if (text !== undefined && !/^\d{1,15}$/.test(text)) {
		throw invalid('Invalid X-Upload-Content-Length header.');
	}

	return text === undefined ? undefined : Number(text);
}

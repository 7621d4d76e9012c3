import type {GcsCall, GcsReply} from '../gcs-call.ts';
import {invalid, tooLarge} from '../gcs-error.ts';
import {readJsonBody} from '../json-value.ts';
import {planUpload} from '../upload-plan.ts';

/** uploadType=resumable: begins an upload whose content follows in requests of its own, to the URI in `Location`. */
export async function startResumable(call: GcsCall): Promise<GcsReply> {
	const {store, uploads, names, limits, body, request, baseUrl} = call;
	const resource = await readJsonBody(body, limits.jsonBytes);
	const plan = planUpload(call, resource, readHeader(request.headers['x-upload-content-type']));
	const upload = uploads.start({...plan, bucket: names.bucket, total: readTotal(call), path: store.newScratchPath()});
	const query = new URLSearchParams({uploadType: 'resumable', name: plan.name, upload_id: upload.id});
	return {
		status: 200,
		headers: {Location: `${baseUrl}/upload/storage/v1/b/${names.bucket}/o?${query.toString()}`, 'X-GUploader-UploadID': upload.id},
	};
}

function readTotal({request, limits}: GcsCall): number | undefined {
	const text = readHeader(request.headers['x-upload-content-length']);
	if (text === undefined) {
		return undefined;
	}

	if (!/^\d{1,16}$/.test(text)) {
		throw invalid('Invalid X-Upload-Content-Length header.');
	}

	if (Number(text) > limits.objectBytes) {
		throw tooLarge('The object', limits.objectBytes);
	}

	return Number(text);
}

function readHeader(value: string | string[] | undefined): string | undefined {
	return Array.isArray(value) ? value.join(',') : value;
}

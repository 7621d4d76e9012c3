import {checkChecksums, readDeclaredChecksums} from '../checksums.ts';
import type {GcsCall, GcsMethod, GcsReply} from '../gcs-call.ts';
import {invalid, invalidParameter, required, tooLarge} from '../gcs-error.ts';
import {parseJsonObject, readJsonBody} from '../json-value.ts';
import {readBoundary, readMultipartRelated} from '../multipart-related.ts';
import {toObjectResource} from '../object-record.ts';
import {commitOrDiscard, receiveContent} from '../receive-content.ts';
import type {UploadPlan} from '../resumable-uploads.ts';
import {planUpload} from '../upload-plan.ts';

/** Makes an object in the way that `uploadType` says. */
export const insertObject: GcsMethod = async call => {
	const uploadType = call.query.get('uploadType');
	if (uploadType === undefined) {
		throw required('uploadType');
	}

	const upload = ways.get(uploadType);
	if (upload === undefined) {
		throw invalidParameter('uploadType', `Invalid upload type: '${uploadType.slice(0, 100)}'.`);
	}

	return upload(call);
};

const ways: ReadonlyMap<string, GcsMethod> = new Map([
	['media', uploadMedia],
	['multipart', uploadMultipart],
	['resumable', startResumable],
]);

/** The body is the content; the query has the name. */
async function uploadMedia(call: GcsCall): Promise<GcsReply> {
	const {headers} = call.request;
	return store(call, call.body, {...planUpload(call, {}, headers['content-type']), declared: readDeclaredChecksums({}, headers)});
}

/** A JSON part with the metadata, then a part with the content. */
async function uploadMultipart(call: GcsCall): Promise<GcsReply> {
	const {body, limits, request} = call;
	const {metadata, contentType, content} = await readMultipartRelated(body, readBoundary(request.headers['content-type']), limits.jsonBytes);
	return store(call, content, planUpload(call, parseJsonObject(metadata), contentType));
}

async function store({store: all, names, limits, baseUrl}: GcsCall, body: AsyncIterable<Buffer>, plan: UploadPlan): Promise<GcsReply> {
	const content = await receiveContent(body, all.newScratchPath(), limits.objectBytes);
	const record = commitOrDiscard(content, () => {
		checkChecksums(plan.declared, content);
		return all.commit(names.bucket, plan.name, content, plan.metadata, plan.conditions);
	});
	return {status: 200, json: toObjectResource(baseUrl, names.bucket, record)};
}

/** Begins an upload whose content follows in requests of its own, to the URI in `Location`. */
async function startResumable(call: GcsCall): Promise<GcsReply> {
	const {store: all, uploads, names, limits, body, request, baseUrl} = call;
	const resource = await readJsonBody(body, limits.jsonBytes);
	const [contentType, length] = ['x-upload-content-type', 'x-upload-content-length'].map(name => [request.headers[name] ?? []].flat().join(',') || undefined);
	const plan = planUpload(call, resource, contentType);
	if (length !== undefined && !/^\d{1,16}$/.test(length)) {
		throw invalid('Invalid X-Upload-Content-Length header.');
	}

	if (Number(length) > limits.objectBytes) {
		throw tooLarge('The object', limits.objectBytes);
	}

	const upload = uploads.start({...plan, bucket: names.bucket, total: length === undefined ? undefined : Number(length), path: all.newScratchPath()});
	const fields = call.query.get('fields');
	const query = new URLSearchParams({uploadType: 'resumable', name: plan.name, upload_id: upload.id, ...(fields && {fields})});
	return {
		status: 200,
		headers: {Location: `${baseUrl}/upload/storage/v1/b/${names.bucket}/o?${query.toString()}`, 'X-GUploader-UploadID': upload.id},
	};
}

import type {GcsCall, GcsReply} from '../gcs-call.ts';
import {checkChecksums} from '../checksums.ts';
import {parseJsonObject} from '../json-value.ts';
import {readBoundary, readMultipartRelated} from '../multipart-related.ts';
import {toObjectResource} from '../object-resource.ts';
import {commitOrDiscard, receiveContent} from '../receive-content.ts';
import {planUpload} from '../upload-plan.ts';

/** uploadType=multipart: a JSON part with the metadata, then a part with the content. */
export async function uploadMultipart(call: GcsCall): Promise<GcsReply> {
	const {store, names, limits, body, request, baseUrl} = call;
	const upload = await readMultipartRelated(body, readBoundary(request.headers['content-type']), limits.jsonBytes);
	const plan = planUpload(call, parseJsonObject(upload.metadata), upload.contentType);
	const content = await receiveContent(upload.content, store.newScratchPath(), limits.objectBytes);
	const record = commitOrDiscard(content, () => {
		checkChecksums(plan.declared, content);
		return store.commit(names.bucket, plan.name, content, plan.metadata, plan.conditions);
	});
	return {status: 200, json: toObjectResource(baseUrl, names.bucket, record)};
}

import type {GcsCall, GcsReply} from '../gcs-call.ts';
import {checkChecksums, readDeclaredChecksums} from '../checksums.ts';
import {toObjectResource} from '../object-resource.ts';
import {commitOrDiscard, receiveContent} from '../receive-content.ts';
import {planUpload} from '../upload-plan.ts';

/** uploadType=media: the body is the content; the query has the name. */
export async function uploadMedia(call: GcsCall): Promise<GcsReply> {
	const {store, names, limits, body, request, baseUrl} = call;
	const plan = planUpload(call, {}, request.headers['content-type']);
	const declared = readDeclaredChecksums({}, request.headers);
	const content = await receiveContent(body, store.newScratchPath(), limits.objectBytes);
	const record = commitOrDiscard(content, () => {
		checkChecksums(declared, content);
		return store.commit(names.bucket, plan.name, content, plan.metadata, plan.conditions);
	});
	return {status: 200, json: toObjectResource(baseUrl, names.bucket, record)};
}

import type {GcsCall, GcsReply} from '../gcs-call.ts';
import {toObjectResource} from '../object-resource.ts';
import {copy} from './copy-object.ts';

/** POST …/rewriteTo/…: copies an object, always in one call. */
export async function rewriteObject(call: GcsCall): Promise<GcsReply> {
	const record = await copy(call);
	const size = String(record.size);
	return {
		status: 200,
		json: {
			kind: 'storage#rewriteResponse',
			totalBytesRewritten: size,
			objectSize: size,
			done: true,
			resource: toObjectResource(call.baseUrl, call.names.destinationBucket, record),
		},
	};
}

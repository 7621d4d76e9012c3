import {toBucketResource} from '../bucket-resource.ts';
import type {GcsCall, GcsReply} from '../gcs-call.ts';
import {checkPreconditions, readPreconditions} from '../preconditions.ts';

/** GET /b/BUCKET: the bucket's own record. */
export function getBucket({store, names, query, baseUrl}: GcsCall): GcsReply {
	const record = store.bucket(names.bucket).record();
	checkPreconditions(readPreconditions(query), record, 'read');
	return {status: 200, json: toBucketResource(baseUrl, record)};
}

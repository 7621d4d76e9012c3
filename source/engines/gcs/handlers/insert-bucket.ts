import {applyBucketChange, newBucketRecord} from '../bucket-record.ts';
import {checkBucketName} from '../bucket-name.ts';
import {toBucketResource} from '../bucket-resource.ts';
import type {GcsCall, GcsReply} from '../gcs-call.ts';
import {required} from '../gcs-error.ts';
import {readJsonBody} from '../json-value.ts';

/** POST /b: makes a bucket. */
export async function insertBucket({store, clock, query, body, limits, baseUrl}: GcsCall): Promise<GcsReply> {
	const resource = await readJsonBody(body, limits.jsonBytes);
	if (!query.get('project')) {
		throw required('project');
	}

	const name = typeof resource['name'] === 'string' ? resource['name'] : '';
	checkBucketName(name);
	const bucket = store.createBucket(applyBucketChange(newBucketRecord(name, clock()), resource));
	return {status: 200, json: toBucketResource(baseUrl, bucket.record())};
}

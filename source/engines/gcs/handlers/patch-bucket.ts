import {applyBucketChange} from '../bucket-record.ts';
import {toBucketResource} from '../bucket-resource.ts';
import type {GcsCall, GcsReply} from '../gcs-call.ts';
import {readJsonBody} from '../json-value.ts';
import {checkPreconditions, readPreconditions} from '../preconditions.ts';

/** PATCH /b/BUCKET: changes labels, lifecycle rules (kept, not carried out) and the default storage class. */
export async function patchBucket({store, names, query, body, limits, clock, baseUrl}: GcsCall): Promise<GcsReply> {
	const change = await readJsonBody(body, limits.jsonBytes);
	const bucket = store.bucket(names.bucket);
	const before = bucket.record();
	checkPreconditions(readPreconditions(query), before);
	const {location: _fixed, ...changeable} = change;
	bucket.setRecord({...applyBucketChange(before, changeable), metageneration: before.metageneration + 1, updatedMs: clock()});
	return {status: 200, json: toBucketResource(baseUrl, bucket.record())};
}

import {applyBucketChange, type BucketRecord} from '../bucket-record.ts';
import {toBucketResource} from '../bucket-resource.ts';
import type {GcsCall, GcsMethod, GcsReply} from '../gcs-call.ts';
import {readJsonBody} from '../json-value.ts';
import {checkPreconditions, readPreconditions} from '../preconditions.ts';

/** PATCH /b/BUCKET: changes labels, lifecycle rules (kept, not carried out) and the default storage class. */
export const patchBucket: GcsMethod = async call => change(call, before => before);

/** PUT /b/BUCKET: says all of that anew. */
export const updateBucket: GcsMethod = async call => change(call, ({labels: _, lifecycle: _1, ...before}) => ({...before, storageClass: 'STANDARD'}));

async function change({store, names, query, body, limits, clock, baseUrl}: GcsCall, base: (before: BucketRecord) => BucketRecord): Promise<GcsReply> {
	const {location: _fixed, ...changeable} = await readJsonBody(body, limits.jsonBytes);
	const bucket = store.bucket(names.bucket);
	const before = bucket.record();
	checkPreconditions(readPreconditions(query), before);
	bucket.setRecord({...applyBucketChange(base(before), changeable), metageneration: before.metageneration + 1, updatedMs: clock()});
	return {status: 200, json: toBucketResource(baseUrl, bucket.record())};
}

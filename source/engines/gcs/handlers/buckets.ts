import {checkBucketName} from '../names.ts';
import {applyBucketChange, type BucketRecord, newBucketRecord, toBucketResource} from '../bucket-record.ts';
import type {GcsCall, GcsMethod, GcsReply} from '../gcs-call.ts';
import {invalid, required} from '../gcs-error.ts';
import {checkAgrees, readJsonBody} from '../json-value.ts';
import {readMaxResults, readPageToken, writePageToken} from '../page.ts';
import {checkPreconditions, readPreconditions} from '../preconditions.ts';

const replyWith = ({baseUrl}: GcsCall, record: BucketRecord): GcsReply => ({status: 200, json: toBucketResource(baseUrl, record)});

export const listBuckets: GcsMethod = ({store, query, baseUrl}) => {
	requireProject(query);
	const limit = readMaxResults(query);
	const after = readPageToken(query) ?? '';
	const prefix = query.get('prefix') ?? '';
	const matching = store
		.buckets()
		.map(bucket => bucket.record())
		.filter(({name}) => name.startsWith(prefix) && name > after);
	const page = matching.slice(0, limit);
	return {
		status: 200,
		json: {
			kind: 'storage#buckets',
			...(matching.length > page.length && {nextPageToken: writePageToken(page.at(-1)!.name)}),
			...(page.length > 0 && {items: page.map(record => toBucketResource(baseUrl, record))}),
		},
	};
};

export const insertBucket: GcsMethod = async call => {
	const {store, clock, query, body, limits} = call;
	const resource = await readJsonBody(body, limits.jsonBytes);
	requireProject(query);
	const name = typeof resource['name'] === 'string' ? resource['name'] : '';
	checkBucketName(name);
	return replyWith(call, store.createBucket(applyBucketChange(newBucketRecord(name, clock()), resource)).record());
};

export const getBucket: GcsMethod = call => {
	const record = call.store.bucket(call.names.bucket).record();
	checkPreconditions(readPreconditions(call.query), record, 'read');
	return replyWith(call, record);
};

/** Changes labels, lifecycle rules (kept, not carried out) and the default storage class. */
export const patchBucket: GcsMethod = async call => change(call, before => before);

/** Says all of that anew. */
export const updateBucket: GcsMethod = async call => change(call, ({labels: _, lifecycle: _1, ...before}) => ({...before, storageClass: 'STANDARD'}));

async function change(call: GcsCall, base: (before: BucketRecord) => BucketRecord): Promise<GcsReply> {
	const {store, names, query, body, limits, clock} = call;
	const changed = await readJsonBody(body, limits.jsonBytes);
	checkAgrees(changed, 'name', names.bucket);
	const bucket = store.bucket(names.bucket);
	const before = bucket.record();
	checkPreconditions(readPreconditions(query), before);
	const next = applyBucketChange(base(before), changed);
	if (next.location !== before.location) {
		throw invalid('The location of a bucket cannot be changed.');
	}

	bucket.setRecord({...next, metageneration: before.metageneration + 1, updatedMs: clock()});
	return replyWith(call, bucket.record());
}

/** Only one that holds nothing. */
export const deleteBucket: GcsMethod = ({store, names, query}) => {
	checkPreconditions(readPreconditions(query), store.bucket(names.bucket).record());
	store.deleteBucket(names.bucket);
	return {status: 204};
};

function requireProject(query: GcsCall['query']): void {
	if (!query.get('project')) {
		throw required('project');
	}
}

import type {GcsCall, GcsMethod, GcsReply} from '../gcs-call.ts';
import {notSupported} from '../gcs-error.ts';
import {readJsonBody} from '../json-value.ts';
import {applyObjectMetadata, withoutMetadata} from '../object-metadata.ts';
import type {ObjectRecord} from '../object-record.ts';
import {toObjectResource} from '../object-resource.ts';
import {checkPreconditions, readPreconditions, readWholeNumber} from '../preconditions.ts';

/** PATCH /b/BUCKET/o/OBJECT: changes metadata; null takes a field away. */
export const patchObject: GcsMethod = async call => change(call, before => before);

/** PUT /b/BUCKET/o/OBJECT: says all metadata anew. */
export const updateObject: GcsMethod = async call => change(call, withoutMetadata);

async function change({store, names, query, body, limits, clock, baseUrl}: GcsCall, base: (before: ObjectRecord) => ObjectRecord): Promise<GcsReply> {
	const wanted = await readJsonBody(body, limits.jsonBytes);
	const bucket = store.bucket(names.bucket);
	const before = bucket.get(names.object, readWholeNumber(query, 'generation'));
	checkPreconditions(readPreconditions(query), before);
	const changed = applyObjectMetadata(base(before), wanted);
	if (changed.storageClass !== before.storageClass) {
		throw notSupported('A change of storage class by patch (Cloud Storage does it by rewrite)');
	}

	const after = {...changed, metageneration: before.metageneration + 1, updatedMs: clock()};
	bucket.update(after);
	return {status: 200, json: toObjectResource(baseUrl, names.bucket, after)};
}

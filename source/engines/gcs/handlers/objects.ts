import type {GcsCall, GcsMethod, GcsReply} from '../gcs-call.ts';
import {notSupported} from '../gcs-error.ts';
import {readJsonBody} from '../json-value.ts';
import {applyObjectMetadata, withoutMetadata} from '../object-metadata.ts';
import {type ObjectRecord, toEtag, toObjectResource} from '../object-record.ts';
import {checkPreconditions, readPreconditions, readWholeNumber} from '../preconditions.ts';
import {readMedia} from './read-media.ts';

/** The metadata, or with `alt=media` the content. */
export const getObject: GcsMethod = call => {
	const {store, names, query, baseUrl} = call;
	if (query.get('alt') === 'media') {
		return readMedia(call);
	}

	const record = store.bucket(names.bucket).get(names.object, readWholeNumber(query, 'generation'));
	checkPreconditions(readPreconditions(query), record, 'read');
	return {status: 200, headers: {ETag: toEtag(record)}, json: toObjectResource(baseUrl, names.bucket, record)};
};

/** Changes metadata; null takes a field away. */
export const patchObject: GcsMethod = async call => change(call, before => before);

/** Says all metadata anew. */
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

export const deleteObject: GcsMethod = ({store, names, query}) => {
	const bucket = store.bucket(names.bucket);
	const record = bucket.get(names.object, readWholeNumber(query, 'generation'));
	checkPreconditions(readPreconditions(query), record);
	bucket.remove(record);
	return {status: 204};
};

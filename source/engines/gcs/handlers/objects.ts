import {createReadStream} from 'node:fs';
import type {GcsCall, GcsMethod, GcsReply} from '../gcs-call.ts';
import {notSupported} from '../gcs-error.ts';
import {checkAgrees, readJsonBody} from '../json-value.ts';
import {checkObjectName} from '../names.ts';
import {applyObjectMetadata, withoutMetadata} from '../object-metadata.ts';
import {type ObjectRecord, toEtag, toObjectResource} from '../object-record.ts';
import {checkPreconditions, readPreconditions, readWholeNumber} from '../preconditions.ts';
import {commitOrDiscard, receiveContent} from '../receive-content.ts';
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
	checkAgrees(wanted, 'bucket', names.bucket);
	checkAgrees(wanted, 'name', names.object);
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

export const copyObject: GcsMethod = async call => ({status: 200, json: await copy(call)});

/** The way in which clients copy today: here it is always done at once. */
export const rewriteObject: GcsMethod = async call => {
	const resource = await copy(call);
	const {size} = resource;
	return {status: 200, json: {kind: 'storage#rewriteResponse', totalBytesRewritten: size, objectSize: size, done: true, resource}};
};

/** Copies an object with its metadata. Throws 501 where other metadata are wanted, and where the storage class would be another. */
async function copy({store, names, query, body, limits, baseUrl}: GcsCall): Promise<Record<string, unknown>> {
	const isPlain = Object.keys(await readJsonBody(body, limits.jsonBytes)).length === 0;
	const [from, to] = [store.bucket(names.bucket), store.bucket(names.toBucket)];
	const source = from.get(names.object, readWholeNumber(query, 'sourceGeneration'));
	if (!isPlain || source.storageClass !== to.record().storageClass) {
		throw notSupported('A copy with metadata or a storage class of its own');
	}

	checkObjectName(names.toObject);
	const conditions = readPreconditions(query);
	checkPreconditions(conditions, to.find(names.toObject));
	const content = await receiveContent(createReadStream('', {fd: from.openContent(source)}), store.newScratchPath(), limits.objectBytes);
	const record = commitOrDiscard(content, () => store.commit(names.toBucket, names.toObject, content, source, conditions));
	return toObjectResource(baseUrl, names.toBucket, record);
}

import {createReadStream} from 'node:fs';
import type {GcsCall, GcsReply} from '../gcs-call.ts';
import {readJsonBody} from '../json-value.ts';
import {applyObjectMetadata} from '../object-metadata.ts';
import {checkObjectName} from '../object-name.ts';
import type {ObjectRecord} from '../object-record.ts';
import {toObjectResource} from '../object-resource.ts';
import {checkPreconditions, readPreconditions, readWholeNumber} from '../preconditions.ts';
import {commitOrDiscard, receiveContent} from '../receive-content.ts';
import {pickMetadata} from '../upload-plan.ts';

/** POST …/copyTo/…: copies an object, with its metadata or, when the request has some, with those. */
export async function copyObject(call: GcsCall): Promise<GcsReply> {
	const record = await copy(call);
	return {status: 200, json: toObjectResource(call.baseUrl, call.names.destinationBucket, record)};
}

/** Copies an object as `copyTo` and `rewriteTo` do. The copy's checksums are made anew from the bytes. */
export async function copy({store, names, query, body, limits}: GcsCall): Promise<ObjectRecord> {
	const resource = await readJsonBody(body, limits.jsonBytes);
	const source = store.bucket(names.bucket);
	const before = source.get(names.object, readWholeNumber(query, 'sourceGeneration'));
	checkPreconditions(readPreconditions(query, 'Source'), before);
	checkObjectName(names.destinationObject);
	const conditions = readPreconditions(query);
	checkPreconditions(conditions, store.bucket(names.destinationBucket).find(names.destinationObject));
	const metadata = applyObjectMetadata(Object.keys(resource).length > 0 ? {} : pickMetadata(before), resource);
	const stream = createReadStream('', {fd: source.openContent(before)});
	const {md5Hash, ...content} = await receiveContent(stream, store.newScratchPath(), limits.objectBytes);
	const {componentCount} = before;
	// A composite object's copy is one too, and has no MD5 either.
	const facts = {...content, ...(componentCount === undefined ? {md5Hash} : {componentCount})};
	return commitOrDiscard(content, () => store.commit(names.destinationBucket, names.destinationObject, facts, metadata, conditions));
}

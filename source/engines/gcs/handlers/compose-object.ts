import {createReadStream} from 'node:fs';
import type {GcsCall, GcsReply} from '../gcs-call.ts';
import {invalid} from '../gcs-error.ts';
import {isJsonObject, readJsonBody} from '../json-value.ts';
import {applyObjectMetadata} from '../object-metadata.ts';
import {checkObjectName} from '../object-name.ts';
import type {ObjectRecord} from '../object-record.ts';
import {toObjectResource} from '../object-resource.ts';
import {checkPreconditions, readPreconditions} from '../preconditions.ts';
import {commitOrDiscard, receiveContent} from '../receive-content.ts';
import type {StoredBucket} from '../stored-bucket.ts';

const mostSources = 32;

/** POST …/compose: makes an object of up to 32 others in the same bucket, one after the other. It has a CRC32C but no MD5. */
export async function composeObject({store, names, query, body, limits, baseUrl}: GcsCall): Promise<GcsReply> {
	const {sourceObjects, destination} = await readJsonBody(body, limits.jsonBytes);
	if (!Array.isArray(sourceObjects) || sourceObjects.length === 0) {
		throw invalid('You must provide at least one source component.');
	}

	if (sourceObjects.length > mostSources) {
		throw invalid(`The number of source components provided (${sourceObjects.length}) exceeds the maximum (${mostSources}).`);
	}

	const bucket = store.bucket(names.bucket);
	checkObjectName(names.object);
	const conditions = readPreconditions(query);
	checkPreconditions(conditions, bucket.find(names.object));
	const metadata = applyObjectMetadata({}, isJsonObject(destination) ? destination : {});
	const sources = sourceObjects.map(source => findSource(bucket, source));
	// All are opened now: one that is replaced while others are read must not change what is composed.
	const streams = sources.map(source => createReadStream('', {fd: bucket.openContent(source)}));
	try {
		const {md5Hash: _none, ...content} = await receiveContent(concatenate(streams), store.newScratchPath(), limits.objectBytes);
		const componentCount = sources.reduce((sum, source) => sum + (source.componentCount ?? 1), 0);
		const record = commitOrDiscard(content, () => store.commit(names.bucket, names.object, {...content, componentCount}, metadata, conditions));
		return {status: 200, json: toObjectResource(baseUrl, names.bucket, record)};
	} finally {
		for (const stream of streams) {
			stream.destroy();
		}
	}
}

function findSource(bucket: StoredBucket, source: unknown): ObjectRecord {
	if (!isJsonObject(source) || typeof source['name'] !== 'string') {
		throw invalid('Each source component must have a name.');
	}

	const {name, generation, objectPreconditions} = source;
	const wanted = readGeneration(generation);
	const record = bucket.get(name, wanted);
	if (objectPreconditions !== undefined) {
		const generationMatch = isJsonObject(objectPreconditions) ? readGeneration(objectPreconditions['ifGenerationMatch']) : undefined;
		checkPreconditions(generationMatch === undefined ? {} : {generationMatch}, record);
	}

	return record;
}

function readGeneration(value: unknown): number | undefined {
	if (value === undefined || value === null) {
		return undefined;
	}

	if (!/^\d{1,19}$/.test(String(value))) {
		throw invalid('Invalid value for generation.');
	}

	return Number(value);
}

async function* concatenate(streams: ReadonlyArray<AsyncIterable<Buffer>>): AsyncGenerator<Buffer> {
	for (const stream of streams) {
		yield* stream;
	}
}

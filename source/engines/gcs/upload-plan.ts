import {type Checksums, readDeclaredChecksums} from './checksums.ts';
import type {GcsCall} from './gcs-call.ts';
import {invalid} from './gcs-error.ts';
import {checkAgrees, type JsonObject} from './json-value.ts';
import {applyObjectMetadata, type ObjectMetadata} from './object-metadata.ts';
import {checkObjectName} from './names.ts';
import {checkPreconditions, readPreconditions} from './preconditions.ts';
import type {UploadPlan} from './resumable-uploads.ts';

/**
 * Reads and checks what a request says about the object it makes: `resource` from its body, the query, `x-goog-hash`.
 * Preconditions are checked here already, so that nothing is sent in vain, and again when the object is made.
 */
export function planUpload({store, names, query, request}: GcsCall, resource: JsonObject, contentType: string | undefined): UploadPlan {
	const bucket = store.bucket(names.bucket);
	checkAgrees(resource, 'bucket', names.bucket);
	const name = query.get('name') ?? (typeof resource['name'] === 'string' ? resource['name'] : '');
	checkObjectName(name);
	const contentEncoding = query.get('contentEncoding');
	const metadata = applyObjectMetadata<ObjectMetadata>(
		{},
		{
			contentType: contentType ?? 'application/octet-stream',
			...dropNulls(resource),
			...(contentEncoding !== undefined && {contentEncoding}),
		},
	);
	const declared = readDeclaredChecksums(readChecksumFields(resource), {'x-goog-hash': request.headers['x-goog-hash']});
	const conditions = readPreconditions(query);
	checkPreconditions(conditions, bucket.find(name));
	return {name, metadata, declared, conditions};
}

function dropNulls(resource: JsonObject): JsonObject {
	return Object.fromEntries(Object.entries(resource).filter(([, value]) => value !== null));
}

function readChecksumFields(resource: JsonObject): Partial<Checksums> {
	const fields = Object.entries(dropNulls(resource)).filter(([name]) => name === 'crc32c' || name === 'md5Hash');
	if (fields.some(([, value]) => typeof value !== 'string')) {
		throw invalid('A checksum in the metadata is not a string.');
	}

	return Object.fromEntries(fields);
}

import {readDeclaredChecksums} from './checksums.ts';
import type {UploadPlan} from './commit-upload.ts';
import type {GcsCall} from './gcs-call.ts';
import {invalid} from './gcs-error.ts';
import type {JsonObject} from './json-value.ts';
import {applyObjectMetadata} from './object-metadata.ts';
import {readPreconditions} from './preconditions.ts';

/**
 * Gathers what is to be made from the query, the headers and the client's metadata. `contentType` is that of the bytes,
 * which the metadata's own goes before. Throws a 400 for what cannot be.
 */
export function readUploadPlan({names, query, request}: GcsCall, resource: JsonObject, contentType: string | undefined): UploadPlan {
	const encoding = query.get('contentEncoding');
	const metadata = applyObjectMetadata({}, {
		...(contentType !== undefined && {contentType}),
		...resource,
		...(encoding !== undefined && {contentEncoding: encoding}),
	});
	return {
		bucket: names.bucket,
		name: query.get('name') ?? readText(resource, 'name') ?? '',
		metadata,
		declared: readDeclaredChecksums({
			...optional('crc32c', readText(resource, 'crc32c')),
			...optional('md5Hash', readText(resource, 'md5Hash')),
		}, request.headers),
		conditions: readPreconditions(query),
	};
}

function optional<Name extends string>(name: Name, value: string | undefined): {[Key in Name]?: string} {
	return value === undefined ? {} : {[name]: value} as {[Key in Name]: string};
}

function readText(resource: JsonObject, name: string): string | undefined {
	const value = resource[name] ?? undefined;
	if (value !== undefined && typeof value !== 'string') {
		throw invalid(`Invalid value for ${name}.`);
	}

	return value;
}

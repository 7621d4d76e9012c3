import type {GcsCall, GcsMethod} from './gcs-call.ts';
import {GcsError, notSupported} from './gcs-error.ts';
import {cancelUpload, continueUpload} from './handlers/continue-upload.ts';
import {deleteBucket} from './handlers/delete-bucket.ts';
import {deleteObject} from './handlers/delete-object.ts';
import {getBucket} from './handlers/get-bucket.ts';
import {getObject} from './handlers/get-object.ts';
import {insertBucket} from './handlers/insert-bucket.ts';
import {insertObject} from './handlers/insert-object.ts';
import {listBuckets} from './handlers/list-buckets.ts';
import {listObjects} from './handlers/list-objects.ts';
import {patchBucket} from './handlers/patch-bucket.ts';
import {patchObject} from './handlers/patch-object.ts';
import {readMedia} from './handlers/read-media.ts';
import type {RequestTarget} from './request-target.ts';

/** Every method of the API, by HTTP method, service and path; `:x` takes a segment as the name x. */
const methods: ReadonlyArray<readonly [method: string, service: RequestTarget['service'], path: string, run: GcsMethod]> = [
	['GET', 'json', 'b', listBuckets],
	['POST', 'json', 'b', insertBucket],
	['GET', 'json', 'b/:bucket', getBucket],
	['PATCH', 'json', 'b/:bucket', patchBucket],
	['DELETE', 'json', 'b/:bucket', deleteBucket],
	['GET', 'json', 'b/:bucket/o', listObjects],
	['GET', 'json', 'b/:bucket/o/:object', getObject],
	['PATCH', 'json', 'b/:bucket/o/:object', patchObject],
	['DELETE', 'json', 'b/:bucket/o/:object', deleteObject],
	['POST', 'upload', 'b/:bucket/o', insertObject],
	['PUT', 'upload', 'b/:bucket/o', continueUpload],
	['DELETE', 'upload', 'b/:bucket/o', cancelUpload],
	['GET', 'download', 'b/:bucket/o/:object', readMedia],
	['GET', 'xml', ':bucket/:object', readMedia],
];

/** The method a request means and the names in its path. Throws 404 for no path of the API, 501 for one not served here. */
export function findMethod(method: string, {service, segments}: RequestTarget): {run: GcsMethod; names: GcsCall['names']} {
	for (const [wantedMethod, wantedService, path, run] of methods) {
		const names = wantedMethod === method && wantedService === service ? matchPath(path.split('/'), segments) : undefined;
		if (names) {
			return {run, names};
		}
	}

	if (service === 'xml') {
		throw new GcsError(404, 'notFound', 'Not Found');
	}

	throw notSupported(`${method} of ${segments.length > 0 ? `/${segments.map(segment => segment.slice(0, 40)).join('/')}` : 'this path'}`);
}

function matchPath(pattern: readonly string[], segments: readonly string[]): GcsCall['names'] | undefined {
	if (pattern.length !== segments.length) {
		return undefined;
	}

	const names = {bucket: '', object: '', destinationBucket: '', destinationObject: ''};
	for (const [i, part] of pattern.entries()) {
		const segment = segments[i]!;
		if (!part.startsWith(':')) {
			if (part !== segment) {
				return undefined;
			}
		} else if (segment === '') {
			return undefined;
		} else {
			names[part.slice(1) as keyof typeof names] = segment;
		}
	}

	return names;
}

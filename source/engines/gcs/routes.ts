import type {GcsCall, GcsMethod} from './gcs-call.ts';
import {GcsError, notSupported} from './gcs-error.ts';
import {cancelResumableUpload} from './handlers/cancel-resumable-upload.ts';
import {composeObject} from './handlers/compose-object.ts';
import {continueResumableUpload} from './handlers/continue-resumable-upload.ts';
import {deleteBucket} from './handlers/delete-bucket.ts';
import {deleteObject} from './handlers/delete-object.ts';
import {getBucket} from './handlers/get-bucket.ts';
import {getObject} from './handlers/get-object.ts';
import {insertBucket} from './handlers/insert-bucket.ts';
import {listBuckets} from './handlers/list-buckets.ts';
import {listObjects} from './handlers/list-objects.ts';
import {patchBucket} from './handlers/patch-bucket.ts';
import {patchObject} from './handlers/patch-object.ts';
import {readMedia} from './handlers/read-media.ts';
import {copyObject, rewriteObject} from './handlers/rewrite-object.ts';
import {uploadObject} from './handlers/upload-object.ts';
import type {GcsService, RequestTarget} from './request-target.ts';

/** One method of the API: where it is and the preconditions that it takes. */
type Route = {
	readonly method: string;
	readonly service: GcsService;
	/** Segments; a leading colon names one that is a name. */
	readonly path: string;
	readonly conditions: readonly string[];
	readonly run: GcsMethod;
};

const generation = ['ifGenerationMatch', 'ifGenerationNotMatch'];
const metageneration = ['ifMetagenerationMatch', 'ifMetagenerationNotMatch'];
const all = [...generation, ...metageneration];
const source = all.map(name => name.replace('if', 'ifSource'));

/** Everything that the engine does. */
const routes: readonly Route[] = [
	{method: 'GET', service: 'json', path: 'b', conditions: [], run: listBuckets},
	{method: 'POST', service: 'json', path: 'b', conditions: [], run: insertBucket},
	{method: 'GET', service: 'json', path: 'b/:bucket', conditions: metageneration, run: getBucket},
	{method: 'PATCH', service: 'json', path: 'b/:bucket', conditions: metageneration, run: patchBucket},
	{method: 'DELETE', service: 'json', path: 'b/:bucket', conditions: metageneration, run: deleteBucket},
	{method: 'GET', service: 'json', path: 'b/:bucket/o', conditions: [], run: listObjects},
	{method: 'GET', service: 'json', path: 'b/:bucket/o/:object', conditions: all, run: getObject},
	{method: 'PATCH', service: 'json', path: 'b/:bucket/o/:object', conditions: all, run: patchObject},
	{method: 'DELETE', service: 'json', path: 'b/:bucket/o/:object', conditions: all, run: deleteObject},
	{method: 'POST', service: 'json', path: 'b/:bucket/o/:object/compose', conditions: all, run: composeObject},
	{method: 'POST', service: 'json', path: 'b/:bucket/o/:object/rewriteTo/b/:destinationBucket/o/:destinationObject', conditions: [...all, ...source], run: rewriteObject},
	{method: 'POST', service: 'json', path: 'b/:bucket/o/:object/copyTo/b/:destinationBucket/o/:destinationObject', conditions: [...all, ...source], run: copyObject},
	{method: 'POST', service: 'upload', path: 'b/:bucket/o', conditions: all, run: uploadObject},
	{method: 'PUT', service: 'upload', path: 'b/:bucket/o', conditions: all, run: continueResumableUpload},
	{method: 'DELETE', service: 'upload', path: 'b/:bucket/o', conditions: all, run: cancelResumableUpload},
	{method: 'GET', service: 'download', path: 'b/:bucket/o/:object', conditions: all, run: readMedia},
	{method: 'GET', service: 'xml', path: ':bucket/:object', conditions: [], run: readMedia},
	{method: 'HEAD', service: 'xml', path: ':bucket/:object', conditions: [], run: readMedia},
];

/** The route of a request and the names in its path. Throws 404 for a path that no method has, 501 for a method that is not here. */
export function findRoute(method: string, {service, segments}: RequestTarget): {route: Route; names: GcsCall['names']} {
	for (const route of routes) {
		const names = route.service === service && route.method === method ? matchPath(route.path, segments) : undefined;
		if (names) {
			return {route, names};
		}
	}

	const path = segments.map(segment => segment.slice(0, 100)).join('/');
	if (segments.includes('') || segments.length > 10) {
		throw new GcsError(404, 'notFound', 'Not Found');
	}

	throw notSupported(`${method} /${path}`);
}

function matchPath(path: string, segments: readonly string[]): GcsCall['names'] | undefined {
	const parts = path.split('/');
	const names = {bucket: '', object: '', destinationBucket: '', destinationObject: ''};
	const isMatch = parts.length === segments.length && parts.every((part, index) => {
		const segment = segments[index]!;
		if (part.startsWith(':')) {
			names[part.slice(1) as keyof typeof names] = segment;
			return segment !== '';
		}

		return part === segment;
	});
	return isMatch ? names : undefined;
}

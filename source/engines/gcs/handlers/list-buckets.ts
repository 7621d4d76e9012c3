import {toBucketResource} from '../bucket-resource.ts';
import type {GcsCall, GcsReply} from '../gcs-call.ts';
import {required} from '../gcs-error.ts';
import {readMaxResults, readPageToken, writePageToken} from '../page.ts';

/** GET /b: lists the buckets by name. */
export function listBuckets({store, query, baseUrl}: GcsCall): GcsReply {
	if (!query.get('project')) {
		throw required('project');
	}

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
}

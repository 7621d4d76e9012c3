import type {GcsCall, GcsReply} from '../gcs-call.ts';
import {toEtag, toObjectResource} from '../object-resource.ts';
import {checkPreconditions, readPreconditions, readWholeNumber} from '../preconditions.ts';
import {readMedia} from './read-media.ts';

/** GET /b/BUCKET/o/OBJECT: the object's metadata, or with `alt=media` its content. */
export function getObject(call: GcsCall): GcsReply | Promise<GcsReply> {
	const {store, names, query, baseUrl} = call;
	if (query.get('alt') === 'media') {
		return readMedia(call);
	}

	const record = store.bucket(names.bucket).get(names.object, readWholeNumber(query, 'generation'));
	checkPreconditions(readPreconditions(query), record, 'read');
	return {status: 200, headers: {ETag: toEtag(record)}, json: toObjectResource(baseUrl, names.bucket, record)};
}

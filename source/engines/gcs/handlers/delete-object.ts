import type {GcsCall, GcsReply} from '../gcs-call.ts';
import {checkPreconditions, readPreconditions, readWholeNumber} from '../preconditions.ts';

/** DELETE /b/BUCKET/o/OBJECT: deletes an object. */
export function deleteObject({store, names, query}: GcsCall): GcsReply {
	const bucket = store.bucket(names.bucket);
	const record = bucket.get(names.object, readWholeNumber(query, 'generation'));
	checkPreconditions(readPreconditions(query), record);
	bucket.remove(record);
	return {status: 204};
}

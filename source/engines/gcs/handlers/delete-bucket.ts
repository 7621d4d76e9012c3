import type {GcsCall, GcsReply} from '../gcs-call.ts';
import {checkPreconditions, readPreconditions} from '../preconditions.ts';

/** DELETE /b/BUCKET: deletes a bucket that holds nothing. */
export function deleteBucket({store, names, query}: GcsCall): GcsReply {
	checkPreconditions(readPreconditions(query), store.bucket(names.bucket).record());
	store.deleteBucket(names.bucket);
	return {status: 204};
}

import type {GcsCall, GcsReply} from '../gcs-call.ts';
import {GcsError} from '../gcs-error.ts';

/** DELETE of a session's address: gives the upload up. Cloud Storage answers this with 499, whose body is empty. */
export async function cancelResumableUpload({uploads, query}: GcsCall): Promise<GcsReply> {
	const upload = uploads.get(query.get('upload_id') ?? '');
	while (upload.sender) {
		upload.sender.abort();
		await upload.sender.done;
	}

	if (typeof upload.outcome === 'object') {
		throw new GcsError(410, 'gone', 'The upload is complete and can no longer be cancelled.');
	}

	uploads.end(upload, 'cancelled');
	return {status: 499};
}

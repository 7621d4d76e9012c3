import type {GcsCall, GcsReply} from '../gcs-call.ts';
import {endSender, findUpload} from '../resumable-request.ts';

/** DELETE of a resumable upload's URI: gives it up. 499 is Cloud Storage's answer when that went well. */
export async function cancelResumable(call: GcsCall): Promise<GcsReply> {
	const upload = findUpload(call);
	while (upload.sender) {
		await endSender(upload);
	}

	if (upload.outcome === 'open') {
		call.uploads.end(upload, 'cancelled');
	}

	return {status: 499, text: ''};
}

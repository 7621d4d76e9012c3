import type {GcsCall, GcsReply} from '../gcs-call.ts';
import {invalidParameter, notSupported, required} from '../gcs-error.ts';
import {startResumableUpload} from './start-resumable-upload.ts';
import {uploadMedia} from './upload-media.ts';
import {uploadMultipart} from './upload-multipart.ts';

/** POST /upload/…/b/BUCKET/o: the three ways to make an object, told apart by `uploadType`. */
export function uploadObject(call: GcsCall): Promise<GcsReply> {
	const encoding = call.request.headers['content-encoding'];
	if (encoding !== undefined && encoding !== 'identity') {
		// It would have to be undone here; the object's own encoding is part of its metadata.
		throw notSupported('An upload with a Content-Encoding header');
	}

	const type = call.query.get('uploadType');
	switch (type) {
		case 'media': {
			return uploadMedia(call);
		}

		case 'multipart': {
			return uploadMultipart(call);
		}

		case 'resumable': {
			return startResumableUpload(call);
		}

		case undefined: {
			throw required('uploadType');
		}

		default: {
			throw invalidParameter('uploadType', `Invalid upload type: '${type.slice(0, 100)}'.`);
		}
	}
}

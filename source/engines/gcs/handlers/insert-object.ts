import type {GcsCall, GcsReply} from '../gcs-call.ts';
import {invalidParameter, required} from '../gcs-error.ts';
import {startResumable} from './start-resumable.ts';
import {uploadMedia} from './upload-media.ts';
import {uploadMultipart} from './upload-multipart.ts';

/** POST /upload/…/b/BUCKET/o: makes an object in the way that `uploadType` says. */
export async function insertObject(call: GcsCall): Promise<GcsReply> {
	const uploadType = call.query.get('uploadType');
	switch (uploadType) {
		case 'media': {
			return uploadMedia(call);
		}

		case 'multipart': {
			return uploadMultipart(call);
		}

		case 'resumable': {
			return startResumable(call);
		}

		case undefined: {
			throw required('uploadType');
		}

		default: {
			throw invalidParameter('uploadType', `Invalid upload type: '${uploadType.slice(0, 100)}'.`);
		}
	}
}

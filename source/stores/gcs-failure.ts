import {readGoogleFailure} from './google-failure.ts';
import {StoreFailure} from './store-failure.ts';

/** What went wrong with a call to the bucket, as one sentence that names the place and the way out. */
export function gcsFailure(error: unknown, place: string): StoreFailure {
	if (error instanceof StoreFailure) {
		return error;
	}

	const refuses = (reason: string, sentence: string) => new StoreFailure('gcs', 'refuses', reason, sentence, error);
	const failure = readGoogleFailure(error);
	switch (failure.kind) {
		case 'not Google': {
			return refuses(
				'not Google Cloud Storage',
				`What answers at ${place} is not Google Cloud Storage (${failure.reason}): check the address, or name none (by flag, variable or --compose) for the embedded engine`,
			);
		}

		case 'silent': {
			// Google's own bucket wants credentials; what failed before anything was sent is about them.
			return place.startsWith('gs://') && !failure.isOfNetwork
				? refuses(
						'no credentials',
						`Google Cloud Storage needs credentials that it can use (${failure.reason}): set GOOGLE_APPLICATION_CREDENTIALS to a key file, or leave out --bucket for the embedded engine`,
					)
				: new StoreFailure(
						'gcs',
						'silent',
						failure.reason,
						`Google Cloud Storage at ${place} did not answer (${failure.reason}): check the address and the network, or name none (by flag, variable or --compose) for the embedded engine`,
						error,
					);
		}

		case 'refused': {
			const {status, named, words} = failure;
			switch (status) {
				case 404: {
					return refuses('no such bucket', `There is no bucket for the archive at ${place}: create it, or name another with --bucket`);
				}

				case 401:
				case 403: {
					return refuses(
						words ?? named,
						`The bucket at ${place} is not ours to use (${words ?? named}): check GOOGLE_APPLICATION_CREDENTIALS and its rights, or name another with --bucket`,
					);
				}

				default: {
					const reason = words === undefined ? named : `${words} (${named})`;
					return refuses(reason, `Google Cloud Storage at ${place} refused: ${reason}`);
				}
			}
		}
	}
}

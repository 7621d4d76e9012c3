import {Problem} from '../words/problem.ts';
import {oneLine, readGoogleFailure} from './google-failure.ts';
import {StoreFailure} from './store-failure.ts';

/** Google refused what was asked, or a job failed, for a reason that it has a word for. */
export type Refusal = {
	/** Google's word for it: accessDenied, notFound, quotaExceeded … */
	readonly reason: string | undefined;
	/** What it says, in plain text. */
	readonly words: string;
};

/** Somebody else loaded the same dataset meanwhile: nothing of this load counts. */
export const loadedMeanwhile = 'others have loaded this dataset meanwhile';

/** What the archive lists and what was loaded of it are not the same. */
export const listedOtherwise = 'a day that was loaded is not what the archive lists';

const withoutIt = 'leave out --bigquery for DuckDB';

/** What went wrong with a call to BigQuery, as one sentence that names the place and the way out. */
export function bigqueryFailure(error: unknown, place: string, isGoogles: boolean): StoreFailure {
	if (error instanceof StoreFailure) {
		return error;
	}

	const failure = readGoogleFailure(error);
	switch (failure.kind) {
		case 'not Google': {
			return refuses('not BigQuery', `What answers at ${place} is not BigQuery (${failure.reason}): check the address, or ${withoutIt}`, error);
		}

		case 'silent': {
			// What failed before anything was sent is about credentials.
			return isGoogles && !failure.isOfNetwork
				? refuses(
						'no credentials',
						`BigQuery needs credentials that it can use (${failure.reason}): set GOOGLE_APPLICATION_CREDENTIALS to a key file, run "gcloud auth application-default login", or ${withoutIt}`,
						error,
					)
				: new StoreFailure(
						'history',
						'silent',
						failure.reason,
						`BigQuery at ${place} did not answer (${failure.reason}): check the network, or ${withoutIt}`,
						error,
					);
		}

		case 'refused': {
			const {status, named, words, reasonCode} = failure;
			const reason = reasonCode ?? (status === 404 ? 'notFound' : [401, 403].includes(status) ? 'accessDenied' : undefined);
			return refused({reason, words: words ?? named}, place, error);
		}
	}
}

/** What a refusal or a failed job says, as one sentence with the way out. */
export function refused({reason, words}: Refusal, place: string, cause?: unknown): StoreFailure {
	const says = oneLine(words).replace(/[.:]$/, '');
	const say = (sentence: string) => refuses(says, sentence, cause);
	// Of statements that change rows this is said where a project has no billing account, whatever the reason's name.
	if (reason === 'billingNotEnabled' || /billing has not been enabled|free tier/i.test(words)) {
		return say(`BigQuery changes no rows for a project without billing (${says}): enable billing for it, or ${withoutIt}`);
	}

	if (words.includes(loadedMeanwhile) || /concurrent update|could not serialize/i.test(words)) {
		return say(`Nothing was loaded into ${place}: ${loadedMeanwhile}; load again`);
	}

	if (words.includes(listedOtherwise)) {
		return say(`Nothing was loaded into ${place}: ${listedOtherwise}; look for the difference with "archive verify"`);
	}

	switch (reason ?? 'unknown') {
		case 'notFound': {
			return say(
				`BigQuery does not find something that belongs to ${place} (${says}): create the dataset where the bucket is, or name another with --bigquery, or ${withoutIt}`,
			);
		}

		case 'accessDenied': {
			return say(
				`${place} is not ours to use (${says}): give these credentials the roles BigQuery Data Editor and BigQuery Job User, and Storage Object Viewer for the bucket`,
			);
		}

		case 'quotaExceeded':
		case 'rateLimitExceeded': {
			return say(`BigQuery has used up a quota for ${place} (${says}): wait, or have it raised`);
		}

		case 'bytesBilledLimitExceeded': {
			return say(`BigQuery would bill more than was said before, and did not run it (${says}): ask again`);
		}

		case 'stopped': {
			return say(`Somebody stopped the job of BigQuery (${says}): ask again`);
		}

		default: {
			return say(`BigQuery refused, for ${place}: ${says}`);
		}
	}
}

/** A part of the archive that cannot be loaded: what it says names the file. */
export function notLoaded(failure: StoreFailure, place: string): Problem {
	return new Problem(`Nothing was loaded into ${place}: ${failure.reason}`, 1, failure);
}

function refuses(reason: string, sentence: string, cause: unknown): StoreFailure {
	return new StoreFailure('history', 'refuses', reason, sentence, cause);
}

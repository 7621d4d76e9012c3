import {invalid, invalidParameter} from './gcs-error.ts';

/** The most entries of one page, which is also Cloud Storage's default. */
const pageEntries = 1000;

/** How many entries a page may have: `maxResults`, at most 1,000. Throws a 400 for anything but a whole number from 1. */
export function readMaxResults(query: ReadonlyMap<string, string>): number {
	const text = query.get('maxResults');
	if (text === undefined) {
		return pageEntries;
	}

	if (!/^0*[1-9]\d{0,9}$/.test(text)) {
		throw invalidParameter('maxResults', `Invalid unsigned integer value: '${text.slice(0, 100)}'. Values must be within the range: [1, 2147483647]`);
	}

	return Math.min(Number(text), pageEntries);
}

/** Where the page before ended; undefined on the first. Throws a 400 for a token that the engine did not write. */
export function readPageToken(query: ReadonlyMap<string, string>): string | undefined {
	const token = query.get('pageToken');
	if (!token) {
		return undefined;
	}

	const place = Buffer.from(token, 'base64url').toString();
	if (writePageToken(place) !== token) {
		throw invalid('Invalid argument: pageToken.');
	}

	return place;
}

/** The token of the page that follows `place`. */
export function writePageToken(place: string): string {
	return Buffer.from(place).toString('base64url');
}

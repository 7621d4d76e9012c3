import {GcsError} from './gcs-error.ts';

const mismatch = 'The request signature we calculated does not match the signature you provided. Check your Google secret key and signing method.';

/** Refuses a signed URL: one that is over, and any other, since no key is known here by which its signature could be right. */
export function refuseSigned(query: ReadonlyMap<string, string>, nowMs: number): void {
	if (![...query.keys()].some(name => /^(?:x-goog-|x-amz-|signature$|googleaccessid$|awsaccesskeyid$)/i.test(name))) {
		return;
	}

	// 20261126T130000Z, and so many seconds from it; or the second of its end since 1970.
	const [, day = '', time = ''] = /^(\d{8}T)(\d{6}Z)$/.exec(query.get('X-Goog-Date') ?? '') ?? [];
	const signedMs = Date.parse(`${day}${time}`.replace(/^(....)(..)(..T)(..)(..)(..Z)$/, '$1-$2-$3$4:$5:$6'));
	const endMs = query.has('Expires') ? Number(query.get('Expires')) * 1000 : signedMs + Number(query.get('X-Goog-Expires')) * 1000;
	throw endMs < nowMs
		? new GcsError(400, 'invalid', 'The provided token has expired.', {xmlCode: 'ExpiredToken'})
		: new GcsError(403, 'forbidden', mismatch, {xmlCode: 'SignatureDoesNotMatch'});
}

import type {IncomingHttpHeaders} from 'node:http';
import {invalidParameter, notSupported} from './gcs-error.ts';
import {refuseUnknownConditions} from './preconditions.ts';

/** Parameters of Cloud Storage that change what a method does or answers. All others are passed over, as they are there. */
const significantParameters = (
	'callback contextFilter copySourceAcl destinationKmsKeyName destinationPredefinedAcl dropContextGroups enableObjectRetention filter generation ' +
	'includeFoldersAsPrefixes includeTrailingDelimiter kmsKeyName matchGlob maxBytesRewrittenPerCall overrideUnlockedRetention predefinedAcl ' +
	'predefinedDefaultObjectAcl restoreToken returnPartialSuccess rewriteToken softDeleted sourceGeneration upload_protocol versions'
).split(' ');

/** Headers that would change the answer. */
const significantHeaders = /^(?:if-|x-goog-(?:acl|copy-source|encryption-|if-|resumable|upload-)|x-http-method-override|x-upload-content-encoding)/;

/** Throws 501 for a parameter or header that would change the answer and is not carried out, 400 for an unknown form of answer. */
export function refuseUnsupported(query: ReadonlyMap<string, string>, headers: IncomingHttpHeaders, known: readonly string[]): void {
	refuseUnknownConditions(query, known);
	for (const name of significantParameters) {
		const value = query.get(name);
		if (value !== undefined && value !== '' && value !== 'false' && !known.includes(name)) {
			throw notSupported(`The parameter ${name} of this method`);
		}
	}

	for (const name of Object.keys(headers)) {
		if (significantHeaders.test(name)) {
			throw notSupported(`The request header ${name.slice(0, 100)}`);
		}
	}

	const encoding = headers['content-encoding'];
	if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
		throw notSupported('A request body with a Content-Encoding (an object gets one by its metadata)');
	}

	if (!['json', 'media'].includes(query.get('alt') ?? 'json')) {
		throw invalidParameter('alt', `Invalid string value: '${query.get('alt')!.slice(0, 100)}'. Allowed values: [json, media]`);
	}
}

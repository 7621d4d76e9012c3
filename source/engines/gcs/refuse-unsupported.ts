import type {IncomingHttpHeaders} from 'node:http';
import {invalidParameter, notSupported} from './gcs-error.ts';
import {refuseUnknownConditions} from './preconditions.ts';
import type {GcsService} from './request-target.ts';

/** Parameters of Cloud Storage that change what a method does or answers. All others are passed over, as they are there. */
const significantParameters = (
	'callback contextFilter copySourceAcl destinationKmsKeyName destinationPredefinedAcl dropContextGroups enableObjectRetention filter generation ' +
	'includeFoldersAsPrefixes includeTrailingDelimiter kmsKeyName matchGlob maxBytesRewrittenPerCall overrideUnlockedRetention predefinedAcl ' +
	'predefinedDefaultObjectAcl restoreToken returnPartialSuccess rewriteToken softDeleted sourceGeneration upload_protocol versions'
).split(' ');

/** Parameters of the XML API that do, also without a value. */
const significantInXml = new Set(
	(
		'acl append attrs billing compose cors encryption encryptionConfig lifecycle location logging object-lock partNumber policy response-content-disposition ' +
		'response-content-type restore retention storageClass tagging uploadId uploads versioning versions website'
	).split(' '),
);

/** Headers that would change the answer. */
const significantHeaders = /^(?:if-|x-goog-(?:acl|copy-source|encryption-|if-|resumable|upload-)|x-http-method-override|x-upload-content-encoding)/;

/** Parameters that are one of some words. */
const choices: ReadonlyArray<readonly [string, readonly string[]]> = [
	['alt', ['json', 'media']],
	['projection', ['noAcl', 'full']],
	['versions', ['false', 'true']],
];

/** Throws 501 for a parameter or header that would change the answer and is not carried out, 400 for an unknown form of answer. */
export function refuseUnsupported(query: ReadonlyMap<string, string>, headers: IncomingHttpHeaders, known: readonly string[], service: GcsService): void {
	refuseUnknownConditions(query, known);
	for (const name of significantParameters) {
		const value = query.get(name);
		if (value !== undefined && !/^(?:false)?$/i.test(value) && !known.includes(name)) {
			throw notSupported(`The parameter ${name} of this method`);
		}
	}

	const ofXml = service === 'xml' ? [...query.keys()].find(name => significantInXml.has(name)) : undefined;
	if (ofXml !== undefined) {
		throw notSupported(`The parameter ${ofXml} of the XML API`);
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

	for (const [name, allowed] of choices) {
		const value = query.get(name) ?? allowed[0]!;
		// Google's client for Python writes True.
		if (!allowed.includes(name === 'versions' ? value.toLowerCase() : value)) {
			throw invalidParameter(name, `Invalid string value: '${value.slice(0, 100)}'. Allowed values: [${allowed.join(', ')}]`);
		}
	}
}

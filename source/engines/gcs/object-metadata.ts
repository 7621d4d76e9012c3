import {GcsError, invalid, notSupported} from './gcs-error.ts';
import {isOff, type JsonObject, mergeTexts} from './json-value.ts';

/** The part of an object's metadata that clients write. */
export type ObjectMetadata = {
	readonly contentType?: string;
	readonly contentEncoding?: string;
	readonly contentDisposition?: string;
	readonly contentLanguage?: string;
	readonly cacheControl?: string;
	/** The client's own names and values, at most 8 KiB together. */
	readonly metadata?: Readonly<Record<string, string>>;
	readonly storageClass?: string;
};

/** These become response headers. */
const headerFields = ['contentType', 'contentEncoding', 'contentDisposition', 'contentLanguage', 'cacheControl'] as const;

/** These would change what the object does, and the engine does not do it. */
const refusedFields = ['acl', 'retention', 'temporaryHold', 'eventBasedHold', 'kmsKeyName', 'customerEncryption', 'contexts', 'customTime'];

const customBytes = 8 * 1024;

/** Metadata without what a client said of it, as it is before PUT says all anew. */
export function withoutMetadata<Base extends ObjectMetadata>(base: Base): Base {
	return Object.fromEntries(Object.entries(base).filter(([name]) => name !== 'metadata' && !headerFields.some(field => field === name))) as Base;
}

/**
 * Applies a resource from outside to metadata, as PATCH does: null takes a field away, an absent field stays. Fields that
 * Cloud Storage sets itself are passed over. Throws 400 for a value that cannot be, 501 for what is not supported.
 */
export function applyObjectMetadata<Base extends ObjectMetadata>(base: Base, change: JsonObject): Base {
	for (const name of refusedFields) {
		if (!isOff(change[name])) {
			throw notSupported(`The object field ${name}`);
		}
	}

	const next: {-readonly [Name in keyof ObjectMetadata]: ObjectMetadata[Name]} = {...base};
	for (const name of headerFields) {
		const value = change[name];
		if (value === null) {
			delete next[name];
		} else if (value !== undefined) {
			next[name] = readHeaderText(name, value);
		}
	}

	if (change['storageClass'] !== undefined && change['storageClass'] !== null) {
		next.storageClass = readStorageClass(change['storageClass']);
	}

	if (change['metadata'] === null) {
		delete next.metadata;
	} else if (change['metadata'] !== undefined) {
		next.metadata = mergeTexts('metadata', base.metadata ?? {}, change['metadata']);
		if (Buffer.byteLength(Object.entries(next.metadata).flat().join('')) > customBytes) {
			throw new GcsError(400, 'invalid', `The metadata is larger than ${customBytes} bytes.`, {xmlCode: 'MetadataTooLarge'});
		}
	}

	return next as Base;
}

function readHeaderText(name: string, value: unknown): string {
	// What cannot stand in a header could never be served again.
	if (typeof value !== 'string' || !/^[\t\u0020-\u007E\u0080-\u00FF]{0,1024}$/.test(value)) {
		throw invalid(`Invalid value for ${name}.`);
	}

	return value;
}

const storageClasses = ['STANDARD', 'NEARLINE', 'COLDLINE', 'ARCHIVE', 'MULTI_REGIONAL', 'REGIONAL', 'DURABLE_REDUCED_AVAILABILITY'];

export function isStorageClass(value: unknown): value is string {
	return typeof value === 'string' && storageClasses.includes(value);
}

/** A storage class out of metadata. Throws a 400 for one that Cloud Storage does not have. */
export function readStorageClass(value: unknown): string {
	if (!isStorageClass(value)) {
		throw invalid(`Invalid storage class: ${String(value).slice(0, 100)}`);
	}

	return value;
}

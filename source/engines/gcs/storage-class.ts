import {invalid} from './gcs-error.ts';

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

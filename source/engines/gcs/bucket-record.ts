import {GcsError, invalid, notSupported} from './gcs-error.ts';
import {isJsonObject, mergeTexts} from './json-value.ts';
import type {JsonObject} from './json-value.ts';
import {readStorageClass} from './storage-class.ts';

/** Everything that is known of a bucket but its objects. */
export type BucketRecord = {
	readonly name: string;
	readonly metageneration: number;
	readonly timeCreatedMs: number;
	readonly updatedMs: number;
	/** Where it claims to be; without meaning here. */
	readonly location: string;
	/** What its objects get when they name none. */
	readonly storageClass: string;
	readonly labels?: Readonly<Record<string, string>>;
	/** Kept and shown, but not carried out: no object is deleted or moved by it. */
	readonly lifecycle?: JsonObject;
};

/** These would change what the bucket does, and the engine does not do it. */
const refusedFields = [
	'acl',
	'defaultObjectAcl',
	'autoclass',
	'billing',
	'cors',
	'customPlacementConfig',
	'defaultEventBasedHold',
	'encryption',
	'hierarchicalNamespace',
	'ipFilter',
	'logging',
	'objectRetention',
	'retentionPolicy',
	'softDeletePolicy',
	'website',
];

/** A bucket as it is before anything is said about it. */
export function newBucketRecord(name: string, nowMs: number): BucketRecord {
	return {name, metageneration: 1, timeCreatedMs: nowMs, updatedMs: nowMs, location: 'US', storageClass: 'STANDARD'};
}

/**
 * Applies a resource from outside to a bucket, as PATCH does. Throws 400 for a value that cannot be, 501 for what is not
 * supported: object versioning, access lists, retention and the like.
 */
export function applyBucketChange(base: BucketRecord, change: JsonObject): BucketRecord {
	for (const name of refusedFields) {
		if (!isOff(change[name])) {
			throw notSupported(`The bucket field ${name}`);
		}
	}

	if (!isOff(change['versioning'])) {
		throw notSupported('Object versioning');
	}

	const access = change['iamConfiguration'];
	if (isJsonObject(access) && isJsonObject(access['uniformBucketLevelAccess']) && access['uniformBucketLevelAccess']['enabled'] === false) {
		throw notSupported('A bucket without uniform bucket-level access');
	}

	const {labels, lifecycle, ...rest} = base;
	const nextLabels = change['labels'] === null ? {} : mergeTexts('labels', labels ?? {}, change['labels'] ?? {});
	const nextLifecycle = change['lifecycle'] === undefined ? lifecycle : readLifecycle(change['lifecycle']);
	return {
		...rest,
		...(Object.keys(nextLabels).length > 0 && {labels: nextLabels}),
		...(nextLifecycle && {lifecycle: nextLifecycle}),
		...(typeof change['location'] === 'string' && {location: readLocation(change['location'])}),
		...(change['storageClass'] !== undefined && {storageClass: readStorageClass(change['storageClass'])}),
	};
}

/** Whether a setting is absent, empty or says that it is off. */
function isOff(value: unknown): boolean {
	if (isJsonObject(value)) {
		return Object.values(value).every(entry => isOff(entry));
	}

	return value === undefined || value === null || value === false || (Array.isArray(value) && value.length === 0);
}

function readLifecycle(value: unknown): JsonObject | undefined {
	const rules = isJsonObject(value) ? (value['rule'] ?? []) : value === null ? [] : undefined;
	const isFine =
		Array.isArray(rules) &&
		rules.length <= 100 &&
		rules.every(
			rule =>
				isJsonObject(rule) &&
				isJsonObject(rule['condition']) &&
				Object.keys(rule['condition']).length > 0 &&
				isJsonObject(rule['action']) &&
				isStorageClassFit(rule['action']) &&
				['Delete', 'SetStorageClass', 'AbortIncompleteMultipartUpload'].includes(String(rule['action']['type'])),
		);
	if (!isFine) {
		throw invalid('Invalid value for lifecycle.');
	}

	return rules.length > 0 ? {rule: rules} : undefined;
}

/** Only an action that sets the class names one. */
function isStorageClassFit({type, storageClass}: JsonObject): boolean {
	if (type !== 'SetStorageClass') {
		return storageClass === undefined;
	}

	readStorageClass(storageClass);
	return true;
}

function readLocation(location: string): string {
	if (!/^[a-z\d-]{1,64}$/i.test(location)) {
		throw new GcsError(400, 'invalid', 'The specified location constraint is not valid.', {xmlCode: 'InvalidLocationConstraint'});
	}

	return location.toUpperCase();
}

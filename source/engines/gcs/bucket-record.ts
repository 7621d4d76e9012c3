import {GcsError, invalid, notSupported} from './gcs-error.ts';
import {isJsonObject, isOff, mergeTexts} from './json-value.ts';
import type {JsonObject} from './json-value.ts';
import {isStorageClass, readStorageClass} from './storage-class.ts';

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

/** What Cloud Storage sets itself, which clients send back, and what is read below. */
const knownFields = new Set(
	'kind id selfLink name projectNumber etag generation metageneration timeCreated updated owner location locationType labels lifecycle storageClass iamConfiguration satisfiesPZS satisfiesPZI'.split(
		' ',
	),
);

/** Where a bucket can be: continents, pairs, regions. */
const locations =
	/^(?:US|EU|ASIA|ASIA1|EUR[4578]|NAM4|AFRICA-SOUTH1|ASIA-(?:EAST[12]|NORTHEAST[1-3]|SOUTH[12]|SOUTHEAST[1-3])|AUSTRALIA-SOUTHEAST[12]|EUROPE-(?:CENTRAL2|NORTH[12]|SOUTHWEST1|WEST(?:[1-4689]|10|12))|ME-(?:CENTRAL[12]|WEST1)|NORTHAMERICA-(?:NORTHEAST[12]|SOUTH1)|SOUTHAMERICA-(?:EAST1|WEST1)|US-(?:CENTRAL1|EAST[145]|SOUTH1|WEST[1-4]))$/;

/** A bucket as it is before anything is said about it. */
export function newBucketRecord(name: string, nowMs: number): BucketRecord {
	return {name, metageneration: 1, timeCreatedMs: nowMs, updatedMs: nowMs, location: 'US', storageClass: 'STANDARD'};
}

/**
 * Applies a resource from outside to a bucket, as PATCH does. Throws 400 for a value that cannot be, 501 for what is not
 * supported: object versioning, access lists, retention and the like.
 */
export function applyBucketChange(base: BucketRecord, change: JsonObject): BucketRecord {
	for (const [name, value] of Object.entries(change)) {
		if (!knownFields.has(name) && !isOff(value) && value !== 'DEFAULT') {
			throw notSupported(name === 'versioning' ? 'Object versioning' : `The bucket field ${name.slice(0, 100)}`);
		}
	}

	checkAccess(change['iamConfiguration']);
	const {labels, lifecycle, ...rest} = base;
	const nextLabels = change['labels'] === null ? {} : mergeTexts('labels', labels ?? {}, change['labels'] ?? {});
	checkLabels(nextLabels);
	const nextLifecycle = change['lifecycle'] === undefined ? lifecycle : readLifecycle(change['lifecycle']);
	return {
		...rest,
		...(Object.keys(nextLabels).length > 0 && {labels: nextLabels}),
		...(nextLifecycle && {lifecycle: nextLifecycle}),
		...(typeof change['location'] === 'string' && {location: readLocation(change['location'])}),
		...(change['storageClass'] !== undefined && {storageClass: readStorageClass(change['storageClass'])}),
	};
}

/** @throws 501 for what would change who may do what: nobody is asked who they are here */
function checkAccess(access: unknown): void {
	if (!isJsonObject(access)) {
		return;
	}

	const {uniformBucketLevelAccess: uniform, publicAccessPrevention: prevention = 'inherited'} = access;
	if (isJsonObject(uniform) && uniform['enabled'] === false) {
		throw notSupported('A bucket without uniform bucket-level access');
	}

	if (prevention === 'enforced') {
		throw notSupported('The bucket field iamConfiguration.publicAccessPrevention');
	}

	if (!['inherited', 'unspecified'].includes(String(prevention))) {
		throw invalid('Invalid value for publicAccessPrevention.');
	}
}

function checkLabels(labels: Readonly<Record<string, string>>): void {
	const entries = Object.entries(labels);
	// Letters of any script that has no capitals, too.
	if (
		entries.length > 64 ||
		!entries.every(([name, value]) => /^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u.test(name) && /^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u.test(value))
	) {
		throw invalid('Invalid value for labels: names and values are of at most 63 lower-case letters, digits, _ and -.');
	}
}

function readLifecycle(value: unknown): JsonObject | undefined {
	const rules = isJsonObject(value) ? (value['rule'] ?? []) : value === null ? [] : undefined;
	const isFine =
		Array.isArray(rules) && rules.length <= 100 && rules.every(rule => isJsonObject(rule) && isAction(rule['action']) && isCondition(rule['condition']));
	if (!isFine) {
		throw invalid('Invalid value for lifecycle.');
	}

	return rules.length > 0 ? {rule: rules} : undefined;
}

function isAction(action: unknown): boolean {
	if (!isJsonObject(action)) {
		return false;
	}

	const {type, storageClass} = action;
	return type === 'SetStorageClass'
		? isStorageClass(storageClass)
		: storageClass === undefined && ['Delete', 'AbortIncompleteMultipartUpload'].includes(String(type));
}

const isDate = (value: unknown) => /^\d{4}-\d\d-\d\d$/.test(String(value));
const isCount = (value: unknown) => /^\d{1,9}$/.test(String(value));
const listOf = (isOne: (value: unknown) => boolean) => (value: unknown) => Array.isArray(value) && value.every(isOne);
const isText = (value: unknown) => typeof value === 'string';

/** What a rule may ask of an object, and whether a value is one that it may be asked with. */
const conditions: Readonly<Record<string, (value: unknown) => boolean>> = {
	age: isCount,
	createdBefore: isDate,
	customTimeBefore: isDate,
	daysSinceCustomTime: isCount,
	daysSinceNoncurrentTime: isCount,
	isLive: value => typeof value === 'boolean',
	matchesPrefix: listOf(isText),
	matchesStorageClass: listOf(isStorageClass),
	matchesSuffix: listOf(isText),
	noncurrentTimeBefore: isDate,
	numNewerVersions: isCount,
};

function isCondition(condition: unknown): boolean {
	const asked = isJsonObject(condition) ? Object.entries(condition) : [];
	return asked.length > 0 && asked.every(([name, value]) => Object.hasOwn(conditions, name) && conditions[name]!(value));
}

function readLocation(location: string): string {
	if (!locations.test(location.toUpperCase())) {
		throw new GcsError(400, 'invalid', 'The specified location constraint is not valid.', {xmlCode: 'InvalidLocationConstraint'});
	}

	return location.toUpperCase();
}

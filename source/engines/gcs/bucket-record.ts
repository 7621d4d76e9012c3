import {readLifecycle} from './bucket-lifecycle.ts';
import {GcsError, invalid, notSupported} from './gcs-error.ts';
import {isJsonObject, isOff, type JsonObject, mergeTexts} from './json-value.ts';
import {readStorageClass} from './object-metadata.ts';
import {toEtag} from './object-record.ts';

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
		...(change['location'] !== undefined && change['location'] !== null && {location: readLocation(change['location'])}),
		...(change['storageClass'] !== undefined && {storageClass: readStorageClass(change['storageClass'])}),
	};
}

/** @throws 501 for what would change who may do what: nobody is asked who they are here */
function checkAccess(access: unknown): void {
	if (!isJsonObject(access ?? {})) {
		throw invalid('Invalid value for iamConfiguration.');
	}

	const {uniformBucketLevelAccess: uniform, bucketPolicyOnly: before, publicAccessPrevention: prevention = 'inherited'} = (access ?? {}) as JsonObject;
	if ([uniform, before].some(each => isJsonObject(each) && (each['enabled'] ?? true) !== true)) {
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

function readLocation(location: unknown): string {
	if (typeof location !== 'string' || !locations.test(location.toUpperCase())) {
		throw new GcsError(400, 'invalid', 'The specified location constraint is not valid.', {xmlCode: 'InvalidLocationConstraint'});
	}

	return location.toUpperCase();
}

/** A bucket as the JSON API shows it. `baseUrl` is where the client reached the engine. */
export function toBucketResource(baseUrl: string, record: BucketRecord): Record<string, unknown> {
	const {metageneration, timeCreatedMs, updatedMs, ...fields} = record;
	return {
		kind: 'storage#bucket',
		id: record.name,
		selfLink: `${baseUrl}/storage/v1/b/${record.name}`,
		...fields,
		locationType: /^[A-Z]+$/.test(record.location) ? 'multi-region' : record.location.includes('-') ? 'region' : 'dual-region',
		metageneration: String(metageneration),
		etag: toEtag({generation: 0, metageneration}),
		timeCreated: new Date(timeCreatedMs).toISOString(),
		updated: new Date(updatedMs).toISOString(),
		iamConfiguration: {uniformBucketLevelAccess: {enabled: true}, bucketPolicyOnly: {enabled: true}},
	};
}

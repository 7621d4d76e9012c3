import {invalid} from './gcs-error.ts';
import {isJsonObject, type JsonObject} from './json-value.ts';
import {isStorageClass} from './object-metadata.ts';

/** The rules out of a bucket's resource; undefined: none. @throws 400 for what Cloud Storage would not take */
export function readLifecycle(value: unknown): JsonObject | undefined {
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

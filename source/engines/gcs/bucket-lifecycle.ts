import {invalid} from './gcs-error.ts';
import {isJsonObject, type JsonObject} from './json-value.ts';
import {isStorageClass} from './object-metadata.ts';

/** Whether a value is one that a field may have. */
type Check = (value: unknown) => boolean;

/** The rules out of a bucket's resource; undefined: none. @throws 400 for what Cloud Storage would not take */
export function readLifecycle(value: unknown): JsonObject | undefined {
	const rules = isJsonObject(value) ? (value['rule'] ?? []) : value === null ? [] : undefined;
	if (!Array.isArray(rules) || rules.length > 100 || !rules.every(rule => isRule(rule))) {
		throw invalid('Invalid value for lifecycle.');
	}

	return rules.length > 0 ? {rule: rules} : undefined;
}

/** Whether a value is an object with some of these fields and no others. */
function hasFields(value: unknown, fields: Readonly<Record<string, Check>>): value is JsonObject {
	const entries = isJsonObject(value) ? Object.entries(value) : [];
	return entries.length > 0 && entries.every(([name, entry]) => Object.hasOwn(fields, name) && fields[name]!(entry));
}

function isRule(rule: unknown): boolean {
	const isFine = hasFields(rule, {action: isAction, condition: value => hasFields(value, conditions)}) && Object.keys(rule).length === 2;
	const {action, condition = {}} = isFine ? (rule as {readonly action: JsonObject; readonly condition: object}) : {};
	const isOfUploads = action?.['type'] === 'AbortIncompleteMultipartUpload';
	return isFine && (!isOfUploads || Object.keys(condition).every(name => ['age', 'matchesPrefix', 'matchesSuffix'].includes(name)));
}

function isAction(action: unknown): boolean {
	const isType: Check = type => ['Delete', 'SetStorageClass', 'AbortIncompleteMultipartUpload'].includes(type as string);
	const isFine = hasFields(action, {type: isType, storageClass: isStorageClass}) && action['type'] !== undefined;
	return isFine && (action['type'] === 'SetStorageClass') === (action['storageClass'] !== undefined);
}

const isDate: Check = value => typeof value === 'string' && !Number.isNaN(Date.parse(value)) && new Date(value).toISOString().slice(0, 10) === value;
const isCount: Check = value => (typeof value === 'string' || typeof value === 'number') && /^\d{1,9}$/.test(String(value));
const listOf =
	(isOne: Check): Check =>
	value =>
		Array.isArray(value) && value.every(isOne);
const isText: Check = value => typeof value === 'string';

/** What a rule may ask of an object, and whether a value is one that it may be asked with. */
const conditions: Readonly<Record<string, Check>> = {
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

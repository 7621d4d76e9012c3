import {BSONRegExp} from 'bson';
import {compileFilter, type Predicate} from '../filter/compile-filter.ts';
import {mentions} from '../filter/regular-expression.ts';
import {createScope} from '../expressions/create-scope.ts';
import {ensureSupported, uassert} from '../mongo-error.ts';
import {bsonType} from '../values/bson-type.ts';
import {compareValues} from '../values/compare-values.ts';
import {displayValue} from '../values/display-value.ts';
import {isDocument, type Document} from '../values/document.ts';
import {isNumeric, safeInteger, toDouble, truthy} from '../values/numbers.ts';

/** An index as `listIndexes` shows it, with what follows from it. */
export type IndexDefinition = {
	readonly name: string;
	readonly key: Document;
	readonly unique: boolean;
	readonly sparse: boolean;
	/** A TTL index removes documents so many seconds after their date. */
	readonly expireAfterSeconds: number | undefined;
	readonly partialFilterExpression: Document | undefined;
	/** The specification as it is shown and kept. */
	readonly specification: Document;
	/** Whether a field holds places on the earth. */
	readonly isGeo: boolean;
	/** Whether a document is in a partial index. */
	readonly covers: Predicate;
};

const options = new Set('v key name unique sparse expireAfterSeconds partialFilterExpression background dropDups ns 2dsphereIndexVersion'.split(' '));
const refused = new Set(
	[
		'bits clustered collation default_language hidden language_override max min prepareUnique storageEngine textIndexVersion weights',
		'wildcardProjection',
	].flatMap(names => names.split(' ')),
);
/** Operators of a partial index. */
const ofPartial = new Set('$and $or $eq $gt $gte $lt $lte $in $exists $type $geoWithin $centerSphere'.split(' '));
const expireAfterSecondsMax = 2_147_483_647;

/** The index that every collection has. */
export const idIndex: IndexDefinition = {
	name: '_id_',
	key: {_id: 1},
	unique: true,
	sparse: false,
	expireAfterSeconds: undefined,
	partialFilterExpression: undefined,
	specification: {v: 2, key: {_id: 1}, name: '_id_'},
	isGeo: false,
	covers: () => true,
};

/**
 * Reads an index specification.
 *
 * @throws MongoError `CannotCreateIndex` and the like for what MongoDB refuses, `NotImplemented` for kinds of indexes
 * that this engine has not (text, flat geo, hashed, wildcard, with a collation).
 */
export function parseIndex(specification: unknown): IndexDefinition {
	uassert(isDocument(specification) && isDocument(specification['key']), 'FailedToParse', "The 'key' field is a required property of an index specification");
	for (const name of Object.keys(specification)) {
		ensureSupported(!refused.has(name), `The index option ${name}`);
		const known = () => `The field '${name}' is not valid for an index specification. Specification: ${displayValue(specification)}`;
		uassert(options.has(name), 197, known);
	}

	const key = specification['key'];
	checkKey(key);
	const notOfId = compareValues(key, idIndex.key) === 0 ? Object.keys(specification).find(option => !['v', 'key', 'name', 'ns'].includes(option)) : undefined;
	const why = () => `The field '${notOfId}' is not valid for an _id index specification. Specification: ${displayValue(specification)}`;
	uassert(notOfId === undefined, 197, why);
	const {name} = specification;
	uassert(name !== undefined, 'FailedToParse', "The 'name' field is a required property of an index specification");
	uassert(typeof name === 'string' && name !== '' && name !== '*' && !name.includes('\0'), 'CannotCreateIndex', 'index name cannot be empty');
	const unique = flag(specification, 'unique');
	const sparse = flag(specification, 'sparse');
	const isGeo = Object.values(key).includes('2dsphere');
	checkGeo(isGeo, unique, specification['2dsphereIndexVersion']);
	const expireAfterSeconds = parseExpireAfterSeconds(specification, key);
	ensureSupported(safeInteger(specification['v'] ?? 2) === 2, 'Another version of indexes than 2');
	const partial = specification['partialFilterExpression'];
	const isUnfit = (part: unknown, operator: string) =>
		part instanceof BSONRegExp || (operator.startsWith('$') && !ofPartial.has(operator)) || (operator === '$exists' && !truthy(part));
	uassert(!mentions(partial, isUnfit), 'CannotCreateIndex', () => `Expression not supported in partial index: ${displayValue(partial)}`);
	uassert(partial === undefined || (isDocument(partial) && !sparse), 'CannotCreateIndex', () =>
		sparse ? 'cannot mix "partialFilterExpression" and "sparse" options' : '"partialFilterExpression" for an index must be a document',
	);
	return {
		name,
		key,
		unique,
		sparse,
		expireAfterSeconds,
		partialFilterExpression: partial,
		isGeo,
		specification: {
			v: 2,
			key,
			name,
			...(unique && {unique}),
			...('background' in specification && {background: specification['background']}),
			...(sparse && {sparse}),
			...(expireAfterSeconds !== undefined && {expireAfterSeconds}),
			...(partial && {partialFilterExpression: partial}),
			...(isGeo && {'2dsphereIndexVersion': 3}),
		},
		covers: partial ? compileFilter(partial, createScope(0)) : () => true,
	};
}

/** The same index with another expiry. */
export function withExpiry(index: IndexDefinition, expireAfterSeconds: number): IndexDefinition {
	return {...index, expireAfterSeconds, specification: {...index.specification, expireAfterSeconds}};
}

function checkKey(key: Document): void {
	const paths = Object.keys(key);
	uassert(paths.length !== 0, 'CannotCreateIndex', 'Index keys cannot be empty.');
	uassert(paths.length <= 32, 13_103, 'too many compound keys');
	for (const path of paths) {
		const direction = key[path];
		uassert(direction !== '', 'CannotCreateIndex', 'Values in the index key pattern cannot be empty strings');
		ensureSupported(direction === '2dsphere' || typeof direction !== 'string', `An index of kind '${String(direction)}'`);
		uassert(
			direction === '2dsphere' || (isNumeric(direction) && toDouble(direction) !== 0),
			'CannotCreateIndex',
			() => `Values in v:2 index key pattern cannot be of type ${bsonType(direction)} or 0. Only numbers > 0, numbers < 0, and strings are allowed.`,
		);
		uassert(path !== '' && !path.split('.').some(part => part === '' || part === '__proto__'), 'CannotCreateIndex', 'Index keys cannot be an empty field.');
		ensureSupported(!path.endsWith('$**'), 'A wildcard index');
		uassert(!/^\$|\.\$(?!(?:id|ref|db)(?:\.|$))/.test(path), 'CannotCreateIndex', `Index key contains an illegal field name: field name starts with '$'.`);
	}
}

function checkGeo(isGeo: boolean, unique: boolean, version: unknown): void {
	uassert(!isGeo || !unique, 'CannotCreateIndex', "Index type '2dsphere' does not support the unique option");
	uassert(version === undefined || isGeo, 197, "The field '2dsphereIndexVersion' is only valid for a 2dsphere index");
	ensureSupported(version === undefined || safeInteger(version) === 3, `2dsphereIndexVersion ${displayValue(version)}`);
}

function flag(specification: Document, name: string): boolean {
	const value = specification[name];
	const why = () => `The field '${name}' has value ${name}: ${displayValue(value)}, which is not convertible to bool`;
	uassert(value === undefined || typeof value === 'boolean' || isNumeric(value), 'TypeMismatch', why);
	return value === true || (safeInteger(value) ?? 0) !== 0;
}

function parseExpireAfterSeconds(specification: Document, key: Document): number | undefined {
	const written = specification['expireAfterSeconds'];
	if (written === undefined) {
		return undefined;
	}

	const paths = Object.keys(key);
	const why = () => `TTL indexes are single-field indexes, compound indexes do not support TTL. Index spec: ${displayValue(specification)}`;
	uassert(paths.length <= 1, 'CannotCreateIndex', why);
	uassert(paths[0] !== '_id', 197, "The field 'expireAfterSeconds' is not valid for an _id index specification");
	return checkExpireAfterSeconds(written);
}

/** Reads an expiry in seconds, 0 to 2147483647. */
export function checkExpireAfterSeconds(written: unknown): number {
	const seconds = isNumeric(written) ? Math.trunc(toDouble(written)) : Number.NaN;
	const why = `TTL index 'expireAfterSeconds' option must be numeric and within 0 and ${expireAfterSecondsMax}, but received: ${displayValue(written)}`;
	uassert(seconds >= 0 && seconds <= expireAfterSecondsMax, 'CannotCreateIndex', why);
	return seconds;
}

/**
 * Compares a wanted index with one that is there: they are different, the same, or in conflict.
 *
 * @throws MongoError `IndexKeySpecsConflict` (86) when the name stands for another key, `IndexOptionsConflict` (85)
 * when the same index has other options or another name.
 */
export function isSameIndex(wanted: IndexDefinition, existing: IndexDefinition): boolean {
	const signature =
		compareValues(wanted.key, existing.key) === 0 &&
		wanted.unique === existing.unique &&
		wanted.sparse === existing.sparse &&
		compareValues(wanted.partialFilterExpression, existing.partialFilterExpression) === 0;
	const shown = `Requested index: ${displayValue(wanted.specification)}, existing index: ${displayValue(existing.specification)}`;
	if (wanted.name === existing.name) {
		uassert(
			signature,
			'IndexKeySpecsConflict',
			`An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. ${shown}`,
		);
		uassert(
			wanted.expireAfterSeconds === existing.expireAfterSeconds,
			'IndexOptionsConflict',
			`An equivalent index already exists with the same name but different options. ${shown}`,
		);
		return true;
	}

	uassert(!signature, 'IndexOptionsConflict', () =>
		wanted.expireAfterSeconds === existing.expireAfterSeconds
			? `Index already exists with a different name: ${existing.name}`
			: `An equivalent index already exists with a different name and options. ${shown}`,
	);
	return false;
}

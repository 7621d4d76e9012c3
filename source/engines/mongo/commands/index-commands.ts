import {ensureSupported, uassert} from '../mongo-error.ts';
import type {Collection} from '../state/collection.ts';
import {checkDatabaseName} from '../state/databases.ts';
import {checkExpireAfterSeconds, idIndex, parseIndex, type IndexDefinition} from '../state/index-definition.ts';
import {bsonType} from '../values/bson-type.ts';
import {compareValues} from '../values/compare-values.ts';
import {displayValue} from '../values/display-value.ts';
import {isDocument, type Document} from '../values/document.ts';
import {isIndex} from '../values/paths.ts';
import {checkFields, collectionName, type Command, type Request, type ServerState} from './command.ts';
import {cursorOptions, firstBatch} from './cursor-reply.ts';

/** `createIndexes`. */
export const createIndexes: Command = (request, server) => {
	const {body, database} = request;
	checkFields(request, 'indexes', 'commitQuorum');
	checkDatabaseName(request.database);
	const name = collectionName(request);
	uassert(body['commitQuorum'] === undefined, 'BadValue', "Standalones can't specify commitQuorum");
	const specifications = body['indexes'];
	uassert(Array.isArray(specifications) && specifications.length !== 0, 'BadValue', 'Must specify at least one index to create');
	const definitions = specifications.map(specification => parseIndex(specification));
	ensureSupported(!definitions.some(definition => isIndex(definition.name)), 'An index whose name is a number');
	const isNew = !server.databases.get(database, name);
	const collection = server.databases.ensure(database, name);
	const numIndexesBefore = collection.indexes.length;
	const created: string[] = [];
	try {
		for (const definition of definitions) {
			if (!isIdIndex(definition) && collection.createIndex(definition)) {
				created.push(definition.name);
			}
		}
	} catch (error) {
		// All or none.
		for (const index of created) {
			collection.dropIndex(index);
		}

		throw error;
	}

	return {
		numIndexesBefore,
		numIndexesAfter: collection.indexes.length,
		...(isNew && {createdCollectionAutomatically: true}),
		...(created.length === 0 && {note: 'all indexes already exist'}),
	};
};

function isIdIndex({key}: IndexDefinition): boolean {
	return compareValues(key, idIndex.key) === 0;
}

/** `listIndexes`. */
export const listIndexes: Command = (request, server) => {
	checkFields(request, 'cursor', 'includeBuildUUIDs', 'includeIndexBuildInfo');
	const collection = existing(request, server, 'ns does not exist');
	const specifications = collection.indexes.map(index => index.specification);
	return firstBatch(specifications, collection.namespace, cursorOptions(request.body, 'listIndexes'), server);
};

/** `dropIndexes`: `*`, a name, a key pattern or several names. */
export const dropIndexes: Command = (request, server) => {
	checkFields(request, 'index');
	const collection = existing(request, server, 'ns not found');
	const nIndexesWas = collection.indexes.length;
	const wanted = request.body['index'];
	uassert(wanted !== undefined, 40_414, "BSON field 'dropIndexes.index' is missing but a required field");
	const isFit = typeof wanted === 'string' || isDocument(wanted) || (Array.isArray(wanted) && wanted.every(item => typeof item === 'string'));
	const why = () => `BSON field 'dropIndexes.index' is the wrong type '${bsonType(wanted)}', expected types '[string, object, array of strings]'`;
	uassert(isFit, 'TypeMismatch', why);
	const names =
		wanted === '*'
			? collection.indexes.map(({name}) => name).filter(name => name !== idIndex.name)
			: (Array.isArray(wanted) ? wanted : [wanted]).map(item => findIndex(collection, item).name);
	uassert(!names.includes(idIndex.name), 'InvalidOptions', 'cannot drop _id index');
	for (const name of names) {
		collection.dropIndex(name);
	}

	return {nIndexesWas};
};

function findIndex(collection: Collection, wanted: unknown): IndexDefinition {
	const index = collection.indexes.find(({name, key}) => (isDocument(wanted) ? compareValues(key, wanted) === 0 : name === wanted));
	uassert(index, 'IndexNotFound', () =>
		isDocument(wanted) ? `can't find index with key: ${displayValue(wanted)}` : `index not found with name [${String(wanted)}]`,
	);
	return index;
}

/** Fields of `collMod` that MongoDB has and this engine refuses. */
const refusedChanges = [
	'cappedMax cappedSize changeStreamPreAndPostImages dryRun expireAfterSeconds pipeline validationAction validationLevel validator viewOn',
].flatMap(names => names.split(' '));

/** `collMod`: the expiry of a TTL index, by key pattern or name. Its other changes are refused. */
export const collMod: Command = (request, server) => {
	const {body} = request;
	checkFields(request, 'index', ...refusedChanges);
	const collection = existing(request, server, 'ns does not exist');
	const refused = Object.keys(body).find(key => refusedChanges.includes(key));
	ensureSupported(!refused, `collMod's ${refused}`);
	const change = body['index'];
	if (change === undefined) {
		return {};
	}

	uassert(isDocument(change), 'TypeMismatch', "BSON field 'collMod.index' is not an object");
	return changeIndex(collection, change);
};

function changeIndex(collection: Collection, change: Document): Document {
	const byKey = change['keyPattern'] !== undefined;
	uassert(byKey !== (change['name'] !== undefined), 'InvalidOptions', () =>
		byKey ? 'Cannot specify both key pattern and name.' : 'Must specify either index name or key pattern.',
	);
	const other = Object.keys(change).find(key => !['keyPattern', 'name', 'expireAfterSeconds'].includes(key));
	ensureSupported(!other, `collMod's index.${other}`);
	uassert(change['expireAfterSeconds'] !== undefined, 'InvalidOptions', 'no expireAfterSeconds, hidden, unique, or prepareUnique field');
	const index = findIndex(collection, byKey ? change['keyPattern'] : change['name']);
	const why = 'TTL indexes are single-field indexes, compound indexes do not support TTL, and neither does the _id index.';
	uassert(Object.keys(index.key).length <= 1 && index.name !== idIndex.name, 'InvalidOptions', why);
	const seconds = checkExpireAfterSeconds(change['expireAfterSeconds']);
	const old = index.expireAfterSeconds;
	if (old === seconds) {
		return {};
	}

	collection.setExpiry(index.name, seconds);
	return {...(old !== undefined && {expireAfterSeconds_old: old}), expireAfterSeconds_new: seconds};
}

function existing(request: Request, {databases}: ServerState, message: string): Collection {
	const name = collectionName(request);
	const collection = databases.get(request.database, name);
	uassert(collection, 'NamespaceNotFound', `${message}: ${request.database}.${name}`);
	return collection;
}

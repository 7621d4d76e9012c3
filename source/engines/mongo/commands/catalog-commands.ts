import {createScope} from '../expressions/create-scope.ts';
import {compileFilter} from '../filter/compile-filter.ts';
import {ensureSupported, uassert} from '../mongo-error.ts';
import type {Collection} from '../state/collection.ts';
import {checkDatabaseName} from '../state/databases.ts';
import {idIndex} from '../state/index-definition.ts';
import type {Document} from '../values/document.ts';
import {double, safeInteger, truthy} from '../values/numbers.ts';
import {checkFields, collectionName, documentArgument, type Command} from './command.ts';
import {cursorOptions, firstBatch} from './cursor-reply.ts';

/** `create`: a plain collection; capped, time series, views and validators are refused. */
export const create: Command = (request, {databases}) => {
	const refused = [
		'capped changeStreamPreAndPostImages clusteredIndex encryptedFields expireAfterSeconds idIndex indexOptionDefaults max pipeline size',
		'storageEngine timeseries validationAction validationLevel validator viewOn',
	].flatMap(names => names.split(' '));
	checkFields(request, ...refused);
	checkDatabaseName(request.database);
	const option = refused.find(field => request.body[field] !== undefined && request.body[field] !== false);
	ensureSupported(!option, `The collection option ${option}`);
	const name = collectionName(request);
	uassert(!databases.get(request.database, name), 'NamespaceExists', `Collection ${request.database}.${name} already exists.`);
	databases.ensure(request.database, name);
	return {};
};

/** `drop`. A collection that is not there is none to drop, which is no error since MongoDB 7.0. */
export const drop: Command = (request, {databases, cursors}) => {
	checkFields(request);
	const name = collectionName(request);
	const collection = databases.get(request.database, name);
	if (!collection) {
		return {};
	}

	const nIndexesWas = collection.indexes.length;
	databases.drop(request.database, name);
	cursors.dropOf(collection.namespace);
	return {nIndexesWas, ns: collection.namespace};
};

/** `dropDatabase`. */
export const dropDatabase: Command = (request, {databases, cursors}) => {
	checkFields(request);
	uassert(safeInteger(request.body['dropDatabase']) === 1, 5_255_100, "Have to pass 1 as 'drop' parameter");
	const names = [...databases.collections(request.database).keys()];
	for (const name of names) {
		databases.drop(request.database, name);
		cursors.dropOf(`${request.database}.${name}`);
	}

	return names.length > 0 ? {dropped: request.database} : {};
};

/** `listDatabases`. */
export const listDatabases: Command = (request, {databases}) => {
	checkFields(request, 'filter', 'nameOnly', 'authorizedDatabases');
	const matches = compileFilter(documentArgument(request.body, 'filter', 'listDatabases'), createScope(0));
	// These a server has from the start.
	const all = [...new Set(['admin', 'config', 'local', ...databases.names()])]
		.sort()
		.map(name => ({
			name,
			sizeOnDisk: total(databases.collections(name).values(), collection => collection.bytes),
			empty: databases.collections(name).size === 0,
		}))
		.filter(entry => matches(entry));
	if (truthy(request.body['nameOnly'])) {
		return {databases: all.map(({name}) => ({name}))};
	}

	const totalSize = all.reduce((sum, {sizeOnDisk}) => sum + sizeOnDisk, 0);
	return {databases: all, totalSize, totalSizeMb: Math.floor(totalSize / 1024 / 1024)};
};

/** `listCollections`. */
export const listCollections: Command = (request, server) => {
	checkFields(request, 'filter', 'nameOnly', 'authorizedCollections', 'cursor');
	const matches = compileFilter(documentArgument(request.body, 'filter', 'listCollections'), createScope(0));
	const collections = server.databases.collections(request.database);
	const entries = [...collections.keys()]
		.sort()
		.map(name => ({name, type: 'collection', options: {}, info: {readOnly: false, uuid: collections.get(name)!.uuid}, idIndex: idIndex.specification}))
		.filter(entry => matches(entry))
		.map(entry => (truthy(request.body['nameOnly']) ? {name: entry.name, type: entry.type} : entry));
	return firstBatch(entries, `${request.database}.$cmd.listCollections`, cursorOptions(request.body, 'listCollections'), server);
};

/** `collStats`. */
export const collStats: Command = (request, {databases}) => {
	checkFields(request, 'scale');
	const name = collectionName(request);
	return {ns: `${request.database}.${name}`, ...statsOf(databases.get(request.database, name), request.body['scale'])};
};

/** Statistics of a collection: sizes are those of the documents and of the indexes' keys in BSON. */
export function statsOf(collection: Collection | undefined, scale: unknown = 1): Document {
	const scaleFactor = scaleOf(scale);
	const indexes = collection?.indexes ?? [];
	const size = Math.floor((collection?.bytes ?? 0) / scaleFactor);
	const indexSizes = Object.fromEntries(indexes.map(({name}) => [name, Math.floor(collection!.indexBytes(name) / scaleFactor)]));
	const totalIndexSize = Object.values(indexSizes).reduce((sum, bytes) => sum + bytes, 0);
	return {
		size,
		count: collection?.size ?? 0,
		...(collection && collection.size > 0 && {avgObjSize: Math.floor(collection.bytes / collection.size)}),
		storageSize: size,
		freeStorageSize: 0,
		capped: false,
		nindexes: indexes.length,
		indexBuilds: [],
		totalIndexSize,
		totalSize: size + totalIndexSize,
		indexSizes,
		scaleFactor,
	};
}

function scaleOf(scale: unknown): number {
	const scaleFactor = safeInteger(scale) ?? 0;
	uassert(scaleFactor >= 1, 'BadValue', () => `BSON field 'scale' value must be >= 1, actual value '${String(scale)}'`);
	return scaleFactor;
}

/** `dbStats`. */
export const dbStats: Command = (request, {databases}) => {
	checkFields(request, 'scale', 'freeStorage');
	ensureSupported(!truthy(request.body['freeStorage']), "dbStats' freeStorage");
	const scaleFactor = scaleOf(request.body['scale'] ?? 1);
	const scaled = (bytes: number) => double(bytes / scaleFactor);
	const collections = [...databases.collections(request.database).values()];
	const objects = total(collections, collection => collection.size);
	const dataSize = total(collections, collection => collection.bytes);
	const indexSize = total(collections, collection => total(collection.indexes, ({name}) => collection.indexBytes(name)));
	return {
		db: request.database,
		collections: collections.length,
		views: 0,
		objects,
		avgObjSize: double(objects === 0 ? 0 : dataSize / objects),
		dataSize: scaled(dataSize),
		storageSize: scaled(dataSize),
		indexes: total(collections, collection => collection.indexes.length),
		indexSize: scaled(indexSize),
		totalSize: scaled(dataSize + indexSize),
		scaleFactor,
	};
};

function total<T>(items: Iterable<T>, of: (item: T) => number): number {
	return [...items].reduce((sum, item) => sum + of(item), 0);
}

// oxlint-disable unicorn/no-thenable -- $cond has a field of that name
// What MongoDB Compass asks, in its order, from its start to each of its tabs; written after its public source.
import type {Document} from 'mongodb';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {openMongo, outcome, type OpenMongo} from './open-mongo.ts';

const some = expect.anything() as unknown;
const number = expect.any(Number) as number;
const orders = [1, 2, 3].map(_id => ({_id, placedAt: new Date(_id), status: 'shipped', items: [{sku: 'a', quantity: _id}]}));
let mongo: OpenMongo;

beforeAll(async () => {
	mongo = await openMongo();
	await mongo.client
		.db('shopstream')
		.collection('orders')
		.insertMany(orders as never);
	await mongo.client.db('shopstream').collection('orders').createIndex({placedAt: 1});
});

afterAll(async () => {
	await mongo.close();
});

const sum = (field: string) => ({$sum: {$toDouble: {$ifNull: [`$storageStats.${field}`, 0]}}});

/** Commands with what each must answer; of an aggregation and a find, the first batch. Sessions are named by the driver. */
const asked: readonly (readonly [tab: string, database: string, command: Document, answer: unknown])[] = [
	['start', 'admin', {hello: 1}, {isWritablePrimary: true, maxWireVersion: number}],
	['start', 'admin', {connectionStatus: 1, showPrivileges: true}, {authInfo: {authenticatedUsers: [], authenticatedUserPrivileges: []}}],
	['start', 'admin', {hostInfo: 1}, {os: some, system: some, extra: some}],
	['start', 'admin', {buildInfo: 1}, {version: '8.0.0', modules: []}],
	['start', 'admin', {getCmdLineOpts: 1}, {argv: [], parsed: {}}],
	['start', 'admin', {getParameter: 1, featureCompatibilityVersion: 1}, {featureCompatibilityVersion: {version: '8.0'}}],
	// No Atlas: so says every server of one's own.
	['start', 'admin', {atlasVersion: 1}, {error: 59, codeName: 'CommandNotFound'}],
	['start', 'admin', {aggregate: 'atlascli', pipeline: [{$match: {managedClusterType: 'a'}}, {$group: {_id: 1, n: {$sum: 1}}}], cursor: {}}, []],
	['databases', 'admin', {listDatabases: 1, nameOnly: true}, {databases: ['admin', 'config', 'local', 'shopstream'].map(name => ({name}))}],
	['databases', 'shopstream', {dbStats: 1}, {collections: 1, objects: 3, indexes: 2, dataSize: number, storageSize: number, indexSize: number}],
	['collections', 'shopstream', {listCollections: 1, filter: {}, cursor: {}, nameOnly: true}, [{name: 'orders', type: 'collection'}]],
	[
		'collections',
		'shopstream',
		{listCollections: 1, filter: {name: 'orders'}, cursor: {}},
		[{name: 'orders', options: {}, info: {readOnly: false}, idIndex: some}],
	],
	[
		'collections',
		'shopstream',
		{
			aggregate: 'orders',
			pipeline: [
				{$collStats: {storageStats: {}}},
				{
					$group: {
						_id: null,
						capped: {$first: '$storageStats.capped'},
						count: {$sum: '$storageStats.count'},
						...Object.fromEntries(['size', 'storageSize', 'totalIndexSize', 'freeStorageSize'].map(field => [field, sum(field)])),
						unscaledCollSize: {$sum: {$multiply: [{$toDouble: '$storageStats.avgObjSize'}, {$toDouble: '$storageStats.count'}]}},
						nindexes: {$max: '$storageStats.nindexes'},
					},
				},
				{$addFields: {avgObjSize: {$cond: {if: {$ne: ['$count', 0]}, then: {$divide: ['$unscaledCollSize', {$toDouble: '$count'}]}, else: 0}}}},
			],
			cursor: {},
		},
		[{capped: false, count: 3, nindexes: 2, size: number, avgObjSize: number}],
	],
	['collections', 'shopstream', {collStats: 'orders'}, {ns: 'shopstream.orders', count: 3, nindexes: 2}],
	[
		'documents',
		'shopstream',
		{find: 'orders', filter: {}, sort: {_id: -1}, skip: 0, limit: 20, maxTimeMS: 60_000, collation: {locale: 'simple'}},
		[{_id: 3}, {_id: 2}, {_id: 1}],
	],
	[
		'documents',
		'shopstream',
		{aggregate: 'orders', pipeline: [{$match: {}}, {$skip: 0}, {$group: {_id: 1, n: {$sum: 1}}}], cursor: {}, hint: '_id_'},
		[{n: 3}],
	],
	['documents', 'shopstream', {count: 'orders'}, {n: 3}],
	['aggregations', 'shopstream', {aggregate: 'orders', pipeline: [{$match: {}}, {$limit: 100_000}, {$limit: 10}], cursor: {}, maxTimeMS: 60_000}, orders],
	[
		'schema',
		'shopstream',
		{aggregate: 'orders', pipeline: [{$match: {_id: {$gt: 0}}}, {$sample: {size: 1000}}, {$project: {_id: 1, status: 1}}], cursor: {}, allowDiskUse: true},
		[some, some, some],
	],
	['indexes', 'shopstream', {listIndexes: 'orders', cursor: {}}, [{name: '_id_'}, {name: 'placedAt_1'}]],
	[
		'indexes',
		'shopstream',
		{
			aggregate: 'orders',
			pipeline: [{$indexStats: {}}, {$project: {name: 1, usageHost: '$host', usageCount: '$accesses.ops', usageSince: '$accesses.since', building: 1}}],
			cursor: {},
		},
		[
			{name: '_id_', usageCount: number, usageSince: some},
			{name: 'placedAt_1', usageCount: 0, usageSince: some},
		],
	],
	[
		'indexes',
		'shopstream',
		{
			aggregate: 'orders',
			pipeline: [
				{$collStats: {storageStats: {}}},
				{$project: {indexSizes: {$objectToArray: '$storageStats.indexSizes'}}},
				{$unwind: '$indexSizes'},
				{$group: {_id: '$indexSizes.k', size: {$sum: {$toDouble: '$indexSizes.v'}}}},
			],
			cursor: {},
		},
		[
			{_id: '_id_', size: number},
			{_id: 'placedAt_1', size: number},
		],
	],
	// Search indexes are Atlas's: Compass asks whether there can be any.
	['indexes', 'shopstream', {aggregate: 'orders', pipeline: [{$listSearchIndexes: {}}], cursor: {}}, {error: 238, codeName: 'NotImplemented'}],
	[
		'explain',
		'shopstream',
		{explain: {find: 'orders', filter: {placedAt: {$gt: new Date(1)}}}, verbosity: 'allPlansExecution'},
		{
			queryPlanner: {winningPlan: {stage: 'FETCH', inputStage: {stage: 'IXSCAN'}}},
			executionStats: {totalKeysExamined: 2, totalDocsExamined: 2, allPlansExecution: []},
		},
	],
	[
		'explain',
		'shopstream',
		{explain: {aggregate: 'orders', pipeline: [{$match: {status: 'shipped'}}, {$unwind: '$items'}], cursor: {}}, verbosity: 'executionStats'},
		{stages: [{$cursor: {executionStats: {totalDocsExamined: 3}}}, {nReturned: 3}]},
	],
	[
		'performance',
		'admin',
		{serverStatus: 1},
		{
			opcounters: some,
			connections: some,
			localTime: some,
			network: {bytesIn: some, numRequests: some},
			mem: {resident: number},
			globalLock: {activeClients: some},
		},
	],
	['performance', 'admin', {top: 1}, {totals: {'shopstream.orders': {total: some, readLock: some, writeLock: some}}}],
	[
		'performance',
		'admin',
		{aggregate: 1, pipeline: [{$currentOp: {allUsers: true, idleConnections: false, truncateOps: false}}], cursor: {}},
		[{active: true}],
	],
	['end', 'admin', {killSessions: []}, {ok: 1}],
];

test.each(asked)('%s, %s: %j', async (_tab, database, command, answer) => {
	const given = (await outcome(async () => mongo.client.db(database).command(command))) as {cursor?: {firstBatch: unknown}};
	expect(given.cursor?.firstBatch ?? given).toMatchObject(answer as object);
});

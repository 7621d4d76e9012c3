import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {Binary, type CollectionInfo, type Document} from 'mongodb';
import {openMongo, outcome, testDatabase, type OpenMongo} from './open-mongo.ts';

let mongo: OpenMongo;

beforeEach(async () => {
	mongo = await openMongo();
});

afterEach(async () => {
	await mongo.close();
});

describe('databases and collections', () => {
	test('come with the first write and go with drop', async () => {
		const {client, db} = mongo;
		await db.collection('b').insertOne({x: 1});
		await db.createCollection('a');
		const {databases} = await client.db().admin().listDatabases();
		expect(databases.map(({name, empty}) => [name, empty])).toEqual([...['admin', 'config', 'local'].map(name => [name, true]), [testDatabase, false]]);
		expect(await db.listCollections().toArray()).toEqual(
			['a', 'b'].map(name => ({
				name,
				type: 'collection',
				options: {},
				info: {readOnly: false, uuid: expect.any(Binary) as Binary},
				idIndex: {v: 2, key: {_id: 1}, name: '_id_'},
			})),
		);
		expect(await db.listCollections({name: 'a'}, {nameOnly: true}).toArray()).toEqual([{name: 'a', type: 'collection'}]);
		expect(await db.collection('a').drop()).toBe(true);
		expect(await db.collection('a').drop()).toBe(true);
		await db.dropDatabase();
		expect((await client.db().admin().listDatabases()).databases.map(({name}) => name)).toEqual(['admin', 'config', 'local']);
	});

	test('each collection has a UUID of its own, another one after a drop', async () => {
		const {db} = mongo;
		const uuids = async () => (await db.listCollections().toArray()).map(found => (found as CollectionInfo).info!.uuid!);
		await db.createCollection('a');
		await db.createCollection('b');
		const [a, b] = await uuids();
		expect([a!.sub_type, a!.length()]).toEqual([4, 16]);
		expect(a!.toString('hex')).not.toBe(b!.toString('hex'));
		await db.collection('a').insertOne({x: 1});
		expect(await uuids()).toEqual([a, b]);
		await db.collection('a').drop();
		await db.createCollection('a');
		expect((await uuids())[0]!.toString('hex')).not.toBe(a!.toString('hex'));
	});

	test('statistics', async () => {
		await mongo.db.collection('s').insertMany([{_id: 1 as never}, {_id: 2 as never}]);
		expect(await mongo.db.stats()).toMatchObject({db: testDatabase, collections: 1, objects: 2, dataSize: 28, indexes: 1, ok: 1});
		expect(await mongo.db.command({collStats: 's'})).toMatchObject({ns: `${testDatabase}.s`, count: 2, size: 28, avgObjSize: 14, nindexes: 1});
	});
});

describe('the server', () => {
	test('is a standalone of MongoDB 8.0 and says that it is embedded', async () => {
		const admin = mongo.client.db('admin');
		const hello = await admin.command({hello: 1});
		expect(hello).toMatchObject({
			isWritablePrimary: true,
			maxWireVersion: 25,
			maxBsonObjectSize: 16_777_216,
			maxMessageSizeBytes: 48_000_000,
			maxWriteBatchSize: 100_000,
			ok: 1,
		});
		expect([hello['setName'], hello['topologyVersion'], hello['msg']]).toEqual([undefined, undefined, undefined]);
		expect(await admin.command({isMaster: 1})).toMatchObject({ismaster: true, helloOk: true});
		expect(await admin.command({buildInfo: 1})).toMatchObject({version: '8.0.0', modules: [], shopstreamEngine: 'embedded'});
		expect(await admin.command({getParameter: 1, featureCompatibilityVersion: 1})).toEqual({featureCompatibilityVersion: {version: '8.0'}, ok: 1});
		expect(await admin.command({connectionStatus: 1})).toMatchObject({authInfo: {authenticatedUsers: []}});
		expect(await admin.command({getLog: 'startupWarnings'})).toEqual({totalLinesWritten: 0, log: [], ok: 1});
		expect((await admin.command({whatsmyuri: 1}))['you']).toMatch(/^127\.0\.0\.1:\d+$/);
		expect((await admin.command({serverStatus: 1}))['connections']).toMatchObject({current: expect.any(Number) as number});
		expect(await admin.command({hostInfo: 1})).toMatchObject({ok: 1});
	});
});

describe('indexes', () => {
	const index = async (key: Document, options: Document = {}) =>
		mongo.db.command({createIndexes: 'i', indexes: [{key, name: Object.entries(key).flat().join('_'), ...options}]});

	test('are made once and listed', async () => {
		expect(await index({at: -1}, {expireAfterSeconds: 60})).toEqual({numIndexesBefore: 1, numIndexesAfter: 2, createdCollectionAutomatically: true, ok: 1});
		expect(await index({at: -1}, {expireAfterSeconds: 60})).toEqual({numIndexesBefore: 2, numIndexesAfter: 2, note: 'all indexes already exist', ok: 1});
		await index({n: 1, m: 1}, {unique: true, sparse: true});
		await index({b: 1}, {background: true, dropDups: true});
		expect(await index({b: 1})).toMatchObject({note: 'all indexes already exist'});
		expect(await mongo.db.collection('i').indexes()).toEqual([
			{v: 2, key: {_id: 1}, name: '_id_'},
			{v: 2, key: {at: -1}, name: 'at_-1', expireAfterSeconds: 60},
			{v: 2, key: {n: 1, m: 1}, name: 'n_1_m_1', unique: true, sparse: true},
			{v: 2, key: {b: 1}, name: 'b_1', background: true},
		]);
		expect(await mongo.db.command({dropIndexes: 'i', index: {at: -1}})).toEqual({nIndexesWas: 4, ok: 1});
		expect(await mongo.db.command({dropIndexes: 'i', index: '*'})).toEqual({nIndexesWas: 3, ok: 1});
	});

	test('in conflict have codes 85 and 86', async () => {
		await index({at: 1}, {expireAfterSeconds: 60});
		expect(await outcome(async () => index({at: 1}, {expireAfterSeconds: 90}))).toEqual({error: 85, codeName: 'IndexOptionsConflict'});
		expect(await outcome(async () => index({at: 1}, {expireAfterSeconds: 60, name: 'other'}))).toEqual({error: 85, codeName: 'IndexOptionsConflict'});
		expect(await outcome(async () => index({b: 1}, {name: 'at_1'}))).toEqual({error: 86, codeName: 'IndexKeySpecsConflict'});
		expect(await outcome(async () => index({at: 1}, {unique: true}))).toEqual({error: 86, codeName: 'IndexKeySpecsConflict'});
	});

	test('change their expiry by collMod', async () => {
		await index({at: 1}, {expireAfterSeconds: 60});
		expect(await mongo.db.command({collMod: 'i', index: {keyPattern: {at: 1}, expireAfterSeconds: 90}})).toEqual({
			expireAfterSeconds_old: 60,
			expireAfterSeconds_new: 90,
			ok: 1,
		});
		expect(await mongo.db.command({collMod: 'i', index: {name: 'at_1', expireAfterSeconds: 120}})).toEqual({
			expireAfterSeconds_old: 90,
			expireAfterSeconds_new: 120,
			ok: 1,
		});
		expect((await mongo.db.collection('i').indexes())[1]).toMatchObject({expireAfterSeconds: 120});
	});

	test('that are unique hold for inserts, updates, upserts and when they are made', async () => {
		const collection = mongo.db.collection('i');
		await index({'o.k': 1}, {unique: true, name: 'k'});
		await collection.insertMany([
			{_id: 1 as never, o: [{k: 1}, {k: 2}]},
			{_id: 2 as never, o: {k: 3}},
		]);
		const duplicate = {error: 11_000};
		expect(await outcome(async () => collection.insertOne({o: {k: 2}}))).toEqual(duplicate);
		expect(await outcome(async () => collection.updateOne({_id: 2 as never}, {$set: {'o.k': 1}}))).toEqual(duplicate);
		expect(await outcome(async () => collection.updateOne({'o.k': 9}, {$set: {o: {k: 3}}}, {upsert: true}))).toMatchObject({
			error: expect.any(Number) as number,
		});
		await collection.updateOne({_id: 1 as never}, {$set: {o: {k: 5}}});
		await collection.insertOne({_id: 4 as never, o: {k: 2}});
		await collection.deleteOne({_id: 4 as never});
		await collection.insertOne({_id: 5 as never, o: {k: 2}});
		// A missing key is null, once.
		await collection.insertOne({_id: 6 as never});
		expect(await outcome(async () => collection.insertOne({_id: 7 as never}))).toEqual(duplicate);
		await collection.insertMany([
			{_id: 8 as never, z: 1, o: {k: 8}},
			{_id: 9 as never, z: 1, o: {k: 9}},
		]);
		expect(await outcome(async () => index({z: 1}, {unique: true}))).toMatchObject(duplicate);
		expect((await collection.indexes()).map(({name}) => name)).toEqual(['_id_', 'k']);
		await index({z: 1}, {unique: true, partialFilterExpression: {live: true}});
		await collection.insertOne({_id: 10 as never, z: 1, live: true, o: {k: 10}});
		expect(await outcome(async () => collection.insertOne({_id: 11 as never, z: 1, live: true, o: {k: 11}}))).toEqual(duplicate);
	});

	test('the error names the key and its value', async () => {
		await index({mail: 1}, {unique: true});
		await mongo.db.collection('i').insertOne({mail: 'a@b'});
		await expect(mongo.db.collection('i').insertOne({mail: 'a@b'})).rejects.toMatchObject({
			code: 11_000,
			message: `E11000 duplicate key error collection: ${testDatabase}.i index: mail_1 dup key: { mail: "a@b" }`,
			keyPattern: {mail: 1},
			keyValue: {mail: 'a@b'},
		});
	});
});

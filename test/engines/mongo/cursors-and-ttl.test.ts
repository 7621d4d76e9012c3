import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {Long, type Document} from 'mongodb';
import {openMongo, outcome, type OpenMongo} from './open-mongo.ts';

let mongo: OpenMongo;
let nowMs: number;

beforeEach(async () => {
	nowMs = Date.parse('2026-05-01T00:00:00Z');
	mongo = await openMongo({}, () => nowMs);
});

afterEach(async () => {
	await mongo.close();
});

describe('cursors', () => {
	const fill = async (count: number, more: Document = {}) =>
		mongo.db.collection('c').insertMany(Array.from({length: count}, (_, i) => ({_id: i as never, ...more})));
	const command = async (body: Document) =>
		(await mongo.db.command(body, {promoteLongs: false}))['cursor'] as {id: Long; firstBatch?: Document[]; nextBatch?: Document[]};
	const open = async () => (await command({find: 'c', batchSize: 1})).id;
	const more = async (id: Long) => outcome(async () => (await command({getMore: id, collection: 'c', batchSize: 1})).nextBatch);
	const gone = {error: 43, codeName: 'CursorNotFound'};

	test('give 101 documents first and then the rest', async () => {
		await fill(250);
		const first = await command({find: 'c'});
		expect([first.firstBatch!.length, first.id.isZero()]).toEqual([101, false]);
		const next = await command({getMore: first.id, collection: 'c'});
		expect([next.nextBatch!.length, next.id.isZero()]).toEqual([149, true]);
		expect(await outcome(async () => command({getMore: first.id, collection: 'c'}))).toEqual({error: 43, codeName: 'CursorNotFound'});
	});

	test('go on with what there was when they were opened', async () => {
		await fill(10);
		const cursor = mongo.db.collection('c').find({}, {batchSize: 2});
		await cursor.next();
		await mongo.db.collection('c').updateMany({}, {$set: {late: true}});
		await mongo.db.collection('c').deleteMany({});
		expect((await cursor.toArray()).map(({_id, late}) => [_id, late])).toEqual(Array.from({length: 9}, (_, i) => [i + 1, undefined]));
	});

	test('keep batches to 16 MB', async () => {
		await fill(10, {fat: 'x'.repeat(3_000_000)});
		const first = await command({find: 'c'});
		expect(first.firstBatch!.length).toBe(5);
		expect((await command({getMore: first.id, collection: 'c'})).nextBatch!.length).toBe(5);
	});

	test('are closed by killCursors and after ten minutes, and told of a drop once', async () => {
		await fill(10);
		const [killed, idle, dropped] = [await open(), await open(), await open()];
		expect(await mongo.db.command({killCursors: 'c', cursors: [killed]}, {promoteLongs: false})).toMatchObject({cursorsKilled: [killed], cursorsNotFound: []});
		expect(await more(killed)).toEqual(gone);
		nowMs += 590_000;
		expect(await more(dropped)).toEqual([{_id: 1}]);
		nowMs += 20_000;
		expect(await more(idle)).toEqual(gone);
		expect(await more(dropped)).toEqual([{_id: 2}]);
		await mongo.db.collection('c').drop();
		await fill(10);
		expect(await more(dropped)).toEqual({error: 175, codeName: 'QueryPlanKilled'});
		expect(await more(dropped)).toEqual(gone);
		const another = await open();
		await mongo.db.dropDatabase();
		expect(await more(another)).toEqual({error: 175, codeName: 'QueryPlanKilled'});
	});

	test('are limited in number: of those left open the longest unused makes room, so that nobody else waits', async () => {
		await fill(300);
		const [used, unused] = [await open(), await open()];
		await more(used);
		await Promise.all(Array.from({length: 999}, open));
		expect(await more(unused)).toEqual(gone);
		expect(await more(used)).toEqual([{_id: 2}]);
		expect(await mongo.db.collection('c').find().toArray()).toHaveLength(300);
	});

	test('batchSize 0, singleBatch and limit', async () => {
		await fill(10);
		const empty = await command({find: 'c', batchSize: 0});
		expect([empty.firstBatch!.length, empty.id.isZero()]).toEqual([0, false]);
		const single = await command({find: 'c', batchSize: 2, singleBatch: true});
		expect([single.firstBatch!.length, single.id.isZero()]).toEqual([2, true]);
		expect(await mongo.db.collection('c').find({}, {skip: 8, limit: 5}).toArray()).toEqual([{_id: 8}, {_id: 9}]);
		expect(
			(
				await mongo.db
					.collection('c')
					.aggregate([{$match: {}}], {batchSize: 3})
					.toArray()
			).length,
		).toBe(10);
	});
});

describe('TTL', () => {
	test('removes what is as old as the index says, by a date or the earliest of several', async () => {
		const collection = mongo.db.collection('t');
		await collection.createIndex({at: 1}, {expireAfterSeconds: 100});
		const ago = (seconds: number) => new Date(nowMs - seconds * 1000);
		await collection.insertMany([
			{_id: 1 as never, at: ago(101)},
			{_id: 2 as never, at: ago(100)},
			{_id: 3 as never, at: ago(99)},
			{_id: 4 as never, at: [ago(5), ago(200)]},
			{_id: 5 as never, at: 'text'},
			{_id: 6 as never},
			{_id: 7 as never, at: 5},
			{_id: 8 as never, at: null},
		]);
		const ids = async () => (await collection.find({}).toArray()).map(({_id}) => _id as unknown);
		expect(mongo.engine.sweep()).toBe(3);
		expect(await ids()).toEqual([3, 5, 6, 7, 8]);
		nowMs += 999;
		expect(mongo.engine.sweep()).toBe(0);
		nowMs += 1;
		expect(mongo.engine.sweep()).toBe(1);
		expect(await ids()).toEqual([5, 6, 7, 8]);
	});

	test('follows collMod', async () => {
		const collection = mongo.db.collection('t');
		await collection.createIndex({at: 1}, {expireAfterSeconds: 1000});
		await collection.insertOne({at: new Date(nowMs - 500_000)});
		expect(mongo.engine.sweep()).toBe(0);
		await mongo.db.command({collMod: 't', index: {keyPattern: {at: 1}, expireAfterSeconds: 500}});
		expect(mongo.engine.sweep()).toBe(1);
	});
});

// What a learner sees from a second terminal: statistics of collections and indexes, counters, and what clients ask at their start.
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Document} from 'mongodb';
import {openMongo, outcome, testDatabase, type OpenMongo} from './open-mongo.ts';

let mongo: OpenMongo;

beforeAll(async () => {
	mongo = await openMongo();
	await mongo.db.collection('c').insertMany([
		{_id: 1, a: 1},
		{_id: 2, a: 2},
	] as never);
	await mongo.db.collection('c').createIndex({a: 1});
});

afterAll(async () => {
	await mongo.close();
});

const status = async () => mongo.client.db('admin').command({serverStatus: 1});
const aggregate = async (...pipeline: Document[]) => mongo.db.collection('c').aggregate(pipeline).toArray();

describe('counters', () => {
	/** By how much each counter grew, those that did not left out; `serverStatus` itself is a command. */
	const growth = async (run: () => Promise<unknown>) => {
		const [before] = [await status()];
		await run();
		const after = await status();
		const grown = (name: string, of: (status: Document) => Document) =>
			Object.fromEntries(
				Object.entries(of(after))
					.map(([key, now]) => [key, Number(now) - Number(of(before)[key] ?? 0)] as const)
					.filter(([, by]) => by !== 0)
					.map(([key, by]) => [`${name}${key}`, by]),
			);
		return {...grown('', found => found['opcounters'] as Document), ...grown('document.', found => (found['metrics'] as Document)['document'] as Document)};
	};

	test.for<readonly [string, () => Promise<unknown>, Document]>([
		[
			'finds and aggregations are queries',
			async () => {
				await mongo.db.collection('c').findOne({_id: 1 as never});
				await aggregate({$match: {a: 1}});
				await aggregate({$count: 'n'});
			},
			{query: 3, command: 1, 'document.returned': 3},
		],
		['a further batch', async () => mongo.db.collection('c').find({}, {batchSize: 1}).toArray(), {query: 1, getmore: 1, command: 1, 'document.returned': 2}],
		[
			'writes count by document or statement',
			async () => {
				await mongo.db.collection('w').insertMany([
					{_id: 1, n: 0},
					{_id: 2, n: 0},
					{_id: 3, n: 0},
				] as never);
				await mongo.db.collection('w').updateMany({}, {$set: {n: 1}});
				await mongo.db.collection('w').updateOne({_id: 4 as never}, {$set: {n: 1}}, {upsert: true});
				await mongo.db.collection('w').deleteMany({});
			},
			{insert: 3, update: 2, delete: 1, command: 1, 'document.inserted': 4, 'document.updated': 3, 'document.deleted': 4},
		],
		['what fails is counted too', async () => outcome(async () => aggregate({$nope: 1})), {query: 1, command: 1}],
	])('%s', async ([, run, expected]) => {
		expect(await growth(run)).toEqual(expected);
	});

	test('of each command, and how often it failed', async () => {
		await outcome(async () => mongo.db.command({distinct: 'c', key: ''}));
		await mongo.db.collection('c').distinct('a');
		expect((await status())['metrics']).toMatchObject({commands: {distinct: {total: 2, failed: 1}}});
	});

	test('of the use of indexes; explain uses none', async () => {
		const used = async () =>
			Object.fromEntries((await aggregate({$indexStats: {}})).map(({name, accesses}) => [name as string, Number((accesses as Document)['ops'])]));
		const before = await used();
		await mongo.db.collection('c').find({a: 1}).toArray();
		await aggregate({$match: {a: {$gt: 0}}});
		await mongo.db.collection('c').find({a: 1}).explain();
		const after = await used();
		expect([after['a_1']! - before['a_1']!, after['_id_']! - before['_id_']!]).toEqual([2, 0]);
	});
});

describe('statistics', () => {
	test('of a collection, as db.c.stats() asks', async () => {
		const [stats] = await aggregate({$collStats: {storageStats: {scale: 1}, count: {}}});
		expect(stats).toMatchObject({
			ns: `${testDatabase}.c`,
			count: 2,
			storageStats: {count: 2, size: 42, avgObjSize: 21, nindexes: 2, capped: false, scaleFactor: 1, totalIndexSize: expect.any(Number) as number},
		});
		expect(await aggregate({$collStats: {latencyStats: {}}})).toMatchObject([{latencyStats: {reads: {ops: expect.any(Number) as number}}}]);
		const {totals} = (await mongo.client.db('admin').command({top: 1})) as {totals: Record<string, Document>};
		expect(totals[`${testDatabase}.c`]).toMatchObject({total: {count: expect.any(Number) as number}, insert: {count: 1}, remove: {count: 0}});
		const {indexSizes} = await mongo.db.command({collStats: 'c'});
		expect(indexSizes).toMatchObject({_id_: expect.any(Number) as number, a_1: expect.any(Number) as number});
		expect(await outcome(async () => aggregate({$collStats: {queryExecStats: {}}}))).toMatchObject({error: 238});
		expect(
			await outcome(async () =>
				mongo.db
					.collection('nope')
					.aggregate([{$collStats: {count: {}}}])
					.toArray(),
			),
		).toMatchObject({error: 26});
	});

	test('of indexes', async () => {
		expect(await aggregate({$indexStats: {}}, {$match: {name: 'a_1'}})).toMatchObject([
			{name: 'a_1', key: {a: 1}, spec: {v: 2, key: {a: 1}, name: 'a_1'}, accesses: {since: expect.any(Date) as Date}},
		]);
	});

	test.for<readonly [Document, number]>([
		[{$indexStats: {x: 1}}, 28_803],
		[{$collStats: 5}, 5_447_000],
		[{$facet: {a: [{$collStats: {}}]}}, 40_600],
		[{$currentOp: {}}, 73],
	])('%j is refused', async ([stage, error]) => {
		expect(await outcome(async () => aggregate(stage))).toMatchObject({error});
	});

	test('only at the head of a pipeline', async () => {
		expect(await outcome(async () => aggregate({$match: {}}, {$indexStats: {}}))).toMatchObject({error: 40_602});
		expect(await outcome(async () => aggregate({$facet: {x: [{$indexStats: {}}]}}))).toMatchObject({error: 40_600});
	});

	test('of what is going on: this question itself', async () => {
		const admin = mongo.client.db('admin');
		expect(await admin.command({currentOp: 1})).toMatchObject({inprog: [{type: 'op', active: true, op: 'command', command: {currentOp: 1}}]});
		expect(await admin.aggregate([{$currentOp: {}}, {$project: {active: 1}}]).toArray()).toEqual([{active: true}]);
	});
});

test('no users, no roles, no profiling, where clients ask for them', async () => {
	expect(await mongo.db.command({usersInfo: 1})).toMatchObject({users: []});
	expect(await mongo.db.command({rolesInfo: 1})).toMatchObject({roles: []});
	expect(await mongo.db.command({profile: -1})).toMatchObject({was: 0});
	expect(await outcome(async () => mongo.db.command({profile: 2}))).toMatchObject({error: 238});
});

describe('the bulkWrite command', () => {
	test('writes to several collections', async () => {
		const result = await mongo.client.bulkWrite(
			[
				{name: 'insertOne', namespace: `${testDatabase}.b1`, document: {_id: 1, n: 1}},
				{name: 'insertOne', namespace: `${testDatabase}.b2`, document: {_id: 1, n: 1}},
				{name: 'updateMany', namespace: `${testDatabase}.b1`, filter: {}, update: {$inc: {n: 1}}},
				{name: 'updateOne', namespace: `${testDatabase}.b1`, filter: {_id: 7}, update: {$set: {n: 7}}, upsert: true},
				{name: 'replaceOne', namespace: `${testDatabase}.b2`, filter: {_id: 1}, replacement: {r: 1}},
				{name: 'deleteOne', namespace: `${testDatabase}.b2`, filter: {_id: 1}},
			] as never,
			{verboseResults: true},
		);
		expect(result).toMatchObject({insertedCount: 2, matchedCount: 2, modifiedCount: 2, upsertedCount: 1, deletedCount: 1});
		expect([...result.updateResults!]).toMatchObject([
			[2, {matchedCount: 1, modifiedCount: 1}],
			[3, {upsertedId: 7}],
			[4, {modifiedCount: 1}],
		]);
		expect(await mongo.db.collection('b1').find().sort({_id: 1}).toArray()).toEqual([
			{_id: 1, n: 2},
			{_id: 7, n: 7},
		]);
	});

	test('stops at the first failure, or goes on', async () => {
		const insert = (_id: number) => ({insert: 0, document: {_id}});
		const run = async (ordered: boolean, ns: string) =>
			mongo.client
				.db('admin')
				.command({bulkWrite: 1, ops: [insert(1), insert(1), insert(2)], nsInfo: [{ns: `${testDatabase}.${ns}`}], ordered, errorsOnly: true});
		expect(await run(true, 'b3')).toMatchObject({
			nErrors: 1,
			nInserted: 1,
			cursor: {id: 0, ns: 'admin.$cmd.bulkWrite', firstBatch: [{ok: 0, idx: 1, code: 11_000, n: 0}]},
		});
		expect(await run(false, 'b4')).toMatchObject({nErrors: 1, nInserted: 2});
	});

	test.for<readonly [Document, number]>([
		[{ops: [{insert: 0, document: {}}]}, 14],
		[{ops: [{insert: 1, document: {}}], nsInfo: [{ns: 'a.b'}]}, 2],
		[{ops: [{find: 0}], nsInfo: [{ns: 'a.b'}]}, 9],
		[{ops: [{insert: 0, document: {}}], nsInfo: [{ns: 'a'}]}, 73],
		[{ops: [], nsInfo: [{ns: 'a.b'}]}, 16],
	])('%j is refused', async ([wanted, error]) => {
		expect(await outcome(async () => mongo.client.db('admin').command({bulkWrite: 1, ...wanted}))).toMatchObject({error});
	});

	test('is for the database admin', async () => {
		expect(await outcome(async () => mongo.db.command({bulkWrite: 1, ops: [{insert: 0, document: {}}], nsInfo: [{ns: 'a.b'}]}))).toMatchObject({error: 13});
	});
});

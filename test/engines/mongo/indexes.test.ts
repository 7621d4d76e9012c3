import {Double, Long, type Db, type Document} from 'mongodb';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {createUniform} from '../../../source/chance/random.ts';
import {openMongo, outcome, type OpenMongo} from './open-mongo.ts';

let mongo: OpenMongo;
let db: Db;

beforeAll(async () => {
	mongo = await openMongo();
	({db} = mongo);
	const random = createUniform(7);
	const values = [
		0,
		1,
		2,
		new Double(2),
		Long.fromNumber(3),
		2.5,
		'a',
		'b',
		'',
		null,
		true,
		new Date(5),
		new Date(9),
		Number.NaN,
		[],
		[1, 'a'],
		[2, 5],
		[[1]],
		{x: 1},
	];
	const pick = () => values[Math.floor(random() * values.length)];
	const documents = Array.from({length: 300}, (_, _id) => ({
		_id,
		a: pick(),
		b: Math.floor(random() * 5),
		s: Array.from({length: Math.floor(random() * 3)}, () => ({k: Math.floor(random() * 4), v: Math.floor(random() * 4)})),
		...(_id % 3 === 0 && {m: _id % 7}),
	}));
	await db.collection('c').insertMany(documents as never);
	await db
		.collection('c')
		.createIndexes([
			{key: {a: 1}},
			{key: {b: 1, _id: -1}},
			{key: {'s.k': 1, 's.v': 1}},
			{key: {m: -1}, sparse: true},
			{key: {b: -1}, name: 'part', partialFilterExpression: {m: {$gte: 3}}},
		]);
	const multiplesOf = (step: number) => documents.map(({_id}) => _id as never).filter(id => id % step === 0);
	// The entries of the indexes are changed after they were made.
	await db.collection('c').find({a: 1, b: 1}).toArray();
	await db.collection('c').updateMany({_id: {$in: multiplesOf(5)}}, {$set: {b: 4, a: 2}});
	await db.collection('c').deleteMany({_id: {$in: multiplesOf(11)}});
	await db.collection('c').insertMany(documents.slice(0, 100).map(({_id, ...rest}) => ({_id: _id + 1000, ...rest})) as never);
});

afterAll(async () => {
	await mongo.close();
});

/** A generator of numbers in [0, 1) that begins the same each time. */
const ids = async (filter: Document, options: Document = {}): Promise<unknown[]> =>
	(await db.collection('c').find(filter, options).toArray()).map(({_id}) => _id);
const explained = async (command: Document, verbosity = 'executionStats'): Promise<Document> => db.command({explain: command, verbosity});

test('an index finds what a scan finds, in the order that is asked for', async () => {
	const random = createUniform(3);
	const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
	const operands = [0, 1, 2, 2.5, 'a', 'b', null, true, new Date(5), new Date(7), Number.NaN, [1, 'a'], {x: 1}, Long.fromNumber(2)];
	const condition = (): unknown =>
		one([
			() => one(operands),
			() => ({[one(['$gt', '$gte', '$lt', '$lte', '$eq', '$ne'])]: one(operands)}),
			() => ({$in: [one(operands), one(operands)]}),
			() => ({[one(['$gt', '$gte'])]: one(operands), [one(['$lt', '$lte'])]: one(operands)}),
			() => ({$exists: one([true, false])}),
			() => ({$not: {$gt: one(operands)}}),
		])();
	for (let i = 0; i < 200; i++) {
		const filter: Document = Object.fromEntries(['a', 'b', 's.k', 's.v', 'm', '_id'].filter(() => random() < 0.35).map(path => [path, condition()]));
		const whole = random() < 0.2 ? {$and: [filter, {b: {$gte: 1}}]} : filter;
		const sort: Document = one<Document>([{}, {b: 1}, {b: -1, _id: 1}, {b: 1, _id: -1}, {m: 1, _id: 1}, {a: -1, _id: 1}, {_id: -1}, {'s.k': 1, _id: 1}]);
		const [found, wanted] = [await ids(whole, {sort}), await ids(whole, {sort, hint: {$natural: 1}})];
		expect([whole, new Set(found)]).toEqual([whole, new Set(wanted)]);
		expect(found.length).toBe(wanted.length);
		if (Object.hasOwn(sort, '_id')) {
			expect([whole, sort, found]).toEqual([whole, sort, wanted]);
		}
	}
});

describe('hint', () => {
	test('of a sparse index gives what is in it', async () => {
		const all = await ids({});
		expect((await ids({}, {hint: {m: -1}})).length).toBe((await ids({m: {$exists: true}})).length);
		expect((await ids({}, {hint: {m: -1}})).length).toBeLessThan(all.length);
		expect(await db.collection('c').countDocuments({}, {hint: 'm_-1'})).toBe((await ids({m: {$exists: true}})).length);
	});

	test('orders as the index does', async () => {
		const list = await db
			.collection('c')
			.find({}, {hint: {b: 1, _id: -1}})
			.toArray();
		expect(list.map(({_id, b}) => [b, _id] as unknown)).toEqual(
			list.map(({_id, b}) => [b, _id] as readonly unknown[] as [number, number]).toSorted((x, y) => x[0] - y[0] || y[1] - x[1]),
		);
	});

	test.each<readonly [partial: Document, filter: Document, isUsed: boolean]>([
		[{m: {$gte: 3}}, {m: {$gte: 3}}, true],
		[{m: {$gte: 3}}, {m: 3}, true],
		[{m: {$gte: 3}}, {m: {$gt: 3, $lt: 9}}, true],
		[{m: {$gt: 3}}, {m: {$gt: 3, $lt: 9}}, true],
		[{m: {$gt: 3}}, {m: {$gte: 3}}, false],
		[{m: {$gt: 3}}, {m: {$gt: 2}}, false],
		[{m: {$gt: 3}}, {m: {$lt: 9}}, false],
		[{m: {$gt: 3}}, {m: {$gt: 'a'}}, false],
		[{m: {$gt: 3, $lt: 9}}, {m: {$gt: 4}}, false],
		[{m: {$gt: 3, $lt: 9}}, {$and: [{m: {$gt: 4}}, {m: {$lte: 8}}]}, true],
		[{m: {$in: [1, 2, 3]}}, {m: {$in: [3, 1]}}, true],
		[{m: {$in: [1, 2]}}, {m: {$in: [3, 1]}}, false],
		[{m: {$exists: true}}, {m: {$gt: 1}}, true],
		[{m: {$exists: true}}, {m: null}, false],
		[{m: {$gt: 3, $type: 'int'}}, {m: 4}, false],
		[{m: {$gt: 3}, z: 1}, {m: 4}, false],
		[{m: {$gt: 3}, z: 1}, {m: 4, z: 1}, true],
	])('of a partial index where %j: for %j it is used: %j', async (partialFilterExpression, filter, isUsed) => {
		await mongo.db.collection('partial').drop();
		await mongo.db.collection('partial').createIndex({a: 1}, {partialFilterExpression});
		const plan = await mongo.db.command({explain: {find: 'partial', filter: {a: 1, ...filter}}});
		expect(JSON.stringify(plan['queryPlanner']).includes('IXSCAN')).toBe(isUsed);
	});

	test('of a partial index that may not hold all is refused', async () => {
		expect(await outcome(async () => ids({}, {hint: 'part'}))).toMatchObject({error: 291});
		expect(await ids({m: {$gte: 3}, b: 4}, {hint: 'part'})).toEqual(expect.arrayContaining(await ids({m: {$gte: 3}, b: 4}, {hint: {$natural: 1}})));
	});
});

describe('explain', () => {
	const stagesOf = (plan: Document | undefined): string[] => (plan ? [plan['stage'] as string, ...stagesOf(plan['inputStage'] as Document)] : []);

	test.each<readonly [Document, string[], number | undefined]>([
		[{find: 'c', filter: {z: 1}}, ['COLLSCAN'], 0],
		[{find: 'c', filter: {b: 2}}, ['FETCH', 'IXSCAN'], undefined],
		[{find: 'c', filter: {b: 2}, sort: {_id: -1}, limit: 3}, ['LIMIT', 'FETCH', 'IXSCAN'], 3],
		[{find: 'c', filter: {b: 2}, sort: {m: 1}}, ['SORT', 'FETCH', 'IXSCAN'], undefined],
		[{find: 'c', filter: {}, sort: {_id: 1}, limit: 1}, ['LIMIT', 'FETCH', 'IXSCAN'], 1],
		[{find: 'c', filter: {_id: 1}}, ['IDHACK'], 1],
		[{find: 'nothing', filter: {a: 1}}, ['EOF'], 0],
		[{count: 'c', query: {b: 2}}, ['COUNT', 'FETCH', 'IXSCAN'], undefined],
		[{distinct: 'c', key: 'a', query: {b: 2}}, ['FETCH', 'IXSCAN'], undefined],
		[{aggregate: 'c', pipeline: [{$match: {b: 2}}, {$sort: {_id: -1}}], cursor: {}}, ['FETCH', 'IXSCAN'], undefined],
	])('of %j', async (command, stages, keys) => {
		const before = await ids({});
		const {queryPlanner, executionStats} = await explained(command);
		expect(stagesOf(queryPlanner.winningPlan)).toEqual(stages);
		expect(stagesOf(executionStats.executionStages)).toEqual(stages);
		const matching = stages.includes('IXSCAN') ? executionStats.totalDocsExamined : undefined;
		expect(executionStats.totalKeysExamined).toBe(keys ?? matching);
		expect(executionStats.totalDocsExamined).toBe(stages.includes('COLLSCAN') ? before.length : executionStats.totalKeysExamined);
		expect(await ids({})).toEqual(before);
		expect(await ids({z: 1})).toEqual([]);
	});

	test('tells the bounds, and no figures for queryPlanner alone', async () => {
		const {queryPlanner, executionStats} = await explained({find: 'c', filter: {b: {$gt: 1, $lte: 3}, _id: 4}, hint: {b: 1, _id: -1}}, 'queryPlanner');
		expect(queryPlanner.winningPlan.inputStage).toMatchObject({
			stage: 'IXSCAN',
			keyPattern: {b: 1, _id: -1},
			direction: 'forward',
			indexBounds: {b: ['(1, 3]'], _id: ['[MinKey, MaxKey]']},
		});
		expect(executionStats).toBeUndefined();
	});

	test('of an aggregation tells what each stage gave', async () => {
		const {stages} = await explained({aggregate: 'c', pipeline: [{$match: {b: {$gte: 3}}}, {$group: {_id: '$b'}}, {$count: 'n'}], cursor: {}});
		expect(stages[0].$cursor.queryPlanner.winningPlan.inputStage.indexName).toBe('b_1__id_-1');
		expect(stages.slice(1)).toMatchObject([
			{$group: {_id: '$b'}, nReturned: 2},
			{$count: 'n', nReturned: 1},
		]);
		expect((await db.command({aggregate: 'c', pipeline: [{$match: {b: 2}}], explain: true}))['queryPlanner'].winningPlan.stage).toBe('FETCH');
	});
});

test('the keys of a compound index come from the elements of one array, and two arrays are refused', async () => {
	const stock = db.collection('stock');
	await stock.createIndex({'stock.size': 1, 'stock.quantity': 1}, {unique: true});
	await stock.insertOne({
		_id: 1,
		stock: [
			{size: 'S', quantity: 10},
			{size: 'M', quantity: 5},
		],
	} as never);
	expect(await outcome(async () => stock.insertOne({_id: 2, stock: [{size: 'M', quantity: 5}]} as never))).toMatchObject({error: 11_000});
	await stock.insertOne({_id: 3, stock: [{size: 'M', quantity: 10}]} as never);
	const both = db.collection('both');
	await both.createIndex({a: 1, b: 1});
	expect(await outcome(async () => both.insertOne({a: [1], b: [2]}))).toMatchObject({error: 171});
	await both.insertOne({_id: 1, a: [1], b: 2} as never);
	expect(await outcome(async () => both.updateOne({_id: 1 as never}, {$set: {b: [2]}}))).toMatchObject({error: 171});
	await both.updateOne({_id: 1 as never}, {$set: {c: [2]}});
	expect(await outcome(async () => both.createIndex({a: 1, c: 1}))).toMatchObject({error: 171});
});

// oxlint-disable unicorn/no-thenable -- $cond and $switch have a field of that name
// What MongoDB's manual says of cases in which the independent server of the differential test differs, or that it has not.
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {Double, Int32, Long, type Document} from 'mongodb';
import {openMongo, outcome, type OpenMongo} from './open-mongo.ts';

let mongo: OpenMongo;

beforeAll(async () => {
	mongo = await openMongo();
});

afterAll(async () => {
	await mongo.close();
});

/** The value of an expression, with its BSON type. */
async function evaluate(expression: unknown, document: Document = {}): Promise<unknown> {
	const [result] = await mongo.db
		.aggregate([{$documents: [{...document, _: 0}]}, {$project: {value: expression}}], {promoteValues: false, bsonRegExp: true})
		.toArray();
	return plain((result as Document)['value']);
}

/** Numbers with their type as texts: `int 1`, `double 1`, `long 1`. */
function plain(value: unknown): unknown {
	if (value instanceof Int32) {
		return `int ${value.value}`;
	}

	if (value instanceof Double) {
		return `double ${value.value}`;
	}

	if (value instanceof Long) {
		return `long ${value.toString()}`;
	}

	if (Array.isArray(value)) {
		return value.map(item => plain(item));
	}

	return value instanceof Date
		? value.toISOString()
		: value && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype
			? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]))
			: value;
}

const at = new Date('2026-03-29T00:30:15.250Z');
const date = (text: string) => new Date(text);

describe('expressions', () => {
	const cases: readonly (readonly [expression: unknown, expected: unknown])[] = [
		// Types of numbers
		[{$add: [1, 2]}, 'int 3'],
		[{$add: [2_147_483_647, 1]}, 'long 2147483648'],
		[{$add: [1, new Double(2)]}, 'double 3'],
		[{$add: [new Long(1), 2]}, 'long 3'],
		[{$add: [Long.MAX_VALUE, 1]}, 'double 9223372036854776000'],
		[{$multiply: [100_000, 100_000]}, 'long 10000000000'],
		[{$divide: [6, 2]}, 'double 3'],
		[{$round: [19.25, 1]}, 'double 19.2'],
		[{$round: [2.5]}, 'double 2'],
		[{$round: [3.5]}, 'double 4'],
		[{$round: [1234, -2]}, 'int 1200'],
		[{$floor: 1.5}, 'double 1'],
		[{$floor: -1.5}, 'double -2'],
		[{$floor: 7}, 'int 7'],
		[{$floor: Long.MAX_VALUE}, 'long 9223372036854775807'],
		[{$floor: null}, null],
		[{$ceil: 1.2}, 'double 2'],
		[{$mod: [7, 3]}, 'int 1'],
		[{$mod: [-7, 3]}, 'int -1'],
		[{$mod: [new Long(7), 3]}, 'long 1'],
		[{$mod: [7.5, 2]}, 'double 1.5'],
		[{$mod: [7, new Double(3)]}, 'double 1'],
		[{$mod: [new Double(7), 3]}, 'double 1'],
		[{$mod: [new Long(7), new Double(1e10)]}, 'double 7'],
		[{$mod: [null, 2]}, null],
		[{$round: [2.675, 2]}, 'double 2.67'],
		[{$sum: [1, 2, 'x', 3]}, 'int 6'],
		[{$sum: Array.from({length: 10}, () => 0.1)}, 'double 1'],
		[{$avg: [1, 2]}, 'double 1.5'],
		[{$add: [null, 1]}, null],
		[{$add: ['$missing', 1]}, null],
		[{$subtract: [at, date('2026-03-29T00:30:00Z')]}, 'long 15250'],
		[{$add: [at, 750]}, '2026-03-29T00:30:16.000Z'],
		[{$toString: new Double(1.5)}, '1.5'],
		[{$toInt: '42'}, 'int 42'],
		[{$toLong: new Double(42.9)}, 'long 42'],
		[{$toDouble: '1.5'}, 'double 1.5'],
		[{$toDate: new Long(0)}, '1970-01-01T00:00:00.000Z'],
		[{$toBool: 'false'}, true],
		[{$convert: {input: 'x', to: 'int', onError: 'no'}}, 'no'],
		[{$convert: {input: null, to: 'int', onNull: 'none'}}, 'none'],
		[{$type: '$missing'}, 'missing'],
		[{$type: new Double(1)}, 'double'],
		// Comparison across types
		[{$gt: ['a', 5]}, true],
		[{$eq: [1, new Double(1)]}, true],
		[
			{
				$eq: [
					{a: 1, b: 2},
					{b: 2, a: 1},
				],
			},
			false,
		],
		[{$lt: [null, 0]}, true],
		[{$lt: ['$missing', null]}, true],
		[{$gt: [true, {a: 1}]}, true],
		[
			{
				$cmp: [
					[1, 2],
					[1, 3],
				],
			},
			'int -1',
		],
		// Logic and variables
		[{$cond: {if: {$gte: [5, 3]}, then: 'y', else: 'n'}}, 'y'],
		[
			{
				$switch: {
					branches: [
						{case: false, then: 1},
						{case: 'x', then: 2},
					],
					default: 3,
				},
			},
			'int 2',
		],
		[{$ifNull: ['$missing', null, 'z']}, 'z'],
		[{$and: []}, true],
		[{$or: []}, false],
		[{$not: [0]}, true],
		// Dates: Paris leaves winter time at 01:00Z on this day
		[{$dateToString: {date: at}}, '2026-03-29T00:30:15.250Z'],
		[{$dateToString: {date: at, format: '%Y-%m-%d %H:%M %z', timezone: 'Europe/Paris'}}, '2026-03-29 01:30 +0100'],
		[{$dateToString: {date: date('2026-03-29T01:00:00Z'), format: '%H:%M %z %Z', timezone: 'Europe/Paris'}}, '03:00 +0200 120'],
		[{$dateToString: {date: at, format: '%j %w %%'}}, '088 1 %'],
		[{$dateTrunc: {date: null, unit: 'century', timezone: 'Nowhere'}}, null],
		[{$round: [-0.3]}, 'double 0'],
		[{$dateToString: {date: at, timezone: '-05:00'}}, '2026-03-28T19:30:15.250'],
		[{$dateToString: {date: null, onNull: 'none'}}, 'none'],
		[{$dayOfWeek: at}, 'int 1'],
		[{$hour: {date: at, timezone: 'Asia/Kolkata'}}, 'int 6'],
		[{$dateTrunc: {date: at, unit: 'day'}}, '2026-03-29T00:00:00.000Z'],
		[{$dateTrunc: {date: at, unit: 'day', timezone: 'Europe/Paris'}}, '2026-03-28T23:00:00.000Z'],
		[{$dateTrunc: {date: at, unit: 'week'}}, '2026-03-29T00:00:00.000Z'],
		[{$dateTrunc: {date: at, unit: 'quarter'}}, '2026-01-01T00:00:00.000Z'],
		[{$dateTrunc: {date: date('2021-03-20T11:30:05Z'), unit: 'week', timezone: 'America/Los_Angeles'}}, '2021-03-14T08:00:00.000Z'],
		// Arrays, texts, documents
		[{$arrayElemAt: [[1, 2], 5]}, undefined],
		[{$toUpper: 'straße'}, 'STRAßE'],
	];
	test.each(cases.map(([expression, expected]) => ({title: JSON.stringify(expression), expression, expected})))('$title', async ({expression, expected}) => {
		expect(await evaluate(expression)).toEqual(expected);
	});
});

describe('where the other server differs', () => {
	const zoo = [
		{_id: 1, a: [[1, 2], 3], n: []},
		{_id: 2, a: 1, n: {v: 1}},
		{_id: 3, a: ['z', ['x']]},
		{_id: 4, a: []},
		{_id: 5, a: 5, n: [{v: 1}, {v: 2}]},
	];
	const found = async (filter: Document, sort: Record<string, 1 | -1> = {_id: 1}) => {
		const collection = mongo.db.collection('zoo');
		await collection.deleteMany({});
		await collection.insertMany(zoo as never);
		return collection
			.find(filter)
			.sort(sort)
			.map(({_id}) => _id as unknown as number)
			.toArray();
	};

	test.each([
		[{a: {$in: [1]}}, [2]],
		[{a: {$nin: [1]}}, [1, 3, 4, 5]],
		[{'n.v': {$exists: false}}, [1, 3, 4]],
		[{a: [1, 2]}, [1]],
		[{'n.v': null}, [3, 4]],
		[{a: {$all: [[1, 2], 3]}}, [1]],
		[{a: {$all: [['x'], /z/]}}, [3]],
		[{a: {$all: []}}, []],
		[{'n.v': {$all: [1, 2]}}, [5]],
		[{'n.v': {$all: [null]}}, [3, 4]],
		[{a: {$not: {$all: [5]}}}, [1, 2, 3, 4]],
		[{a: {$mod: [2, 1]}}, [1, 2, 5]],
		[{a: {$mod: [2.9, 1.5]}}, [1, 2, 5]],
		[{a: {$mod: [-4, 1]}}, [2, 5]],
		[{a: {$elemMatch: {$mod: [3, 0]}}}, [1]],
	])('find %j', async (filter, expected) => {
		expect(await found(filter)).toEqual(expected);
	});

	test('sorting by an array takes its least or greatest element; an empty one is before null', async () => {
		expect(await found({}, {a: 1, _id: 1})).toEqual([4, 2, 1, 5, 3]);
		expect(await found({}, {a: -1, _id: 1})).toEqual([3, 1, 5, 2, 4]);
	});

	test('projections', async () => {
		const collection = mongo.db.collection('projected');
		await collection.insertOne({
			_id: 1 as never,
			n: {v: 1, w: 2},
			items: [
				{s: 'p', q: 1},
				{s: 'q', q: 5},
			],
			x: 1,
		});
		const project = async (projection: Document) => collection.findOne({}, {projection});
		expect(await project({n: {v: 1}, _id: 0})).toEqual({n: {v: 1}});
		expect(await project({'items.s': 1, _id: 0})).toEqual({items: [{s: 'p'}, {s: 'q'}]});
		expect(await project({last: {$last: '$items'}, _id: 0})).toEqual({last: {s: 'q', q: 5}});
		expect(await project({double: {$multiply: ['$x', 2]}, _id: 0})).toEqual({double: 2});
	});

	test('updates', async () => {
		const collection = mongo.db.collection('updated');
		const apply = async (document: Document, update: Document | Document[], options: Document = {}) => {
			await collection.deleteMany({});
			await collection.insertOne({...document, _id: 1 as never});
			return outcome(async () => {
				await collection.updateOne({_id: 1 as never}, update, options);
				const {_id, ...rest} = (await collection.findOne({}))!;
				return rest;
			});
		};

		expect(await apply({t: ['z', ['x']]}, {$push: {t: {$each: ['b', 'c']}}})).toEqual({t: ['z', ['x'], 'b', 'c']});
		expect(await apply({t: ['z']}, {$push: {t: {$each: ['b'], $sort: 1}}})).toEqual({error: 238});
		expect(await apply({a: 1}, {$push: {a: 1}})).toEqual({error: 2});
		expect(await apply({a: 1}, {$addToSet: {a: 1}})).toEqual({error: 2});
		expect(await apply({a: null}, {$inc: {a: 1}})).toEqual({error: 14});
		expect(await apply({a: null}, {$set: {'a.b': 1}})).toEqual({error: 28});
		expect(await apply({a: 1, b: 2}, [{$set: {c: {$add: ['$a', '$b']}}}, {$unset: 'a'}])).toEqual({b: 2, c: 3});
		expect(await apply({}, {$set: {z: 1, b: 2, a: 3}})).toEqual({a: 3, b: 2, z: 1});
	});

	test('nothing is inserted beside a duplicate key in one batch', async () => {
		const collection = mongo.db.collection('duplicates');
		const reply = await mongo.db.command({insert: 'duplicates', documents: [{_id: 1}, {_id: 1}, {_id: 2}], ordered: false});
		expect([reply['n'], await collection.countDocuments()]).toEqual([2, 2]);
	});
});

describe('aggregation stages', () => {
	test('$lookup, $sortByCount, $sample', async () => {
		const people = mongo.db.collection('people');
		await people.insertMany([
			{_id: 1, name: 'Ann', boss: null},
			{_id: 2, name: 'Bob', boss: 'Ann'},
			{_id: 3, name: 'Cid', boss: 'Bob'},
		] as never);
		const run = async (...pipeline: Document[]) => people.aggregate(pipeline).toArray();
		expect(await run({$lookup: {from: 'people', localField: 'boss', foreignField: 'name', as: 'b'}}, {$project: {b: '$b.name'}}, {$sort: {_id: 1}})).toEqual([
			{_id: 1, b: []},
			{_id: 2, b: ['Ann']},
			{_id: 3, b: ['Bob']},
		]);
		expect(await run({$sortByCount: {$gt: ['$_id', 1]}})).toEqual([
			{_id: true, count: 2},
			{_id: false, count: 1},
		]);
		const sample = await run({$sample: {size: 3}}, {$sort: {_id: 1}}, {$project: {_id: 1}});
		expect(sample).toEqual([{_id: 1}, {_id: 2}, {_id: 3}]);
	});

	test('a missing _id of $group is null, and a null one too', async () => {
		expect(await mongo.db.aggregate([{$documents: [{a: null}, {}, {a: 1}]}, {$group: {_id: '$a', n: {$sum: 1}}}, {$sort: {_id: 1}}]).toArray()).toEqual([
			{_id: null, n: 2},
			{_id: 1, n: 1},
		]);
	});

	test('results do not share what is stored', async () => {
		const collection = mongo.db.collection('shared');
		await collection.insertOne({_id: 1 as never, list: [{a: 1}]});
		await collection.aggregate([{$unwind: '$list'}, {$set: {'list.a': 2}}]).toArray();
		expect(await collection.findOne({})).toEqual({_id: 1, list: [{a: 1}]});
	});
});

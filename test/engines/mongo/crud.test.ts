import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {ObjectId} from 'mongodb';
import {operations} from './differential-operations.ts';
import {openMongo, outcome, type OpenMongo} from './open-mongo.ts';
import {zooMatches} from './zoo-matches.ts';

let mongo: OpenMongo;

beforeAll(async () => {
	mongo = await openMongo();
});

afterAll(async () => {
	await mongo.close();
});

beforeEach(async () => {
	await mongo.db.dropDatabase();
});

describe('find', () => {
	test.each(operations.filter(({title}) => Object.hasOwn(zooMatches, title)))('$title', async ({title, run}) => {
		const result = await outcome(async () => run(mongo.db));
		const found = Array.isArray(result) ? (result as {_id: {value: number}}[]).map(({_id}) => Number(_id)) : (result as {error: unknown}).error;
		expect(found).toEqual(zooMatches[title]);
	});

	test('covers the whole list', () => {
		expect(operations.filter(({title}) => Object.hasOwn(zooMatches, title)).length).toBe(Object.keys(zooMatches).length);
	});
});

describe("the driver's calls", () => {
	test('write and read', async () => {
		const people = mongo.db.collection('people');
		const id = new ObjectId();
		expect(await people.insertOne({_id: id, name: 'Ann', tags: ['a']})).toEqual({acknowledged: true, insertedId: id});
		expect((await people.insertMany([{name: 'Bob'}, {name: 'Cid', age: 5}])).insertedCount).toBe(2);
		expect(await people.updateOne({name: 'Ann'}, {$set: {age: 3}, $push: {tags: 'b'} as never})).toMatchObject({
			matchedCount: 1,
			modifiedCount: 1,
			upsertedCount: 0,
		});
		expect(await people.updateOne({name: 'Ann'}, {$set: {age: 3}})).toMatchObject({matchedCount: 1, modifiedCount: 0});
		expect(await people.updateMany({}, {$inc: {age: 1}})).toMatchObject({matchedCount: 3, modifiedCount: 3});
		expect(await people.updateOne({name: 'Dee'}, {$set: {age: 9}}, {upsert: true})).toMatchObject({
			matchedCount: 0,
			upsertedCount: 1,
			upsertedId: expect.any(ObjectId) as ObjectId,
		});
		expect(await people.replaceOne({name: 'Bob'}, {name: 'Rob'})).toMatchObject({matchedCount: 1, modifiedCount: 1});
		expect(await people.find({}, {projection: {_id: 0}, sort: {name: 1}}).toArray()).toEqual([
			{name: 'Ann', tags: ['a', 'b'], age: 4},
			{name: 'Cid', age: 6},
			{name: 'Dee', age: 9},
			{name: 'Rob'},
		]);
		expect([await people.countDocuments({age: {$gt: 4}}), await people.estimatedDocumentCount(), await people.distinct('tags')]).toEqual([2, 4, ['a', 'b']]);
		expect(await people.findOne({_id: id}, {projection: {name: 1}})).toEqual({_id: id, name: 'Ann'});
		expect((await people.deleteMany({age: {$exists: true}})).deletedCount).toBe(3);
		expect(await people.find().toArray()).toEqual([expect.objectContaining({name: 'Rob'})]);
	});

	test('bulkWrite goes on after an error when not ordered', async () => {
		const collection = mongo.db.collection<{_id: number; n?: number}>('bulk');
		await expect(
			collection.bulkWrite(
				[
					{insertOne: {document: {_id: 1}}},
					{insertOne: {document: {_id: 1}}},
					{updateOne: {filter: {_id: 1}, update: {$set: {n: 1}}}},
					{deleteOne: {filter: {_id: 9}}},
					{replaceOne: {filter: {_id: 2}, replacement: {n: 2}, upsert: true}},
				],
				{ordered: false},
			),
		).rejects.toMatchObject({code: 11_000, result: {insertedCount: 1, modifiedCount: 1, upsertedCount: 1}});
		expect(await collection.find({}, {sort: {_id: 1}}).toArray()).toEqual([
			{_id: 1, n: 1},
			{_id: 2, n: 2},
		]);
	});

	test('a document without _id gets one, first; one with a misplaced _id gets it first', async () => {
		await mongo.db.command({insert: 'ids', documents: [{a: 1}, {a: 2, _id: 5}]});
		const [first, second] = await mongo.db.collection('ids').find().toArray();
		expect([Object.keys(first!), first?.['_id'] instanceof ObjectId, Object.keys(second!)]).toEqual([['_id', 'a'], true, ['_id', 'a']]);
	});

	test('findOneAnd… give the old or the new document', async () => {
		const collection = mongo.db.collection<{_id: number; n: number}>('modify');
		await collection.insertMany([
			{_id: 1, n: 1},
			{_id: 2, n: 2},
		]);
		expect(await collection.findOneAndUpdate({}, {$inc: {n: 10}}, {sort: {n: -1}})).toEqual({_id: 2, n: 2});
		expect(await collection.findOneAndUpdate({_id: 2}, {$inc: {n: 10}}, {returnDocument: 'after', projection: {n: 1, _id: 0}})).toEqual({n: 22});
		expect(await collection.findOneAndReplace({_id: 1}, {n: 7}, {returnDocument: 'after'})).toEqual({_id: 1, n: 7});
		expect(await collection.findOneAndDelete({_id: 1})).toEqual({_id: 1, n: 7});
		expect(await collection.findOneAndDelete({_id: 1})).toBeNull();
		expect(await collection.findOneAndUpdate({_id: 3}, {$set: {n: 3}}, {upsert: true, returnDocument: 'after'})).toEqual({_id: 3, n: 3});
	});
});

test('the thirty-day revenue pipeline equals a sum made without it', async () => {
	const now = Date.parse('2026-06-30T12:00:00Z');
	const orders = Array.from({length: 500}, (_, i) => ({
		_id: i as never,
		status: ['completed', 'shipped', 'pending', 'returned'][(i * 7) % 4]!,
		placedAt: new Date(now - ((i * 6_047_999) % (35 * 86_400_000))),
		items: Array.from({length: 1 + (i % 5)}, (__, j) => ({
			category: `c${(i * 3 + j) % 8}`,
			quantity: 1 + ((i + j) % 3),
			unitPriceCents: 199 + ((i * 131 + j * 17) % 50_000),
		})),
	}));
	const since = new Date(now - 30 * 86_400_000);
	const collection = mongo.db.collection('orders');
	await collection.insertMany(orders);
	const [result] = await collection
		.aggregate([
			{$match: {placedAt: {$gte: since, $lt: new Date(now)}, status: {$ne: 'returned'}}},
			{
				$facet: {
					categories: [
						{$unwind: '$items'},
						{
							$group: {
								_id: {category: '$items.category', order: '$_id'},
								cents: {$sum: {$multiply: ['$items.quantity', '$items.unitPriceCents']}},
								units: {$sum: '$items.quantity'},
							},
						},
						{$group: {_id: '$_id.category', cents: {$sum: '$cents'}, orders: {$sum: 1}, units: {$sum: '$units'}}},
						{$sort: {cents: -1, _id: 1}},
					],
					total: [{$count: 'orders'}],
				},
			},
		])
		.toArray();
	const wanted = orders.filter(({placedAt, status}) => placedAt >= since && placedAt.getTime() < now && status !== 'returned');
	const byCategory = new Map<string, {_id: string; cents: number; orders: number; units: number}>();
	for (const {items} of wanted) {
		for (const category of new Set(items.map(item => item.category))) {
			const own = items.filter(item => item.category === category);
			const row = byCategory.get(category) ?? {_id: category, cents: 0, orders: 0, units: 0};
			byCategory.set(category, {
				_id: category,
				cents: row.cents + own.reduce((sum, item) => sum + item.quantity * item.unitPriceCents, 0),
				orders: row.orders + 1,
				units: row.units + own.reduce((sum, item) => sum + item.quantity, 0),
			});
		}
	}

	expect(wanted.length).toBeGreaterThan(200);
	expect(result).toEqual({categories: [...byCategory.values()].sort((a, b) => b.cents - a.cents), total: [{orders: wanted.length}]});
});

import {Double, Long, type Document} from 'mongodb';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {openMongo, type OpenMongo} from './open-mongo.ts';

let mongo: OpenMongo;

beforeAll(async () => {
	mongo = await openMongo();
	const ids: readonly unknown[] = [1, 'b', Number.NaN, {a: 1}, Long.fromString('9007199254740993'), new Double(2.5), new Date(5)];
	await mongo.db
		.collection('c')
		.insertMany(
			ids.map((_id, i) => ({_id, items: [{k: 'x', n: i}, {k: 'y', n: 1}, {k: 'x', n: 2}, {n: 3}], tags: [1, Long.fromNumber(1), new Double(1), '1']})) as never,
		);
});

afterAll(async () => {
	await mongo.close();
});

/** The stages, and the same with one in front that hides from the engine that documents of one _id follow each other. */
const both = async (...stages: Document[]): Promise<readonly Document[][]> =>
	Promise.all([stages, [{$addFields: {z: 1}}, ...stages]].map(async pipeline => mongo.db.collection('c').aggregate(pipeline).toArray()));

const unwind = {$unwind: '$items'};

test.each<readonly [string, number, Document[]]>([
	['the _id', 7, [unwind, {$group: {_id: '$_id', n: {$sum: '$items.n'}}}]],
	[
		'the _id beside another field, missing in some',
		21,
		[unwind, {$group: {_id: {k: '$items.k', order: '$_id'}, n: {$sum: '$items.n'}, all: {$push: '$items.n'}}}],
	],
	['an expression of the _id', 6, [unwind, {$group: {_id: {$type: '$_id'}, n: {$sum: 1}}}]],
	['another field', 2, [{$unwind: '$tags'}, {$match: {tags: {$ne: 7}}}, {$group: {_id: '$tags', n: {$sum: 1}}}]],
	['a later _id', 3, [unwind, {$group: {_id: '$items.k', n: {$sum: 1}}}, {$group: {_id: '$_id', n: {$sum: '$n'}}}]],
	[
		'the _id, in a facet',
		1,
		[unwind, {$facet: {a: [{$group: {_id: {o: '$_id', k: '$items.k'}}}, {$count: 'n'}], b: [{$limit: 3}, {$group: {_id: '$_id', n: {$sum: 1}}}]}}],
	],
	['an _id that was unwound', 2, [{$project: {_id: '$tags'}}, {$unwind: '$_id'}, {$group: {_id: '$_id', n: {$sum: 1}}}]],
])('groups by %s are the same, in runs or not', async (_title, count, stages) => {
	const [inRuns, apart] = await both(...stages);
	expect(inRuns).toEqual(apart);
	expect(inRuns!.length).toBe(count);
});

test('a document in a sum or a product is no number, whatever its fields are called', async () => {
	const collection = mongo.db.collection('named');
	await collection.insertOne({n: {toString: 1, valueOf: 2}});
	expect(await collection.aggregate([{$group: {_id: null, n: {$sum: '$n'}}}]).toArray()).toEqual([{_id: null, n: 0}]);
	await expect(collection.aggregate([{$project: {n: {$multiply: ['$n', 2]}}}]).toArray()).rejects.toMatchObject({code: 14});
});

import {Long, MongoClient, type Document} from 'mongodb';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {openMongo, outcome, type OpenMongo} from './open-mongo.ts';

let mongo: OpenMongo;

beforeAll(async () => {
	mongo = await openMongo();
});

afterAll(async () => {
	await mongo.close();
});

/** A document after an update of it, or the failure, after which it is as it was. */
async function updated(document: Document, update: Document): Promise<unknown> {
	const collection = mongo.db.collection('u');
	await collection.deleteMany({});
	await collection.insertOne({_id: 1, ...document} as never);
	const before = await collection.findOne();
	const result = await outcome(async () => collection.updateOne({_id: 1 as never}, update));
	const after = await collection.findOne({}, {projection: {_id: 0}});
	if ((result as Document)['error'] !== undefined) {
		expect({_id: 1, ...after}).toEqual(before);
		return (result as Document)['error'];
	}

	return after;
}

test.each<readonly [Document, Document, unknown]>([
	[{a: Long.MAX_VALUE}, {$inc: {a: Long.ONE}}, 2],
	[{a: Long.MIN_VALUE}, {$inc: {a: -1}}, 2],
	[{a: 2_147_483_647}, {$inc: {a: 1}}, {a: 2_147_483_648}],
	[{}, {$inc: {a: 1.5}}, {a: 1.5}],
	[{a: [1, 2, 1]}, {$pull: {a: 1}}, {a: [2]}],
	[{a: [1, 2, 3]}, {$pull: {a: {$gte: 2}}}, {a: [1]}],
	[{a: [1, 2, 3]}, {$pull: {a: {$in: [1, 3]}}}, {a: [2]}],
	[{a: [{x: 1, y: 1}, {x: 2}, 3]}, {$pull: {a: {x: 1}}}, {a: [{x: 2}, 3]}],
	[{a: [{x: 1}, {x: 2}]}, {$pull: {a: {x: {$gt: 1}}}}, {a: [{x: 1}]}],
	[{a: [{x: 1}, {y: 2}, 3]}, {$pull: {a: {$or: [{x: 1}, {y: 2}]}}}, {a: [3]}],
	[{a: ['ab', 'b', 1]}, {$pull: {a: /^a/}}, {a: ['b', 1]}],
	[{a: [[1], [2]]}, {$pull: {a: [1]}}, {a: [[2]]}],
	[{a: [1]}, {$pull: {a: {$nope: 1}}}, 2],
	[{a: 1}, {$pull: {a: 1}}, 2],
	[{a: 1}, {$pull: {b: 1, 'c.d': 1, 'a.b': 1}}, {a: 1}],
	[{a: {b: [1, 2]}}, {$pull: {'a.b': 2}}, {a: {b: [1]}}],
	[{a: {5: 1, b: 2}}, {$set: {'a.7': 2}}, 238],
	[{a: {}}, {$set: {'a.7': 2}}, {a: {7: 2}}],
])('%j updated by %j', async (document, update, expected) => {
	expect(await updated(document, update)).toEqual(expected);
});

test('an upsert takes no regular expression of its query', async () => {
	const collection = mongo.db.collection('v');
	await collection.updateOne({r: /s/, k: 1, l: {$in: [/t/]}}, {$setOnInsert: {_id: 1 as never}}, {upsert: true});
	expect(await collection.find().toArray()).toEqual([{_id: 1, k: 1}]);
});

const isRefused = (code: number) => ({writeErrors: [{code}]});

// As MongoDB's own upsert_fields.js asks it. A replacement takes nothing but the _id, which must be named as a whole.
test.each<readonly [query: Document, changed: Document, replaced: Document]>([
	[{_id: 1, x: {$eq: 2}}, {_id: 1, x: 2, a: 1}, {_id: 1}],
	[{_id: {$in: [1]}, 'x.y': {$all: [2]}}, {_id: 1, x: {y: 2}, a: 1}, {_id: 1}],
	[{_id: 1, x: {$all: [1, 2]}}, isRefused(54), {_id: 1}],
	[{_id: 1, $and: [{x: 1}, {x: 1}]}, isRefused(54), {_id: 1}],
	[{_id: 1, x: [1, {x: 1}], 'x.x': 1}, isRefused(54), {_id: 1}],
	[{_id: {$all: [1, 2]}}, isRefused(54), isRefused(54)],
	[{'_id.x': 1, '_id.y': 2}, {_id: {x: 1, y: 2}, a: 1}, isRefused(55)],
	[{_id: {x: 1}, '_id.x': 1}, isRefused(54), isRefused(55)],
])('an upsert by %j', async (q, changed, replaced) => {
	const collection = mongo.db.collection('upserts');
	for (const [u, expected] of [
		[{$set: {a: 1}}, changed],
		[{}, replaced],
	] as const) {
		await collection.deleteMany({});
		const reply = await mongo.db.command({update: 'upserts', updates: [{q, u, upsert: true}]});
		expect(reply['writeErrors'] ? reply : await collection.findOne()).toMatchObject(expected);
		expect(await collection.countDocuments()).toBe(reply['writeErrors'] ? 0 : 1);
	}
});

test('what many clients add at once sums up, what they take is taken once, and of equal keys one is stored', async () => {
	const [counters, queue, unique] = ['counters', 'queue', 'unique'].map(name => mongo.db.collection<{_id: number; n?: number; u?: number}>(name));
	await counters!.insertOne({_id: 1, n: 0});
	await queue!.insertMany(Array.from({length: 100}, (_, _id) => ({_id})));
	await unique!.createIndex({u: 1}, {unique: true});
	const clients = Array.from({length: 20}, () => new MongoClient(`mongodb://127.0.0.1:${mongo.engine.port}/`));
	const taken = await Promise.all(
		clients.map(async (client, place) => {
			const found: Array<number | undefined> = [];
			for (let i = 0; i < 10; i++) {
				const database = client.db(mongo.db.databaseName);
				await database.collection<{_id: number}>('counters').updateOne({_id: 1}, {$inc: {n: 1}});
				const {_id: id} = (await database.collection<{_id: number}>('queue').findOneAndDelete({})) ?? {_id: undefined};
				found.push(id);
				await outcome(async () => database.collection<{_id: number; u: number}>('unique').insertOne({_id: place * 10 + i, u: i}));
			}

			await client.close();
			return found;
		}),
	);
	expect(await counters!.findOne()).toEqual({_id: 1, n: 200});
	const ids = taken.flat().filter(id => id !== undefined);
	expect([ids.length, new Set(ids).size]).toEqual([100, 100]);
	expect(await unique!.countDocuments()).toBe(10);
});

test('no _id has a name with a dollar sign', async () => {
	expect(await outcome(async () => mongo.db.command({insert: 'w', documents: [{_id: {$a: 1}}]}).then(reply => reply['writeErrors'][0].code))).toBe(52);
});

test('a multi update that fails midway counts nothing', async () => {
	await mongo.db.collection('x').insertMany([
		{_id: 1, a: 1},
		{_id: 2, a: 'x'},
	] as never);
	expect(await mongo.db.command({update: 'x', updates: [{q: {}, u: {$inc: {a: 1}}, multi: true}]})).toMatchObject({
		n: 0,
		nModified: 0,
		writeErrors: [{code: 14}],
	});
});

// oxlint-disable unicorn/no-thenable -- $cond and $switch have a field of that name
import {BSONRegExp, Decimal128, Double, Int32, Long, ObjectId, type Db, type Document} from 'mongodb';

/** An operation whose outcome two servers must share. */
export type Operation = {readonly title: string; readonly run: (db: Db) => Promise<unknown>};

/**
 * Where mongo-java-server 1.47 does not do what MongoDB's manual says, or has not got it. What the manual says of each
 * is asserted in by-the-manual.test.ts.
 */
const elsewhere: readonly (readonly [title: string, why: string])[] = [
	['find {"a":{"$in":[1,"text",null]}}', '$in there looks into an array inside an array'],
	['find {"a":{"$nin":[1,"text"]}}', '$nin likewise'],
	['find {"n.v":{"$exists":false}}', 'an empty array on the way has no such field'],
	['find {"a":{"$in":1}}', 'another failure there'],
	['find {"a":{"$regex":"("}}', 'another failure there'],
	['project {"n":{"v":1}}', 'a nested projection is not understood there'],
	['sort {"a":1,"_id":1}', 'an array inside an array is opened there'],
	['sort {"a":-1,"_id":1}', 'likewise'],
	['sort {"n.v":1,"_id":-1}', 'an empty array on the way sorts as null'],
	['sort {"tags":1,"_id":1}', 'an array inside an array is opened there'],
	['sort {"items.q":-1,"_id":1}', 'an empty array on the way sorts as null'],
	...[1, 7, 13].flatMap(_id => [[`update ${_id} {"$addToSet":{"a":1}}`, 'codes of MongoDB 2.4 there']] as const),
	['aggregate [{"$unwind":{"path":"$items","preserve', '$project there gives the order of the specification'],
	['aggregate [{"$project":{"y"', '$dayOfWeek there begins with Monday'],
	['aggregate [{"$project":{"c":{"$cond"', '$switch is not there'],
	['aggregate [{"$lookup":{"from":"customers","localField"', '$project there does not enter arrays'],
	['aggregate [{"$project":{"t":{"$type"', '$type is not there'],
	['aggregate [{"$limit":0}]', 'no error there'],
	['aggregate [{"$skip":-1}]', 'another failure there'],
	['aggregate [{"$project":{}}]', 'an older code there'],
	['duplicate keys', 'n there counts what was not inserted'],
];

/** Why an operation is not compared; undefined when it is. */
export function differsElsewhere(title: string): string | undefined {
	return elsewhere.find(([start]) => title.startsWith(start))?.[1];
}

const raw = {promoteValues: false} as const;
const day = (text: string) => new Date(`2026-03-${text}T12:00:00Z`);
const id = new ObjectId('65f0a0b0c0d0e0f001020304');

/** Documents of every kind of value. */
const zoo: readonly Document[] = [
	{_id: 1, a: 1, tags: ['x', 'y'], n: {v: 1}, at: day('01')},
	{_id: 2, a: 2.5, tags: ['y'], n: {v: 2}, at: day('02')},
	{_id: 3, a: new Long(3), tags: [], n: null, at: day('03')},
	{_id: 4, a: 'text', tags: 'x', n: {v: null}, at: null},
	{_id: 5, a: null, n: [{v: 1}, {v: 5}]},
	{
		_id: 6,
		tags: ['z', ['x']],
		n: [],
		items: [
			{sku: 'p', q: 1},
			{sku: 'q', q: 5},
		],
	},
	{_id: 7, a: true, items: [{sku: 'q', q: 2}]},
	{_id: 8, a: {b: 1, c: 2}, items: []},
	{_id: 9, a: [1, 2, 3], n: {v: [1, 2]}},
	{_id: 10, a: id},
	{_id: 11, a: day('05')},
	{_id: 12, a: new Double(1)},
	{_id: 13, a: -7, s: 'Straße'},
	{_id: 14, a: {c: 2, b: 1}},
	{_id: 15, a: [[1, 2], 3]},
];

const filters: readonly Document[] = [
	{},
	{a: 1},
	{a: {$eq: 1}},
	{a: {$ne: 1}},
	{a: null},
	{a: {$ne: null}},
	{missing: null},
	{a: {$exists: true}},
	{a: {$exists: false}},
	{a: {$gt: 1}},
	{a: {$gte: 1}},
	{a: {$lt: 3}},
	{a: {$lte: 2.5}},
	{a: {$gt: 'a'}},
	{a: {$in: [1, 'text', null]}},
	{a: {$nin: [1, 'text']}},
	{tags: 'x'},
	{tags: ['x', 'y']},
	{tags: {$size: 0}},
	{tags: {$size: 2}},
	{'tags.0': 'y'},
	{tags: {$in: ['z']}},
	{'n.v': 1},
	{'n.v': null},
	{'n.v': {$gt: 1}},
	{n: {v: 1}},
	{n: []},
	{n: null},
	{'n.0.v': 1},
	{'n.v': {$exists: true}},
	{'n.v': {$exists: false}},
	{items: {$elemMatch: {sku: 'q', q: {$gt: 3}}}},
	{'items.sku': 'q', 'items.q': 1},
	{items: {$elemMatch: {q: {$gte: 2}}}},
	{a: {$elemMatch: {$gt: 1, $lt: 3}}},
	{a: {$type: 'int'}},
	{a: {$type: 'number'}},
	{a: {$type: ['string', 'bool']}},
	{a: {$type: 'double'}},
	{a: {$type: 'long'}},
	{tags: {$type: 'array'}},
	{a: {$type: 'object'}},
	{s: {$regex: '^str', $options: 'i'}},
	{s: /SS/i},
	{a: {$not: {$gt: 1}}},
	{a: {$not: /tex/}},
	{$and: [{a: {$gt: 0}}, {tags: 'x'}]},
	{$or: [{a: 1}, {tags: 'z'}]},
	{$nor: [{a: 1}, {tags: 'x'}]},
	{at: {$gte: day('02')}},
	{at: {$lt: day('02')}},
	{at: {$gte: day('01'), $lt: day('03')}},
	{a: id},
	{a: day('05')},
	{a: {b: 1, c: 2}},
	{a: {c: 2, b: 1}},
	{a: {$gt: {b: 1}}},
	{_id: {$in: [3, 1, 99]}},
	{_id: {$gt: 12}},
	{$expr: {$gt: ['$a', 1]}},
	{$expr: {$eq: ['$n.v', 1]}},
	{a: {$gte: [1, 2]}},
];

const filterErrors: readonly Document[] = [{$bad: 1}, {a: {$bad: 1}}, {$and: []}, {$and: {}}, {a: {$in: 1}}, {a: {$regex: '('}}, {a: {$elemMatch: 1}}];

const projections: readonly Document[] = [
	{a: 1},
	{a: 1, _id: 0},
	{a: 0},
	{'n.v': 1},
	{'n.v': 0},
	{'items.sku': 1},
	{_id: 1},
	{_id: 0},
	{'items.q': 0, _id: 0},
	{n: {v: 1}},
];

const sorts: readonly Document[] = [
	{_id: -1},
	{a: 1, _id: 1},
	{a: -1, _id: 1},
	{'n.v': 1, _id: -1},
	{tags: 1, _id: 1},
	{tags: -1, _id: 1},
	{'items.q': -1, _id: 1},
];

const updates: readonly Document[] = [
	{$set: {a: 5}},
	{$set: {'n.v': 9}},
	{$set: {'x.y.z': 1}},
	{$set: {'items.0.q': 8}},
	{$set: {'items.5.q': 8}},
	{$unset: {a: ''}},
	{$unset: {'items.0': ''}},
	{$inc: {a: 1}},
	{$inc: {a: new Long(1)}},
	{$inc: {a: 0.5}},
	{$inc: {a: new Int32(2_147_483_647)}},
	{$inc: {fresh: 3}},
	{$min: {a: 0}},
	{$max: {a: 100}},
	{$max: {a: 'z'}},
	{$push: {tags: 'w'}},
	{$push: {tags: {$each: ['b', 'c']}}},
	{$push: {fresh: 1}},
	{$addToSet: {tags: 'x'}},
	{$addToSet: {tags: {$each: ['x', 'k']}}},
	{$set: {a: 1}, $inc: {c: 1}},
	{$setOnInsert: {k: 1}},
	{plain: 1},
	{},
];

const updateErrors: readonly Document[] = [
	{$set: {_id: 5}},
	{$inc: {s: 1}},
	{$inc: {a: 'x'}},
	{$push: {a: 1}},
	{$bad: {a: 1}},
	{$set: {a: 1}, $unset: {a: 1}},
	{$set: {'a.b': 1, a: 2}},
	{$set: {'a.b': 1}},
	{$addToSet: {a: 1}},
];

const sales: readonly Document[] = Array.from({length: 24}, (_, i) => ({
	_id: i,
	status: ['completed', 'returned', 'shipped'][i % 3],
	at: new Date(Date.UTC(2026, 0, 1 + i, i)),
	cents: 100 * (i % 7),
	weight: i / 4,
	customer: `c${i % 5}`,
	items: Array.from({length: i % 4}, (__, j) => ({sku: `s${(i + j) % 6}`, category: `k${(i * j) % 3}`, quantity: j + 1, cents: 50 * (j + 1)})),
}));

const pipelines: readonly Document[][] = [
	[{$match: {status: {$ne: 'returned'}, at: {$gte: new Date('2026-01-05Z')}}}, {$count: 'n'}],
	[
		{
			$group: {
				_id: '$status',
				n: {$sum: 1},
				cents: {$sum: '$cents'},
				avg: {$avg: '$cents'},
				weight: {$sum: '$weight'},
				least: {$min: '$at'},
				most: {$max: '$cents'},
			},
		},
		{$sort: {_id: 1}},
	],
	[
		{$unwind: '$items'},
		{$group: {_id: {k: '$items.category', o: '$_id'}, c: {$sum: {$multiply: ['$items.quantity', '$items.cents']}}}},
		{$group: {_id: '$_id.k', c: {$sum: '$c'}, orders: {$sum: 1}}},
		{$sort: {c: -1, _id: 1}},
	],
	[{$facet: {a: [{$unwind: '$items'}, {$count: 'n'}], b: [{$match: {status: 'shipped'}}, {$sort: {_id: -1}}, {$limit: 2}, {$project: {_id: 1}}]}}],
	[{$unwind: {path: '$items', preserveNullAndEmptyArrays: true}}, {$sort: {_id: 1, 'items.sku': 1}}, {$project: {'items.sku': 1}}],
	[{$sort: {cents: -1, _id: 1}}, {$skip: 2}, {$limit: 3}, {$project: {cents: 1, _id: 0}}],
	[{$project: {sum: {$add: ['$cents', 1]}, half: {$divide: ['$cents', 2]}, less: {$subtract: ['$cents', 5]}}}, {$sort: {_id: 1}}],
	[{$addFields: {total: {$sum: '$items.cents'}, n: {$size: '$items'}, skus: '$items.sku'}}, {$project: {total: 1, n: 1, skus: 1}}, {$sort: {_id: 1}}],
	[
		{$project: {y: {$year: '$at'}, m: {$month: '$at'}, d: {$dayOfMonth: '$at'}, h: {$hour: '$at'}, w: {$dayOfWeek: '$at'}, doy: {$dayOfYear: '$at'}}},
		{$sort: {_id: 1}},
	],
	[
		{
			$project: {
				s: {$dateToString: {date: '$at', format: '%Y-%m-%d %H:%M'}},
				t: {$dateToString: {date: '$at', format: '%Y-%m-%dT%H', timezone: 'Europe/Paris'}},
			},
		},
		{$sort: {_id: 1}},
	],
	[
		{
			$project: {
				c: {$cond: [{$gt: ['$cents', 200]}, 'high', 'low']},
				f: {$ifNull: ['$missing', 0]},
				s: {$switch: {branches: [{case: {$eq: ['$cents', 0]}, then: 'none'}], default: 'some'}},
			},
		},
		{$sort: {_id: 1}},
	],
	[
		{
			$project: {
				f: {$filter: {input: '$items', as: 'i', cond: {$gt: ['$$i.quantity', 1]}}},
				m: {$map: {input: '$items', as: 'i', in: '$$i.sku'}},
			},
		},
		{$sort: {_id: 1}},
	],
	[
		{
			$project: {
				u: {$toUpper: '$status'},
				c: {$concat: ['$status', '-', '$customer']},
			},
		},
		{$sort: {_id: 1}},
	],
	[{$group: {_id: null, set: {$addToSet: '$customer'}}}, {$unwind: '$set'}, {$sort: {set: 1}}],
	[{$sort: {_id: 1}}, {$group: {_id: '$customer', first: {$first: '$_id'}, last: {$last: '$_id'}, all: {$push: '$cents'}}}, {$sort: {_id: 1}}],
	[{$sortByCount: '$customer'}, {$sort: {_id: 1}}],
	[{$replaceRoot: {newRoot: {id: '$_id', c: '$cents'}}}, {$sort: {id: 1}}],
	[{$lookup: {from: 'customers', localField: 'customer', foreignField: 'name', as: 'who'}}, {$project: {'who.city': 1}}, {$sort: {_id: 1}}],
	[
		{
			$project: {
				a: {$arrayElemAt: ['$items.sku', 0]},
				b: {$arrayElemAt: ['$items.sku', -1]},
				i: {$in: ['s1', '$items.sku']},
				c: {$concatArrays: ['$items.sku', ['z']]},
			},
		},
		{$sort: {_id: 1}},
	],
	[{$unset: ['items', 'at']}, {$sort: {_id: 1}}, {$limit: 2}],
	[{$match: {$expr: {$gt: [{$size: '$items'}, 2]}}}, {$project: {_id: 1}}, {$sort: {_id: 1}}],
	[{$project: {t: {$type: '$items'}, l: {$literal: '$x'}, k: {$objectToArray: {a: '$cents'}}, cmp: {$cmp: ['$cents', 200]}}}, {$sort: {_id: 1}}],
	[{$group: {_id: {$dateToString: {date: '$at', format: '%Y-%m'}}, n: {$sum: 1}}}, {$sort: {_id: 1}}],
	[{$match: {status: 'nothing'}}, {$count: 'n'}],
	[{$match: {status: 'nothing'}}, {$group: {_id: null, n: {$sum: 1}}}],
];

const pipelineErrors: readonly Document[][] = [
	[{$bad: 1}],
	[{$project: {a: {$bad: 1}}}],
	[{$group: {n: {$sum: 1}}}],
	[{$limit: 0}],
	[{$skip: -1}],
	[{$project: {a: 1, b: 0}}],
	[{$unwind: 'items'}],
	[{$project: {}}],
	[{$group: {_id: 1, n: {$bad: 1}}}],
	[{$project: {x: '$$nope'}}],
	[{a: 1, b: 2}],
];

const name = (value: unknown) => JSON.stringify(value);

async function seeded(db: Db, documents: readonly Document[]) {
	const collection = db.collection('c', {...raw});
	await collection.insertMany(documents.map(document => ({...document})));
	return collection;
}

const all = {sort: {_id: 1}} as const;

/** What is sent to both servers. */
export const operations: readonly Operation[] = [
	...[...filters, ...filterErrors].map((filter): Operation => ({
		title: `find ${name(filter)}`,
		run: async db => (await seeded(db, zoo)).find(filter, all).project({_id: 1}).toArray(),
	})),
	...projections.map((projection): Operation => ({
		title: `project ${name(projection)}`,
		run: async db => (await seeded(db, zoo)).find({}, all).project(projection).toArray(),
	})),
	...sorts.map((sort): Operation => ({
		title: `sort ${name(sort)}`,
		run: async db =>
			(await seeded(db, zoo))
				.find({})
				.sort(sort as Record<string, 1>)
				.project({_id: 1})
				.toArray(),
	})),
	...[...updates, ...updateErrors].flatMap((update): Operation[] =>
		[1, 6, 7, 13].map(_id => ({
			title: `update ${_id} ${name(update)}`,
			async run(db) {
				const collection = await seeded(db, zoo);
				// The driver refuses mixed forms itself; the command does not pass by it.
				const result = await db.command({update: 'c', updates: [{q: {_id}, u: update}]});
				const {writeErrors, n, nModified} = result as {writeErrors?: Document[]; n: unknown; nModified: unknown};
				return {code: writeErrors?.[0]?.['code'] as unknown, n, nModified, after: await collection.findOne({_id: _id as never})};
			},
		})),
	),
	...[...pipelines, ...pipelineErrors].map((pipeline): Operation => ({
		title: `aggregate ${name(pipeline)}`,
		async run(db) {
			const collection = await seeded(db, sales);
			await db.collection('customers').insertMany([
				{name: 'c1', city: 'Oslo'},
				{name: 'c2', city: 'Bern'},
				{name: 'c1', city: 'Rome'},
			]);
			return collection.aggregate(pipeline).toArray();
		},
	})),
	{
		title: 'distinct',
		run: async db => [
			await (await seeded(db, zoo)).distinct('tags', {_id: {$lt: 6 as never}}),
			await db.collection('c').distinct('n.v', {_id: {$lt: 6 as never}}),
		],
	},
	{
		title: 'count',
		run: async db =>
			[
				await (await seeded(db, zoo)).countDocuments({a: {$gt: 1}}),
				await db.collection('c').estimatedDocumentCount(),
				await db.command({count: 'c', query: {a: 1}, skip: 1}),
			].map(value => (typeof value === 'number' ? value : (value['n'] as unknown))),
	},
	{
		title: 'duplicate keys',
		async run(db) {
			const collection = await seeded(db, zoo);
			await collection.createIndex({u: 1}, {unique: true, sparse: true});
			await collection.insertMany([
				{_id: 20 as never, u: 1},
				{_id: 21 as never, u: 2},
			]);
			const result = (await db.command({
				insert: 'c',
				documents: [
					{_id: 22, u: 1},
					{_id: 23, u: 3},
					{_id: 23, u: 4},
				],
				ordered: false,
			})) as {n: unknown; writeErrors: Document[]};
			const updated = (await db.command({update: 'c', updates: [{q: {_id: 20}, u: {$set: {u: 2}}}]})) as {n: unknown; writeErrors: Document[]};
			return [result.n, result.writeErrors.map(error => [error['index'], error['code']]), updated.writeErrors.map(error => error['code'])];
		},
	},
	{
		title: 'upserts',
		async run(db) {
			const collection = await seeded(db, zoo);
			await collection.updateOne({_id: 50 as never, k: 'v'}, {$set: {a: 1}, $setOnInsert: {b: 2}}, {upsert: true});
			await collection.replaceOne({_id: 51 as never}, {z: 1}, {upsert: true});
			await collection.updateOne({_id: 50 as never}, {$set: {a: 2}, $setOnInsert: {b: 3}}, {upsert: true});
			return collection.find({_id: {$gte: 50 as never}}, all).toArray();
		},
	},
	{
		title: 'findAndModify',
		async run(db) {
			const collection = await seeded(db, zoo);
			return [
				await collection.findOneAndUpdate({a: 1}, {$inc: {a: 1}}, {sort: {_id: 1}}),
				await collection.findOneAndUpdate({_id: 1 as never}, {$inc: {a: 1}}, {returnDocument: 'after', projection: {a: 1}}),
				await collection.findOneAndReplace({_id: 2 as never}, {r: 1}, {returnDocument: 'after'}),
				await collection.findOneAndDelete({_id: 3 as never}),
				await collection.findOneAndDelete({_id: 3 as never}),
				await collection.findOneAndUpdate({_id: 60 as never}, {$set: {q: 1}}, {upsert: true, returnDocument: 'after'}),
				await collection.countDocuments(),
			];
		},
	},
	{
		title: 'deletes',
		async run(db) {
			const collection = await seeded(db, zoo);
			return [
				(await collection.deleteOne({tags: 'x'})).deletedCount,
				(await collection.deleteMany({a: {$gt: 1}})).deletedCount,
				await collection.find({}, all).project({_id: 1}).toArray(),
			];
		},
	},
	{
		title: 'indexes',
		async run(db) {
			const collection = await seeded(db, zoo);
			await collection.createIndex({a: 1});
			await collection.createIndex({at: 1}, {expireAfterSeconds: 3600, name: 'ttl'});
			const before = await collection.indexes();
			await collection.dropIndex('a_1');
			return [before.map(index => [index['name'], index.key]), (await collection.indexes()).map(index => index['name'])];
		},
	},
	{
		title: 'cursors',
		async run(db) {
			const collection = await seeded(db, sales);
			return collection.find({}, {...all, batchSize: 5, projection: {_id: 1}}).toArray();
		},
	},
	{
		title: 'types come back',
		run: async db =>
			(
				await seeded(db, [
					{
						_id: 1,
						i: new Int32(1),
						d: new Double(1),
						l: new Long(1),
						m: Decimal128.fromString('1.10'),
						r: new BSONRegExp('a', 'i'),
						n: null,
						z: -0,
						big: Long.MAX_VALUE,
					},
				])
			).findOne({}, {promoteLongs: false, bsonRegExp: true}),
	},
];

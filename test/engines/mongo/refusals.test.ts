// oxlint-disable unicorn/no-thenable -- $cond and $switch have a field of that name
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {Decimal128, MongoClient, type Document} from 'mongodb';
import {openMongo, outcome, type OpenMongo} from './open-mongo.ts';

let mongo: OpenMongo;

beforeAll(async () => {
	mongo = await openMongo();
	await mongo.db.collection('c').insertMany([
		{_id: 1, a: 1, s: 'x'},
		{_id: 2, a: [1, 2]},
	] as never);
	await mongo.db.collection('c').createIndex({a: 1}, {name: 'a_1'});
});

afterAll(async () => {
	await mongo.close();
});

const aggregate = (...pipeline: Document[]): Document => ({aggregate: 'c', pipeline, cursor: {}});
const find = (filter: Document, more: Document = {}): Document => ({find: 'c', filter, ...more});

/** Wrong named arguments of expressions, each with MongoDB's own code. */
const parseErrors = (
	[
		[{$dateToString: {format: '%Y'}}, 18_628],
		[{$dateToString: 1}, 18_629],
		[{$dateTrunc: 1}, 5_439_007],
		[{$dateTrunc: {date: '$a', unit: 'day', x: 1}}, 5_439_008],
		[{$dateTrunc: {unit: 'day'}}, 5_439_009],
		[{$dateTrunc: {date: '$a'}}, 5_439_010],
		[{$dateTrunc: {date: 'x', unit: 'day'}}, 5_439_012],
		[{$dateTrunc: {date: '$$NOW', unit: 1}}, 5_439_013],
		[{$dateTrunc: {date: '$$NOW', unit: 'century'}}, 5_439_014],
		[{$switch: 1}, 40_060],
		[{$switch: {branches: 1}}, 40_061],
		[{$switch: {branches: [1]}}, 40_062],
		[{$switch: {branches: [{case: 1, then: 1, x: 1}]}}, 40_063],
		[{$switch: {branches: [{then: 1}]}}, 40_064],
		[{$switch: {branches: [{case: 1}]}}, 40_065],
		[{$switch: {branches: [], x: 1}}, 40_067],
		[{$switch: {default: 1}}, 40_068],
		[{$filter: 1}, 28_646],
		[{$filter: {input: [], cond: 1, x: 1}}, 28_647],
		[{$filter: {cond: 1}}, 28_648],
		[{$filter: {input: []}}, 28_650],
		[{$map: {input: []}}, 16_882],
		[{$cond: {if: 1, then: 1}}, 17_082],
		[{$cond: [1]}, 16_020],
	] as const
).map(([expression, code]) => [aggregate({$project: {x: expression}}), code, `Location${code}`] as const);

describe("commands are refused with MongoDB's code and name", () => {
	test.each<readonly [Document, number, string]>([
		[{nonsense: 1}, 59, 'CommandNotFound'],
		[{find: 'c', colour: 1}, 40_415, 'Location40415'],
		[{find: 5}, 73, 'InvalidNamespace'],
		[find({$where: 'true'}), 238, 'NotImplemented'],
		[find({$jsonSchema: {}}), 238, 'NotImplemented'],
		[find({$text: {$search: 'x'}}), 238, 'NotImplemented'],
		[find({a: {$near: [0, 0]}}), 238, 'NotImplemented'],
		[find({a: {$nope: 1}}), 2, 'BadValue'],
		[find({a: {$bitsAllSet: 1}}), 2, 'BadValue'],
		[find({a: {$elemMatch: {$expr: true}}}), 2, 'BadValue'],
		[find({a: {$ref: 'coll'}}), 2, 'BadValue'],
		[aggregate({$project: {x: {$setField: {}}}}), 238, 'NotImplemented'],
		[aggregate({$group: {_id: '$a', x: {$bottomN: {output: '$s', sortBy: {a: 1}, n: {$cond: ['$a', 1, 3]}}}}}), 238, 'NotImplemented'],
		[{ping: 1, apiVersion: '1'}, 238, 'NotImplemented'],
		[{ping: 1, apiStrict: true}, 238, 'NotImplemented'],

		...['$slice', '$reduce', '$mergeObjects', '$range', '$regexMatch', '$let', '$trunc', '$abs'].map(
			name => [aggregate({$project: {x: {[name]: []}}}), 238, 'NotImplemented'] as const,
		),
		[aggregate({$unwind: {path: '$a', includeArrayIndex: 'i'}}), 238, 'NotImplemented'],
		[find({a: {$all: [{$gt: 1}]}}), 238, 'NotImplemented'],
		[find({a: {$all: 1}}), 2, 'BadValue'],
		[find({a: {$mod: [0, 1]}}), 2, 'BadValue'],
		[find({a: {$mod: [2]}}), 2, 'BadValue'],
		[find({a: {$mod: ['x', 1]}}), 2, 'BadValue'],
		[find({$nope: 1}), 2, 'BadValue'],
		[find({}, {collation: {locale: 'de'}}), 238, 'NotImplemented'],
		[find({}, {tailable: true}), 238, 'NotImplemented'],
		[find({}, {hint: 'nope'}), 2, 'BadValue'],
		[find({}, {limit: -1}), 51_024, 'Location51024'],
		[find({}, {projection: {a: 1, b: 0}}), 31_254, 'Location31254'],
		[find({}, {projection: {'a.$': 1}}), 238, 'NotImplemented'],
		[find({}, {projection: {a: {$slice: 1}}}), 238, 'NotImplemented'],
		[find({}, {projection: {a: {$elemMatch: {b: 1}}}}), 238, 'NotImplemented'],
		[find({}, {readConcern: {level: 'snapshot'}}), 72, 'InvalidOptions'],
		[aggregate({$nope: 1}), 40_324, 'Location40324'],
		[aggregate({$graphLookup: {}}), 238, 'NotImplemented'],
		[aggregate({$bucketAuto: {}}), 238, 'NotImplemented'],
		[aggregate({$bucket: {}}), 238, 'NotImplemented'],
		[aggregate({$unionWith: 'c'}), 238, 'NotImplemented'],
		[aggregate({$lookup: {as: 'x', localField: 'a', foreignField: 'a'}}), 9, 'FailedToParse'],
		[aggregate({$lookup: {from: 'c', as: 'x', let: 'abc', pipeline: []}}), 9, 'FailedToParse'],
		[aggregate({$lookup: {from: 'c', as: '$x', pipeline: []}}), 16_410, 'Location16410'],
		[aggregate({$lookup: {from: 'c', as: 'x', pipeline: []}}), 238, 'NotImplemented'],
		[aggregate({$project: {x: {$add: [Decimal128.fromString('1'), 1]}}}), 238, 'NotImplemented'],
		[find({a: Decimal128.fromString('1')}), 238, 'NotImplemented'],
		[aggregate({$group: {_id: Decimal128.fromString('1')}}), 238, 'NotImplemented'],
		[aggregate({$project: {x: {$toDecimal: '1'}}}), 238, 'NotImplemented'],
		[{update: 'c', updates: [{q: {}, u: {$set: {'a.$[x]': 1}}, arrayFilters: [{x: 1}]}]}, 238, 'NotImplemented'],
		[{findAndModify: 'c', update: {$set: {'a.$[x]': 1}}, arrayFilters: [{x: 1}]}, 238, 'NotImplemented'],
		[aggregate({$project: {'a.$b': 1}}), 16_410, 'Location16410'],
		[aggregate({$project: {x: {$filter: {input: '$a', as: '$x', cond: true}}}}), 16_867, 'Location16867'],
		...[
			'$zip',
			'$dateFromParts',
			'$dateToParts',
			'$substrBytes',
			'$setEquals',
			'$sin',
			'$setUnion',
			'$trim',
			'$getField',
			'$topN',
			'$isoWeek',
			'$dateAdd',
			'$dateDiff',
		].map(
			name =>
				[aggregate({$project: {x: {[name]: []}}}), name === '$topN' ? 168 : 238, name === '$topN' ? 'InvalidPipelineOperator' : 'NotImplemented'] as const,
		),
		[aggregate({$project: {x: {$arrayElemAt: [[1], 2 ** 32]}}}), 28_691, 'Location28691'],
		[aggregate({$project: {x: '$f\0oo'}}), 16_411, 'Location16411'],
		[aggregate({$project: {x: {$rand: {a: 1}}}}), 238, 'NotImplemented'],
		[aggregate({$project: {x: {$convert: {input: '1', to: 'int', base: 2}}}}), 238, 'NotImplemented'],
		...parseErrors,
		[aggregate({$listSearchIndexes: {}}), 238, 'NotImplemented'],
		[{killCursors: {}, cursors: []}, 73, 'InvalidNamespace'],
		[{getLog: 'nope'}, 96, 'Location96'],
		[find({}, {awaitData: true}), 9, 'FailedToParse'],
		[{createIndexes: 'c', indexes: [{key: {z: 1}}]}, 9, 'FailedToParse'],
		[{createIndexes: 'c', indexes: [{key: {_id: 1}, name: '_id_1', unique: true}]}, 197, 'Location197'],
		[{update: 'c', updates: [{q: {}, u: {$set: {z: 1}}, nope: 1}]}, 40_415, 'Location40415'],
		[
			{
				update: 'c',
				updates: [
					{q: {}, u: {$set: {z: 1}}, multi: true},
					{q: {}, u: {}, nope: 1},
				],
			},
			40_415,
			'Location40415',
		],
		[
			{
				delete: 'c',
				deletes: [
					{q: {}, limit: 0},
					{q: {}, limit: 2},
				],
			},
			9,
			'FailedToParse',
		],
		[aggregate({$out: 'x'}), 238, 'NotImplemented'],
		[aggregate({$merge: 'x'}), 238, 'NotImplemented'],
		[aggregate({$setWindowFields: {}}), 238, 'NotImplemented'],
		[aggregate({$changeStream: {}}), 40_573, 'Location40573'],
		[aggregate({$facet: {a: [{$out: 'x'}]}}), 40_600, 'Location40600'],
		[aggregate({$project: {x: {$function: {}}}}), 238, 'NotImplemented'],
		[aggregate({$project: {x: {$nope: 1}}}), 168, 'InvalidPipelineOperator'],
		[aggregate({$project: {x: {$divide: [1, 0]}}}), 2, 'BadValue'],
		[aggregate({$project: {x: {$add: ['$s', 1]}}}, {$match: {_id: 1}}), 14, 'TypeMismatch'],
		[aggregate({$group: {_id: null, x: {$accumulator: {}}}}), 238, 'NotImplemented'],
		[{aggregate: 'c', pipeline: []}, 9, 'FailedToParse'],
		[{explain: 1}, 14, 'TypeMismatch'],
		[{explain: {ping: 1}}, 59, 'CommandNotFound'],
		[{explain: find({}), verbosity: 'all'}, 2, 'BadValue'],
		[{explain: find({$nope: 1})}, 2, 'BadValue'],
		[{insert: 'c', documents: []}, 16, 'InvalidLength'],
		[{insert: 'bad$name', documents: [{}]}, 73, 'InvalidNamespace'],
		[{insert: 'c', documents: [{a: 1}], writeConcern: {w: 3}}, 2, 'BadValue'],
		[{create: 'c'}, 48, 'NamespaceExists'],
		[{create: 'd', capped: true, size: 100}, 238, 'NotImplemented'],
		[{listIndexes: 'nope'}, 26, 'NamespaceNotFound'],
		[{dropIndexes: 'c', index: 'nope'}, 27, 'IndexNotFound'],
		[{dropIndexes: 'c', index: '_id_'}, 72, 'InvalidOptions'],
		[{createIndexes: 'c', indexes: [{key: {a: 'text'}, name: 't'}]}, 238, 'NotImplemented'],
		[{createIndexes: 'c', indexes: [{key: {a: 1, b: 1}, name: 't', expireAfterSeconds: 1}]}, 67, 'CannotCreateIndex'],
		[{createIndexes: 'c', indexes: [{key: {a: 1}, name: 't', expireAfterSeconds: -1}]}, 67, 'CannotCreateIndex'],
		[{collMod: 'c', index: {name: 'nope', expireAfterSeconds: 1}}, 27, 'IndexNotFound'],
		[{collMod: 'nope', index: {name: 'nope', expireAfterSeconds: 1}}, 26, 'NamespaceNotFound'],
		[{collMod: 'c', validator: 1}, 238, 'NotImplemented'],
		[{collMod: 'c', validationLevel: 1}, 238, 'NotImplemented'],
		[{collMod: 'c', validationAction: 1}, 238, 'NotImplemented'],
		[{collMod: 'c', expireAfterSeconds: 1}, 238, 'NotImplemented'],
		[{collMod: 'c', viewOn: 1}, 238, 'NotImplemented'],
		[{collMod: 'c', pipeline: 1}, 238, 'NotImplemented'],
		[{collMod: 'c', cappedSize: 1}, 238, 'NotImplemented'],
		[{collMod: 'c', cappedMax: 1}, 238, 'NotImplemented'],
		[{collMod: 'c', changeStreamPreAndPostImages: 1}, 238, 'NotImplemented'],
		[{collMod: 'c', dryRun: 1}, 238, 'NotImplemented'],
		[{saslStart: 1, mechanism: 'SCRAM-SHA-256', payload: ''}, 18, 'AuthenticationFailed'],
		[{replSetGetStatus: 1}, 76, 'NoReplicationEnabled'],
		[{findAndModify: 'c', query: {}}, 9, 'FailedToParse'],
		[{commitTransaction: 1}, 20, 'IllegalOperation'],
		[{insert: 'c', documents: [{a: 1}], txnNumber: 1}, 20, 'IllegalOperation'],
	])('%j', async (command, error, codeName) => {
		expect(await outcome(async () => mongo.db.command(command))).toEqual({error, codeName});
	});

	test('a transaction at its first command', async () => {
		const session = mongo.client.startSession();
		session.startTransaction();
		expect(await outcome(async () => mongo.db.collection('c').findOne({}, {session}))).toEqual({error: 20, codeName: 'IllegalOperation'});
		await session.abortTransaction().catch(() => undefined);
		session.startTransaction();
		// The driver turns the code of a write into a sentence of its own.
		expect(await outcome(async () => mongo.db.collection('c').insertOne({a: 1}, {session}))).toMatchObject({
			error: expect.stringMatching(/does not support retryable writes/) as string,
		});
		await session.abortTransaction().catch(() => undefined);
		expect(await mongo.db.collection('c').countDocuments()).toBe(2);
		await session.endSession();
	});

	test('a name and a password', async () => {
		const client = new MongoClient(`mongodb://ann:secret@127.0.0.1:${mongo.engine.port}/`, {serverSelectionTimeoutMS: 3000});
		expect(await outcome(async () => client.db('x').command({ping: 1}))).toMatchObject({error: 18});
		await client.close();
	});
});

test('an upsert whose query names a field and what is in it', async () => {
	expect(await mongo.db.command({update: 'up', updates: [{q: {sub: 1, 'sub.key': 2}, u: {$set: {q: 1}}, upsert: true}]})).toMatchObject({
		writeErrors: [{code: 54}],
	});
});

describe("single writes are refused with MongoDB's code", () => {
	test.each<readonly [Document, number]>([
		[{$set: {_id: 9}}, 66],
		[{$inc: {s: 1}}, 14],
		[{$inc: {a: 'x'}}, 14],
		[{$nope: {a: 1}}, 9],
		[{$set: {a: 1}, $inc: {a: 1}}, 40],
		[{$set: {'s.x': 1}}, 28],
		[{$push: {s: 1}}, 2],
		[{$set: {'': 1}}, 56],
		[{$set: {'a.$': 1}}, 238],
		[{$set: {'$.a': 1}}, 2],
		[{$bit: {a: {or: 1}}}, 238],
		[{$set: {'a.$[x]': 1}}, 238],
		[{$currentDate: {a: true}}, 238],
		[{$rename: {a: 'b'}}, 238],
		[{$pull: {a: 1}}, 2],
		[{$pop: {a: 1}}, 238],
		[{$set: 5}, 9],
		[{_id: 9}, 66],
	])('%j', async (u, code) => {
		const reply = await mongo.db.command({update: 'c', updates: [{q: {_id: 1}, u}]});
		expect([reply['n'], (reply['writeErrors'] as Document[]).map(error => error['code'] as number)]).toEqual([0, [code]]);
	});

	test('and stops at the first when ordered', async () => {
		const statements = [
			{q: {_id: 1}, u: {$set: {k: 1}}},
			{q: {_id: 1}, u: {$nope: 1}},
			{q: {_id: 1}, u: {$set: {k: 2}}},
		];
		expect(await mongo.db.command({update: 'c', updates: statements})).toMatchObject({n: 1, writeErrors: [{index: 1, code: 9}]});
		expect(await mongo.db.command({update: 'c', updates: statements, ordered: false})).toMatchObject({n: 2, writeErrors: [{index: 1, code: 9}]});
	});

	test('with the duplicate key', async () => {
		const reply = await mongo.db.command({insert: 'c', documents: [{_id: 1}]});
		expect(reply['writeErrors']).toEqual([
			{
				index: 0,
				code: 11_000,
				errmsg: 'E11000 duplicate key error collection: shopstream_engine_test.c index: _id_ dup key: { _id: 1 }',
				keyPattern: {_id: 1},
				keyValue: {_id: 1},
			},
		]);
	});
});

test('maxTimeMS ends a long command', async () => {
	const collection = mongo.db.collection('long');
	await collection.insertMany(Array.from({length: 2000}, (_, i) => ({_id: i as never, a: i})));
	const slow = {
		aggregate: 'long',
		pipeline: [{$lookup: {from: 'long', localField: 'none', foreignField: 'none', as: 'all'}}, {$unwind: '$all'}, {$group: {_id: '$all.a', n: {$sum: 1}}}],
		cursor: {},
		maxTimeMS: 1,
	};
	expect(await outcome(async () => mongo.db.command(slow))).toEqual({error: 50, codeName: 'MaxTimeMSExpired'});
});

// oxlint-disable unicorn/no-thenable -- $cond has a field of that name
import {connect, type Socket} from 'node:net';
import {EJSON} from 'bson';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {BSONRegExp, Decimal128, Double, Long, type Document} from 'mongodb';
import {startRedisEngine} from '../../source/engines/redis/start-redis-engine.ts';
import {until} from '../until.ts';
import {createBucket, send, startEmbedded, upload, type GcsServer} from './gcs/open-gcs.ts';
import {openMongo, outcome, testDatabase, type OpenMongo} from './mongo/open-mongo.ts';
import {encode, RawConnection} from './redis/raw-connection.ts';

/** What suites and clients that others wrote found in November 2026: what was asked, what came then, and how to ask it again. */
type Row = readonly [asked: string, before: string, ask: () => Promise<string>];

let mongo: OpenMongo;
let gcs: GcsServer;
let redis: Awaited<ReturnType<typeof startRedisEngine>>;

beforeAll(async () => {
	[mongo, gcs, redis] = await Promise.all([openMongo(), startEmbedded(), startRedisEngine({})]);
	await createBucket(gcs.endpoint, 'lesson');
	await upload(gcs.endpoint, 'lesson', 'a', 'hello');
});

afterAll(async () => {
	await Promise.all([mongo.close(), gcs.stop(), redis.close()]);
});

const shown = (value: unknown) => EJSON.stringify(value, {relaxed: true});

/** What MongoDB's engine says to a command: the documents, the value, or the code and name of the refusal. */
async function said(command: Document, database = testDatabase): Promise<string> {
	const reply = (await outcome(async () => mongo.client.db(database).command(command))) as Document;
	const refusals = (reply['writeErrors'] as Document[] | undefined)?.map(({code}) => Number(code));
	if (reply['error'] !== undefined || refusals) {
		return `refused: ${refusals?.join() ?? `${reply['error']} ${reply['codeName']}`}`;
	}

	const {cursor, value, ok: _, ...rest} = reply as {cursor?: {firstBatch: unknown}; value?: unknown; ok: number};
	return shown(cursor?.firstBatch ?? value ?? rest);
}

/** The same after these documents were put into the collection `c`, with indexes. */
const over =
	(documents: readonly Document[], command: Document, indexes: readonly Document[] = []) =>
	async (): Promise<string> => {
		await mongo.db.collection('c').drop();
		for (const {key, ...options} of indexes) {
			await mongo.db.collection('c').createIndex(key as never, options);
		}

		if (documents.length > 0) {
			await mongo.db.collection('c').insertMany(documents as never);
		}

		return said(command);
	};

const find = (filter: Document, more: Document = {}): Document => ({find: 'c', filter, ...more});
const aggregate = (...pipeline: Document[]): Document => ({aggregate: 'c', pipeline, cursor: {}});
const project = (x: unknown) => aggregate({$project: {_id: 0, x}});
const change = (u: unknown, q: Document = {}) => ({findAndModify: 'c', query: q, update: u, new: true});
const insert = (...documents: Document[]) => ({insert: 'c', documents});
const createIndex = (index: Document) => ({createIndexes: 'c', indexes: [index]});
const one = [{_id: 1, a: 1, s: 'aa'}];
const greatest = Long.MAX_VALUE;
const point = {type: 'Point', coordinates: [1, 1]};
const gamesOf = {$cond: {if: {$eq: ['$gameId', 'G2']}, then: 1, else: 3}};
const hanging = [{_id: 1, s: `${'a'.repeat(100)}!`}];

/** What a command is told, and what the collection holds then. `first` is asked before. */
const andThen =
	(documents: readonly Document[], command: Document, indexes: readonly Document[] = [], first: Document = {ping: 1}) =>
	async (): Promise<string> => {
		await over(documents, first, indexes)();
		return `${await said(command)}; then ${await said({find: 'c'})}`;
	};

const ofTen = Decimal128.fromString('10');
const typed = (x: unknown) => aggregate({$project: {_id: 0, x, type: {$type: x}}});

const mongoRows: readonly Row[] = [
	['`$inc` past the greatest 64-bit number', '9.223372036854776e18, a double', over([{_id: 1, a: greatest}], change({$inc: {a: Long.ONE}}))],
	['`$mul` past it', 'a double', over([{_id: 1, a: greatest}], change({$mul: {a: Long.fromNumber(2)}}))],
	['`$rename` of `a.0` in `{a: [1], f: 4}`', '`{a: [null], f: 1}`', over([{_id: 1, a: [1], f: 4}], change({$rename: {'a.0': 'f'}}))],
	['`$rename` to `a.0`', '`{a: [4]}`', over([{_id: 1, a: [1], f: 4}], change({$rename: {f: 'a.0'}}))],
	['`$rename` of `d.0.e` in `{d: [{e: 3}]}`', '`{d: [{}], f: 3}`', over([{_id: 1, d: [{e: 3}]}], change({$rename: {'d.0.e': 'f'}}))],
	['`$rename` of `d.e` there', 'nothing done', over([{_id: 1, d: [{e: 3}]}], change({$rename: {'d.e': 'f'}}))],
	[
		'an upsert by `{r: /s/, k: 1}`',
		'the expression stored as `r`',
		over([], {...change({$setOnInsert: {_id: 1}}, {r: new BSONRegExp('s'), k: 1}), upsert: true}),
	],
	...['$bottomN', '$firstN', '$maxN'].map((name): Row => [
		`\`${name}\` with \`n\` by the group's key`,
		'`n` taken as if the key were missing',
		over(
			one,
			aggregate({$group: {_id: {gameId: '$gameId'}, g: {[name]: {...(name === '$bottomN' ? {output: '$s', sortBy: {s: 1}} : {input: '$s'}), n: gamesOf}}}}),
		),
	]),
	['`hint` of a sparse index', 'documents that are not in it, too', over([{_id: 1, x: 1}, {_id: 2}], find({}, {hint: {x: 1}}), [{key: {x: 1}, sparse: true}])],
	[
		'`hint` of a partial index that does not hold all',
		'answered',
		over(one, find({}, {hint: {x: 1}}), [{key: {x: 1}, partialFilterExpression: {x: {$gt: 0}}}]),
	],
	['a hidden index', 'made, and used by `hint`', over(one, createIndex({key: {x: 1}, name: 'x', hidden: true}))],
	[
		'`hint` of `{num: -1}`: the order of 1 and 2',
		'1, 2',
		over(
			[
				{_id: 1, num: 1},
				{_id: 2, num: 2},
			],
			find({}, {hint: {num: -1}}),
			[{key: {num: -1}}],
		),
	],
	['`distinct` with `apiStrict`', 'answered', over(one, {distinct: 'c', key: 'a', apiVersion: '1', apiStrict: true})],
	['`apiVersion: "nonsense"`', 'answered', over(one, {ping: 1, apiVersion: 'nonsense'})],
	['`apiStrict` without a version', 'answered', over(one, {ping: 1, apiStrict: true})],
	['inserting two arrays into a compound index', 'stored', over([], insert({a: [1], b: [2]}), [{key: {a: 1, b: 1}}])],
	['updating to two arrays', 'stored', over([{_id: 1, a: [1], b: 2}], change({$set: {b: [1]}}), [{key: {a: 1, b: 1}}])],
	['indexing two arrays', 'made', over([{_id: 1, a: [1], b: [2]}], createIndex({key: {a: 1, b: 1}, name: 'ab'}))],
	['inserting `{_id: {$a: 1}}`', 'stored', over([], insert({_id: {$a: 1}}))],
	['`{a: {$all: [1, {$elemMatch: …}]}}`', 'answered', over(one, find({a: {$all: [1, {$elemMatch: {x: 3}}]}}))],
	['`$expr` in `$elemMatch`', 'answered', over(one, find({a: {$elemMatch: {$expr: true}}}))],
	['`{ref: {$ref: "coll"}}`', 'answered', over(one, find({ref: {$ref: 'coll'}}))],
	['`$lookup` without `from`', '`[]` for each', over(one, aggregate({$lookup: {localField: 'a', foreignField: 'b', as: 'x'}}))],
	['`$lookup` with `let: "abc"`', 'answered', over(one, aggregate({$lookup: {from: 'd', let: 'abc', pipeline: [], as: 'x'}}))],
	['`$lookup` as `$x`', 'answered', over(one, aggregate({$lookup: {from: 'd', localField: 'a', foreignField: 'b', as: '$x'}}))],
	['`$graphLookup` as `$x`', 'answered', over(one, aggregate({$graphLookup: {as: '$x'}}))],
	['`$project` of `a.$b`', 'answered', over(one, aggregate({$project: {'a.$b': 1}}))],
	['`$filter` as `$x`', 'answered', over(one, project({$filter: {input: '$a', as: '$x', cond: true}}))],
	['`$zip` with defaults alone', 'answered', over(one, project({$zip: {inputs: [[1]], defaults: [0]}}))],
	['`$arrayElemAt` of 2^32', 'answered', over(one, project({$arrayElemAt: [[1], 2 ** 32]}))],
	['`$slice` of 2^32', 'answered', over(one, project({$slice: [[1], 2 ** 32]}))],
	['a field path with a NUL', 'answered', over(one, project('$f\0oo'))],
	['`{$rand: {a: 1}}`', 'answered', over(one, project({$rand: {a: 1}}))],
	[
		'`$lookup` in `$lookup`, 25 deep',
		'answered',
		over(one, aggregate({$lookup: {from: 'd', pipeline: [{$lookup: {from: 'd', pipeline: [], as: 'x'}}], as: 'x'}})),
	],
	['`getLog` of an unknown log', 'answered', over(one, {getLog: 'nonsense'})],
	['`killCursors` of no collection', 'answered', over(one, {killCursors: {}, cursors: []})],
	['an index without a name', 'made', over(one, createIndex({key: {q: 1}}))],
	['`{_id: 1}` as a unique index', 'made as `_id_1`', over(one, createIndex({key: {_id: 1}, name: '_id_1', unique: true}))],
	[
		'`getMore` with `maxTimeMS`',
		'answered',
		async () => {
			await over([{_id: 1}, {_id: 2}], {ping: 1})();
			const {cursor} = await mongo.db.command({find: 'c', batchSize: 1}, {promoteLongs: false});
			return said({getMore: (cursor as {id: Long}).id, collection: 'c', maxTimeMS: 100});
		},
	],
	['`awaitData` without `tailable`', 'answered', over(one, find({}, {awaitData: true}))],
	[
		'`$slice` beside an inclusion, its field first in the document',
		'the fields in the wrong order',
		over([{_id: 1, c: [1, 2], o: 1}], find({}, {projection: {c: {$slice: 1}, o: 1}})),
	],
	[
		'an update of many that fails midway: what it counts',
		'n 2, nModified 2, beside the error',
		async () => {
			await over(
				[
					{_id: 1, a: 1},
					{_id: 2, a: 'x'},
				],
				{ping: 1},
			)();
			const {n, nModified} = await mongo.db.command({update: 'c', updates: [{q: {}, u: {$inc: {a: 1}}, multi: true}]});
			return `n ${String(n)}, nModified ${String(nModified)}, beside the error`;
		},
	],
	['an unknown field of an update', 'in `writeErrors`', over(one, {update: 'c', updates: [{q: {}, u: {$set: {z: 1}}, nonsense: 1}]})],
	['a delete with limit 2', 'in `writeErrors`', over(one, {delete: 'c', deletes: [{q: {}, limit: 2}]})],
	[
		'a unique compound index over two fields of one array',
		'refused: 171',
		over([], insert({_id: 1, stock: [{size: 'S', n: 10}]}), [{key: {'stock.size': 1, 'stock.n': 1}, unique: true}]),
	],
	['`$pull` with `$or`', 'refused: 2', over([{_id: 1, b: [{x: 1}, {y: 4}, {z: 1}]}], change({$pull: {b: {$or: [{x: 1}, {y: 4}]}}}))],
	["the position of one array's match in another", 'refused: 2', over([{_id: 1, x: [91, 92], y: ['a', 'b']}], change({$set: {'y.$': 'z'}}, {x: 92}))],
	['`$bucketAuto` with `granularity`', 'refused: 9, as unknown', over(one, aggregate({$bucketAuto: {groupBy: '$a', buckets: 2, granularity: 'R5'}}))],
	['`$convert` with `base`', 'refused: 9, as unknown', over(one, project({$convert: {input: '10', to: 'int', base: 2}}))],
	['`$listSearchIndexes`', 'refused: 40324, as unknown', over(one, aggregate({$listSearchIndexes: {}}))],
	...[String.raw`a++`, '(?>a)', '(?i:A)', '(?P<x>a)', String.raw`\Aa`, String.raw`\Qa\E`, '[[:alpha:]]', '(*UTF)a', String.raw`\p{L}`].map((pattern): Row => [
		`the regular expression \`${pattern}\``,
		'refused: 51091, as invalid',
		over(one, find({s: {$regex: pattern}})),
	]),
	[
		'a Decimal128 that overflows in `$add`',
		'refused: 8, "The embedded engine failed"',
		over(one, project({$add: [Decimal128.fromString('9E6144'), Decimal128.fromString('9E6144')]})),
	],
	[
		'a text doubled without end',
		'refused: 8, "The embedded engine failed"',
		over(one, project({$reduce: {input: {$range: [0, 40]}, initialValue: 'x', in: {$concat: ['$$value', '$$value']}}})),
	],
	['a document above 16 MB, inserted', 'refused: 10334', over([], insert({a: 'x'.repeat(16 * 1024 * 1024)}))],
	['`$add` of a text', 'refused: 14', over(one, project({$add: ['$s', 1]}))],
	['`$dateToString` without a date', 'refused: 9', over(one, project({$dateToString: {format: '%Y'}}))],
	['`$dateTrunc` without a unit', 'refused: 9', over(one, project({$dateTrunc: {date: '$a'}}))],
	['`startOfWeek: "x"` where the unit is a day', 'refused: 9', over(one, project({$dateTrunc: {date: new Date(0), unit: 'day', startOfWeek: 'x'}}))],
	['`$dateAdd` without a unit', 'refused: 9', over(one, project({$dateAdd: {startDate: new Date(0)}}))],
	[
		'`$reduce`, `$switch` and `$filter` that lack a part',
		'refused: 9',
		async () => {
			const answers: string[] = [];
			for (const expression of [{$reduce: {input: []}}, {$switch: {branches: []}}, {$filter: {input: []}}]) {
				answers.push(await over(one, project(expression))());
			}

			return answers.join(', ');
		},
	],
	['an upsert by `sub` and `sub.key`', 'refused: 28', over([], {update: 'c', updates: [{q: {sub: 1, 'sub.key': 2}, u: {$set: {x: 1}}, upsert: true}]})],
	['`dropDups` of an index', 'refused: 197', over(one, createIndex({key: {b: 1}, name: 'b', dropDups: true}))],
	[
		'`/^(a+)+$/` on a hundred a, with `maxTimeMS`',
		'the engine answered nobody any more',
		over(hanging, find({s: new BSONRegExp('^(a+)+$')}, {maxTimeMS: 100})),
	],
	['the same without `maxTimeMS`', 'the engine answered nobody any more', over(hanging, find({s: new BSONRegExp('^(a+)+$')}))],
	[
		'1,000 cursors left open, and a find of somebody else',
		'refused: 146',
		async () => {
			await over([{_id: 1}, {_id: 2}], {ping: 1})();
			await Promise.all(Array.from({length: 1001}, async () => mongo.db.command({find: 'c', batchSize: 1})));
			return said(find({}, {batchSize: 1}));
		},
	],
	[
		'510 connections at once',
		'500, the others closed',
		async () => {
			let closed = 0;
			const sockets: Socket[] = Array.from({length: 510}, () =>
				connect(mongo.engine.port, '127.0.0.1')
					.on('close', () => closed++)
					.on('error', () => undefined),
			);
			await until(async () => closed >= 10);
			sockets.forEach(socket => socket.destroy());
			return '500, the others closed';
		},
	],
	...(['explain', 'currentOp', 'usersInfo', 'bulkWrite', 'profile'] as const).map((name): Row => [
		`\`${name}\``,
		name === 'usersInfo' ? 'refused: 59' : 'refused: 238',
		async () => {
			const command = {
				explain: {explain: find({})},
				currentOp: {currentOp: 1},
				usersInfo: {usersInfo: 1},
				bulkWrite: {bulkWrite: 1, ops: [{insert: 0, document: {a: 1}}], nsInfo: [{ns: 'promise.c'}]},
				profile: {profile: -1},
			}[name];
			const reply = (await outcome(async () => mongo.client.db('admin').command(command))) as Document;
			return reply['ok'] === 1 ? 'answered' : shown(reply);
		},
	]),
	...(['$collStats', '$indexStats'] as const).map((name): Row => [
		`\`${name}\``,
		'refused: 238',
		async () => ((await over(one, aggregate({[name]: name === '$collStats' ? {storageStats: {}} : {}}))()).startsWith('[{') ? 'answered' : 'refused'),
	]),
	[
		'a sort by two fields of one array',
		'each field by its own least element',
		over(
			[
				{
					_id: 1,
					a: [
						{b: 1, c: 9},
						{b: 2, c: 1},
					],
				},
				{_id: 2, a: [{b: 1, c: 5}]},
			],
			find({}, {sort: {'a.b': 1, 'a.c': 1}, projection: {_id: 1}}),
		),
	],
	['`%Z` of `$dateToString` in Paris', '+60', over(one, project({$dateToString: {date: new Date(0), format: '%Z', timezone: 'Europe/Paris'}}))],
	['a sort by two arrays', 'answered', over([{_id: 1, a: [1], b: [2]}], find({}, {sort: {a: 1, b: 1}}))],
	['`[]` and null in a unique index', 'refused: 11000', over([], insert({_id: 1, a: []}, {_id: 2, a: null}), [{key: {a: 1}, unique: true}])],
	[
		'a field named by a number, behind another',
		'put before all others',
		over(
			[],
			insert({
				_id: 1,
				b: new Map([
					['x', 1],
					['5', 2],
				]),
			}),
		),
	],
	['`$set` of a field named by a number', 'put before all others', over(one, change({$set: {5: 1}}))],
	...(
		[
			['inserting `{1: …}` without an `_id`', over([], insert({1: 1}))],
			['a replacement with `{1: …}`', over(one, {update: 'c', updates: [{q: {_id: 1}, u: {1: 1}}]})],
			['an upsert by `{1: …}`', over([], {update: 'c', updates: [{q: {1: 1}, u: {$set: {a: 1}}, upsert: true}]})],
			['a field of `$group` named by a number', over(one, aggregate({$group: {1: {$sum: 1}, _id: null}}))],
			['`$lookup` as `1`', over(one, aggregate({$lookup: {from: 'c', localField: 'a', foreignField: 'a', as: '1'}}))],
			['`$addFields` of `1.a`', over(one, aggregate({$addFields: {'1.a': 1}}))],
		] as const
	).map(([asked, ask]): Row => [asked, 'put before all others', ask]),
	[
		'`$group` by `{a: "$a"}` where `a` is null, and missing',
		'two groups',
		over([{_id: 1, a: null}, {_id: 2}], aggregate({$group: {_id: {a: '$a'}, n: {$sum: 1}}})),
	],
	[
		'`$near` by an index of `{tag: 1, place: "2dsphere"}`, where tags are arrays',
		'refused: 291',
		over([{_id: 1, tag: ['x'], place: point}], find({tag: 'x', place: {$near: {$geometry: point}}}, {projection: {_id: 1}}), [
			{key: {tag: 1, place: '2dsphere'}},
		]),
	],
	[
		'the same for a range of tags',
		'refused: 291',
		over([{_id: 1, tag: 'x', place: point}], find({tag: {$gt: 'a'}, place: {$near: {$geometry: point}}}, {projection: {_id: 1}}), [
			{key: {tag: 1, place: '2dsphere'}},
		]),
	],
	[
		'`$geoNear` with `distanceField: "$d"`',
		'answered',
		over([{_id: 1, place: point}], aggregate({$geoNear: {near: point, distanceField: '$d'}}), [{key: {place: '2dsphere'}}]),
	],
	[
		'`$lookup` by an empty array: what has no such field',
		'not found',
		over([{_id: 1, a: []}], aggregate({$lookup: {from: 'c', localField: 'a', foreignField: 'b', as: 'x'}})),
	],
	[
		'`$lookup` by `a.x` of `[{}, {x: 1}]`: what has null',
		'found',
		over([{_id: 1, a: [{}, {x: 1}], b: null}], aggregate({$lookup: {from: 'c', localField: 'a.x', foreignField: 'b', as: 'x'}}, {$project: {x: 1}})),
	],
	[
		'the `$sum` of 2^53 + 1 and 1.0',
		'9007199254740992',
		over(
			[
				{_id: 1, a: Long.fromString('9007199254740993')},
				{_id: 2, a: new Double(1)},
			],
			aggregate({$group: {_id: null, x: {$sum: '$a'}}}),
		),
	],
	['`$convert` of null to null, with `onNull`', 'null', over(one, project({$convert: {input: null, to: null, onNull: 'none'}}))],
	['`$convert` to an array, with `onError`', 'refused: 2', over(one, project({$convert: {input: 1, to: 'array', onError: 'none'}}))],
	['`$toDouble` of "1e400"', 'Infinity', over(one, project({$toDouble: '1e400'}))],
	['`$toDouble` of "Infinity"', 'refused: 241', over(one, project({$toDouble: 'Infinity'}))],
	['`$toString` of 1234567.5, which releases of MongoDB write differently', 'one of their ways', over(one, project({$toString: 1_234_567.5}))],
	[
		'the day in São Paulo that began at one',
		'an hour too early',
		over(one, project({$dateTrunc: {date: new Date('2018-11-04T10:00:00Z'), unit: 'day', timezone: 'America/Sao_Paulo'}})),
	],
	['a regular expression with a NUL', 'refused: 8, "The embedded engine failed"', over(one, find({s: {$regex: 'a\0'}}))],
	['`$map` as 5', 'answered', over(one, project({$map: {input: [1], as: 5, in: 1}}))],
	[
		'a sparse unique index of `a.b`, and `a: [{}, {}]` twice',
		'refused: 11000',
		over([], insert({_id: 1, a: [{}, {}]}, {_id: 2, a: [{}, {}]}), [{key: {'a.b': 1}, sparse: true, unique: true}]),
	],
	['`$expr` in `$pull`', 'answered', over([{_id: 1, a: [{x: 1}]}], change({$pull: {a: {$expr: true}}}))],
	['`$expr` under `$and` in `$elemMatch`', 'answered', over(one, find({a: {$elemMatch: {$and: [{$expr: true}]}}}))],
	['an upsert by `$expr`', 'answered', over([], {update: 'c', updates: [{q: {$expr: true}, u: {$set: {a: 1}}, upsert: true}]})],
	['an update of many with `sort`', 'answered', over(one, {update: 'c', updates: [{q: {}, u: {$set: {z: 1}}, multi: true, sort: {_id: 1}}]})],
	['`$limit` of 2^63 - 1', 'refused: 5107201', over(one, aggregate({$limit: greatest}))],
	['`find` with a `limit` of 2^63 - 1', 'refused: 2', over(one, find({}, {limit: greatest}))],
	['the time zone `europe/paris`', 'answered', over(one, project({$hour: {date: new Date(0), timezone: 'europe/paris'}}))],
	[
		'what a refused insert and a refused upsert leave of a new collection',
		'an empty collection each',
		async () => {
			await said({insert: 'leftA', documents: [{_id: [1]}]});
			await said({update: 'leftB', updates: [{q: {}, u: {$set: {_id: [1]}}, upsert: true}]});
			return said({listCollections: 1, filter: {name: /^left/}, nameOnly: true});
		},
	],
	[
		'`$geoWithin` of an array of points',
		'not found',
		over([{_id: 1, places: [point]}], find({places: {$geoWithin: {$centerSphere: [[1, 1], 0.01]}}}, {projection: {_id: 1}})),
	],
	['a collection with `autoIndexId: false`', 'made, with the index', over([], {create: 'made', autoIndexId: false})],
	['a collection with `validationLevel: "nonsense"`', 'made', over([], {create: 'made', validationLevel: 'nonsense'})],
	['a collection with an `idIndex` on `a`', 'made', over([], {create: 'made', idIndex: {key: {a: 1}, name: 'a'}})],
	['`{$addFields: {}}`', 'answered', over(one, aggregate({$addFields: {}}))],
	['`{$addFields: {x: {}}}`', 'answered', over(one, aggregate({$addFields: {x: {}}}))],
	['`$addFields` of `a.$b`', 'answered', over(one, aggregate({$addFields: {'a.$b': 1}}))],
	['`{$sum: ["$a", "$b"]}` in `$group`', '0', over(one, aggregate({$group: {_id: null, x: {$sum: ['$a', '$b']}}}))],
	['`$unwind` of `$$ROOT`', 'answered', over(one, aggregate({$unwind: '$$ROOT'}))],
	['`$unwind` of `$a..b`', 'answered', over(one, aggregate({$unwind: '$a..b'}))],
	['`$unwind` with an unknown option', 'answered', over(one, aggregate({$unwind: {path: '$a', nonsense: 1}}))],
	['`preserveNullAndEmptyArrays: 1`', 'answered', over(one, aggregate({$unwind: {path: '$a', preserveNullAndEmptyArrays: 1}}))],
	['a `$facet` named `a.b`', 'answered', over(one, aggregate({$facet: {'a.b': []}}))],
	['`$replaceRoot` with an unknown option', 'answered', over(one, aggregate({$replaceRoot: {newRoot: {}, nonsense: 1}}))],
	['`$sample` with an unknown option', 'answered', over(one, aggregate({$sample: {size: 1, nonsense: 1}}))],
	['`$lookup` by `$a`', 'answered', over(one, aggregate({$lookup: {from: 'd', localField: '$a', foreignField: 'b', as: 'x'}}))],
	['a projection of `_id` by an expression', 'all fields', over(one, find({}, {projection: {_id: '$a'}}))],
	['`cursor: {nonsense: 1}`', 'answered', over(one, {...aggregate(), cursor: {nonsense: 1}})],
	['`count` with `limit: "x"`', 'answered', over(one, {count: 'c', limit: 'x'})],
	['`writeConcern: "x"`', 'answered', over(one, {...insert({}), writeConcern: 'x'})],
	['`writeConcern: {w: -1}`', 'answered', over(one, {...insert({}), writeConcern: {w: -1}})],
	['`writeConcern` with an unknown field', 'answered', over(one, {...insert({}), writeConcern: {nonsense: 1}})],
	['`readConcern: "x"`', 'answered', over(one, {...find({}), readConcern: 'x'})],
	...['$ne', '$nin', '$not', '$size', '$elemMatch'].map((name): Row => [
		`a partial index by \`${name}\``,
		'made',
		over(
			one,
			createIndex({
				key: {a: 1},
				name: 'a',
				partialFilterExpression: {a: {[name]: name === '$nin' ? [1] : name === '$not' ? {$gt: 1} : name === '$elemMatch' ? {$gt: 1} : 1}},
			}),
		),
	]),
	['`collation: "x"`', 'answered', over(one, {...find({}), collation: 'x'})],
	['`find` with a `writeConcern`', 'answered', over(one, {...find({}), writeConcern: {w: 1}})],
	[
		'`dbStats` with `scale: 1024`',
		'in bytes',
		async () => (((await outcome(async () => mongo.db.command({dbStats: 1, scale: 1024}))) as Document)['scaleFactor'] === 1024 ? 'in kilobytes' : 'in bytes'),
	],
	[
		'a database named as another one, but for capitals',
		'made',
		async () => {
			await over(one, {ping: 1})();
			return said({insert: 'c', documents: [{a: 1}]}, testDatabase.toUpperCase());
		},
	],
	['`explain` of a `distinct` without a key', 'answered', over(one, {explain: {distinct: 'c', key: {}}})],
	['an index named with a NUL', 'made', over(one, createIndex({key: {a: 1}, name: 'a\0b'}))],
	['an index on `a$b`', 'refused: 67', over([], createIndex({key: {a$b: 1}, name: 'a'}))],
	['a partial index by `{$exists: false}`', 'made', over(one, createIndex({key: {a: 1}, name: 'a', partialFilterExpression: {a: {$exists: false}}}))],
	[String.raw`the regular expression /\w/i on the long s and the Kelvin sign`, 'both found', over([{_id: 1, s: '\u017F\u212A'}], find({s: /^\w/i}))],
	['the regular expression `(?<x>a)`, which releases of Node read differently', 'answered', over(one, find({s: {$regex: '(?<x>a)'}}))],
	['the regular expression `(?<=(a)+)a`', 'answered', over(one, find({s: {$regex: '(?<=(a)+)a'}}))],
	['an index named `5`, of whose sizes `collStats` tells', 'its size stood first', over(one, createIndex({key: {a: 1}, name: '5'}))],
	['a sort by `a.0` where `a` is an array of arrays', 'by the least element of the first', over([{_id: 1, a: [[5]]}], find({}, {sort: {'a.0': 1}}))],
	['a sort by `a.0` where a document in `a` has a field `0`', 'that field was not seen', over([{_id: 1, a: [{0: 9}]}], find({}, {sort: {'a.0': 1}}))],
	['a sort by `a.0` and another array', 'answered', over([{_id: 1, a: [1], b: [1]}], find({}, {sort: {'a.0': 1, b: 1}}))],
	['`{a: {$mod: [2, 0]}}` on 1e300, which is no 64-bit number', 'found', over([{_id: 1, a: 1e300}], find({a: {$mod: [2, 0]}}))],
	[
		'a Decimal128 into a partial index that was read before',
		'refused: 238, and the document stored',
		andThen([{_id: 1, x: 9, y: 1}], insert({_id: 2, x: ofTen}), [{key: {y: 1}, partialFilterExpression: {x: {$gt: 5}}}], find({x: 9, y: 1})),
	],
	[
		'a partial index where a Decimal128 is',
		'made, and read in part',
		over([{_id: 1, x: ofTen}], createIndex({key: {y: 1}, name: 'y', partialFilterExpression: {x: {$gt: 5}}})),
	],
	[
		'an update of many, whose second document is refused',
		'the first was changed',
		andThen(
			[
				{_id: 1, a: 1},
				{_id: 2, a: ofTen},
			],
			{update: 'c', updates: [{q: {}, u: {$inc: {a: 1}}, multi: true}]},
		),
	],
	[
		'`findAndModify` with `fields` that are refused',
		'the document was changed',
		andThen([{_id: 1, a: ofTen}], {...change({$set: {z: 1}}), fields: {x: {$add: ['$a', 1]}}}),
	],
	['the same with `remove`', 'the document was gone', andThen([{_id: 1, a: ofTen}], {findAndModify: 'c', remove: true, fields: {x: {$add: ['$a', 1]}}})],
	['the same with `upsert`', 'the document was there', andThen([], {...change({$set: {a: ofTen}}, {_id: 1}), upsert: true, fields: {x: {$add: ['$a', 1]}}})],
	['`$add` of 2147483647, 1 and -1', 'an int64', over(one, typed({$add: [2_147_483_647, 1, -1]}))],
	['`$multiply` of 65536, 65536 and 0', 'an int64', over(one, typed({$multiply: [65_536, 65_536, 0]}))],
	['`$add` of -1.5 to a date, which releases of MongoDB round differently', 'one of their ways', over(one, project({$add: [new Date(0), -1.5]}))],
	['`$mod` of 7 and the double 3', 'an int32, as before MongoDB 7.2', over(one, typed({$mod: [7, new Double(3)]}))],
	['`$round` of the greatest 64-bit number to tens', 'a double', over(one, project({$round: [greatest, -1]}))],
	['`$round` of 1e40, which is NaN to MongoDB', '1e40', over(one, project({$round: 1e40}))],
	['`$toString` of a date in the year 10000', '+010000-01-01T00:00:00.000Z', over(one, project({$toString: new Date(253_402_300_800_000)}))],
	[
		'`count` by an index, after a question that met its `maxTimeMS` while the index was put in order',
		'some of 20000',
		async () => {
			await over(
				Array.from({length: 20_000}, (_, i) => ({_id: i, a: i % 1000})),
				{ping: 1},
				[{key: {a: 1}}],
			)();
			// Sooner or later it ends in the middle of that.
			let maxTimeMS = 1;
			while (!(await said({count: 'c', query: {a: {$gte: 0}}, maxTimeMS})).startsWith('{')) {
				maxTimeMS += 5;
			}

			return said({count: 'c', query: {a: {$gte: 0}}, hint: {a: 1}});
		},
	],
	['an update with `multi: 1`', 'of one document', andThen([{_id: 1}, {_id: 2}], {update: 'c', updates: [{q: {}, u: {$set: {a: 1}}, multi: 1}]})],
	['an update with `upsert: 1`', 'nothing inserted', andThen([], {update: 'c', updates: [{q: {_id: 1}, u: {$set: {a: 1}}, upsert: 1}]})],
	['an insert with `ordered: 0`', 'ended at the first error', andThen(one, {...insert({_id: 1}, {_id: 2}), ordered: 0})],
	['`find` with `singleBatch: 1`', 'answered', over(one, find({}, {singleBatch: 1}))],
	['`findAndModify` with `new: "x"`', 'answered', andThen(one, {...change({$set: {z: 1}}), new: 'x'})],
	['`listCollections` with `nameOnly: 1`', 'all of each', over(one, {listCollections: 1, filter: {name: 'c'}, nameOnly: 1})],
	['`sort: {$natural: 5}`', 'answered', over(one, find({}, {sort: {$natural: 5}}))],
	['`hint: {$natural: 5}`', 'answered', over(one, find({}, {hint: {$natural: 5}}))],
	['`hint: {$natural: 1, a: 1}`', 'answered', over(one, find({}, {hint: {$natural: 1, a: 1}}))],
	...[2_147_483_648, -1, 1.5, 'x'].map((maxTimeMS): Row => [
		`\`maxTimeMS: ${JSON.stringify(maxTimeMS)}\` of \`ping\``,
		'answered',
		async () => said({ping: 1, maxTimeMS}),
	]),
	['`allowDiskUse: 1`', 'answered', over(one, find({}, {allowDiskUse: 1}))],
	['`explain: 1` of an aggregation', 'explained', over(one, {...aggregate(), explain: 1})],
	['`collation: {locale: "simple", strength: 9}`', 'answered', over(one, find({}, {collation: {locale: 'simple', strength: 9}}))],
	['`writeConcern: {w: {a: 1}}`', 'stored', andThen([], {...insert({_id: 1}), writeConcern: {w: {a: 1}}})],
	['a pipeline of 1001 stages', 'answered', over(one, aggregate(...Array.from({length: 1001}, () => ({$skip: 0}))))],
	['a regular expression of 32765 signs', 'answered', over(one, find({s: {$regex: 'a'.repeat(32_765)}}))],
	['an index of 33 fields', 'made', over(one, createIndex({name: 'x', key: Object.fromEntries(Array.from({length: 33}, (_, i) => [`f${i}`, 1]))}))],
	['`createIndexes` with `commitQuorum`', 'made', over(one, {...createIndex({name: 'x', key: {x: 1}}), commitQuorum: 'majority'})],
	['`dropIndexes` without `index`', 'refused: 27, of an index named undefined', over(one, {dropIndexes: 'c'})],
	['`dropIndexes` of the index 5', 'refused: 27', over(one, {dropIndexes: 'c', index: 5})],
	['`dropDatabase: "x"`', 'dropped', andThen(one, {dropDatabase: 'x'})],
	['`dbStats` with `freeStorage`', 'without it', over(one, {dbStats: 1, freeStorage: 1})],
	['`explain` with an unknown field', 'explained', over(one, {explain: find({}), nonsense: 1})],
	['`explain` of a command with `apiVersion`', 'explained', over(one, {explain: find({}, {apiVersion: '1'})})],
	['`serverStatus` with `metrics: 0`', 'with the metrics', async () => shown('metrics' in (await mongo.db.command({serverStatus: 1, metrics: 0})))],
	['`getParameter` of `logLevel`', 'refused: 72, as unknown', async () => said({getParameter: 1, logLevel: 1}, 'admin')],
	['`getParameter: "*"`', 'one of them', async () => said({getParameter: '*'}, 'admin')],
	['`rolesInfo` of the built-in roles', 'none', async () => said({rolesInfo: 1, showBuiltinRoles: true}, 'admin')],
	['`profile: 0` with `slowms`', 'answered, and forgotten', async () => said({profile: 0, slowms: 5})],
	[
		'`$currentOp` with `idleConnections`',
		'without them',
		async () => said({aggregate: 1, pipeline: [{$currentOp: {idleConnections: true}}], cursor: {}}, 'admin'),
	],
	['`$collStats` with `histograms`', 'without them', over(one, aggregate({$collStats: {latencyStats: {histograms: true}}}))],
	['`{aggregate: 1}` of `$nonsense`', 'refused: 73', async () => said({aggregate: 1, pipeline: [{$nonsense: 1}], cursor: {}})],
	['`endSessions: 5`', 'answered', async () => said({endSessions: 5}, 'admin')],
	...['killOp', 'listCommands', 'setParameter', 'reIndex', 'updateUser', 'createRole', 'fsync', 'planCacheClear'].map((name): Row => [
		`\`${name}\``,
		'refused: 59, as unknown',
		async () => said({[name]: 1}, 'admin'),
	]),
	['`replSetInitiate`', 'refused: 59, as unknown', async () => said({replSetInitiate: {}}, 'admin')],
	[
		'`bulkWrite` with `cursor: {batchSize: 1}`',
		'all results at once',
		async () =>
			said(
				{
					bulkWrite: 1,
					ops: [
						{insert: 0, document: {}},
						{insert: 0, document: {}},
					],
					nsInfo: [{ns: `${testDatabase}.c`}],
					cursor: {batchSize: 1},
				},
				'admin',
			),
	],
	[
		'`bulkWrite` with an unknown field in `nsInfo`',
		'done',
		async () => said({bulkWrite: 1, ops: [{insert: 0, document: {}}], nsInfo: [{ns: `${testDatabase}.c`, nonsense: 1}]}, 'admin'),
	],
	['an update with constants (`c`) and no pipeline', 'done', andThen(one, {update: 'c', updates: [{q: {}, u: {$set: {a: 2}}, c: {x: 1}}]})],
	[
		'`distinct` of `a.0` where a document in `a` has a field `0`',
		'5, too',
		over(
			[
				{_id: 1, a: [[1, 2], [3]]},
				{_id: 2, a: [{0: 5}]},
			],
			{distinct: 'c', key: 'a.0'},
		),
	],
	[
		'`$lookup` by `a.0` where a document in `a` has a field `0`',
		'joined by that, too',
		over([{_id: 5, a: [{0: 5}]}], aggregate({$lookup: {from: 'c', localField: 'a.0', foreignField: '_id', as: 'x'}})),
	],
	['`$round` to a missing place', 'to whole numbers', over(one, project({$round: [1.5, '$missing']}))],
	['`$add` of a text and null', 'null', over(one, project({$add: ['x', null]}))],
	['`$concat` of 1 and null', 'null', over(one, project({$concat: [1, null]}))],
	['`$concatArrays` of 1 and null', 'null', over(one, project({$concatArrays: [1, null]}))],
	['an expression `{"": 1}`', 'answered', over(one, aggregate({$replaceWith: {'': 1}}))],
	['`$each: 5` of `$push`', 'refused: 14', over([{_id: 1, a: []}], change({$push: {a: {$each: 5}}}))],
	[
		'an upsert by `{x: {$all: [1, 2]}}`',
		'a document without x',
		andThen([], {update: 'c', updates: [{q: {x: {$all: [1, 2]}}, u: {$set: {a: 1}}, upsert: true}]}),
	],
	[
		'a replacing upsert by `{_id: 1, x: 1, "x.y": 1}`',
		'refused: 54',
		andThen([], {update: 'c', updates: [{q: {_id: 1, x: 1, 'x.y': 1}, u: {a: 1}, upsert: true}]}),
	],
	['a replacing upsert by `{"_id.x": 1}`', 'made', andThen([], {update: 'c', updates: [{q: {'_id.x': 1}, u: {a: 1}, upsert: true}]})],
	['`{a: {$type: 6}}`, of a type that is no longer used', 'refused: 2, as unknown', over(one, find({a: {$type: 6}}))],
];

const told = async (...words: readonly string[]) => {
	const connection = await RawConnection.open(redis.port);
	const reply = await connection.ask(...words);
	connection.close();
	return reply.startsWith('-') ? `refused: ${reply.slice(1).trim()}` : reply.replace(/^[:+](.*)\r\n$/, '$1');
};

/** What MONITOR shows of a request. */
async function monitored(...words: readonly string[]): Promise<string> {
	const [monitor, other] = [await RawConnection.open(redis.port), await RawConnection.open(redis.port)];
	await monitor.ask('MONITOR');
	await other.ask(...words);
	const line = await monitor.reply();
	monitor.close();
	other.close();
	return line.replace(/^.*?\] /, '').trim();
}

const redisRows: readonly Row[] = [
	['`MONITOR` of `AUTH default secret`', 'the password', async () => monitored('AUTH', 'default', 'secret')],
	['`ZINCRBY zero -0 m`', '0', async () => told('ZINCRBY', 'zero', '-0', 'm').then(reply => reply.replaceAll('\r\n', ' ').trim())],
	[
		'`GEOSEARCH … WITHHASH` of a score 3.5',
		':3.5, which is no integer',
		async () => {
			await told('ZADD', 'halves', '3.5', 'm');
			return (await told('GEOSEARCH', 'halves', 'FROMLONLAT', '0', '0', 'BYRADIUS', '30000', 'km', 'WITHHASH')).replaceAll('\r\n', ' ').trim();
		},
	],
	['`EXPIRE k 10 NX` of no such key', 'refused: ERR Unsupported option NX', async () => told('EXPIRE', 'none', '10', 'NX')],
	['`EXPIRE k 10 NX GT`', 'refused: ERR Unsupported option NX', async () => told('EXPIRE', 'none', '10', 'NX', 'GT')],
	['`EXPIRE k 10 GT nonsense`', 'refused: ERR Unsupported option GT', async () => told('EXPIRE', 'none', '10', 'GT', 'nonsense')],
	['`ZINCRBY z NX m`', 'refused: ERR value is not a valid float', async () => told('ZINCRBY', 'z', 'NX', 'm')],
	['`ZADD z GT 1 m INCR`', 'refused: ERR value is not a valid float', async () => told('ZADD', 'z', 'GT', '1', 'm', 'INCR')],
	['`ZRANGE z 0 1 REV REV`', 'answered', async () => told('ZRANGE', 'z', '0', '1', 'REV', 'REV')],
	['`CLIENT REPLY OFF` of a subscriber', 'its messages were lost, too', async () => told('CLIENT', 'REPLY', 'OFF')],
	[
		'300,000 GETs of 100 bytes, sent before the first reply is read',
		'the engine stopped reading at 1 MB: both waited for ever',
		async () => {
			await told('SET', 'k', 'x'.repeat(100));
			const connection = await RawConnection.open(redis.port);
			connection.socket.pause();
			await new Promise(resolve => {
				connection.socket.write(encode(['GET', 'k']).repeat(300_000), resolve);
			});
			let bytes = 0;
			connection.socket.removeAllListeners('data').on('data', (chunk: Buffer) => (bytes += chunk.length));
			connection.socket.resume();
			await until(async () => bytes === 300_000 * '$100\r\n\r\n'.length + 300_000 * 100);
			connection.close();
			return 'all are answered';
		},
	],
	['`CONFIG SET maxmemory 0`', 'refused', async () => told('CONFIG', 'SET', 'maxmemory', '0')],
	['`CONFIG SET notify-keyspace-events KEA`', 'refused, as unknown', async () => told('CONFIG', 'SET', 'notify-keyspace-events', 'KEA')],
	['`INFO commandstats`', 'empty', async () => ((await told('INFO', 'commandstats')).includes('cmdstat_') ? 'answered' : 'empty')],
	['`COMMAND DOCS GET`', 'without arguments: no hints in redis-cli', async () => ((await hasArguments()) ? 'with its arguments' : 'without arguments')],
	...(
		[
			['HSET', 'h', 'f', 'v'],
			['SADD', 's', 'm'],
			['LPUSH', 'l', 'e'],
			['ZADD', 'z', '1', 'm'],
			['GEOADD', 'g', '13.4', '52.5', 'Berlin'],
			['OBJECT', 'IDLETIME', 'h'],
		] as const
	).map((words): Row => [`\`${words.join(' ')}\``, 'refused, as unknown', async () => told(...words)]),
	...(
		[
			['EVAL', 'return 1', '0'],
			['XADD', 's', '*', 'f', 'v'],
			['BLPOP', 'l', '0'],
			['SSUBSCRIBE', 'c'],
			['CLIENT', 'TRACKING', 'ON'],
			['OBJECT', 'REFCOUNT', 'h'],
		] as const
	).map((words): Row => [`\`${words.join(' ')}\``, 'refused, as unknown', async () => told(...words)]),
	['`PEXPIREAT k 9223372036854770000`', 'refused', async () => told('PEXPIREAT', 'k', '9223372036854770000')],
	[
		'a line that begins with a NUL, then PING',
		'answered PONG, where Redis says nothing',
		async () => {
			const [odd, other] = [await RawConnection.open(redis.port), await RawConnection.open(redis.port)];
			odd.write('\0\xff garbage\r\nPING\r\n');
			for (let i = 0; i < 20; i++) {
				await other.ask('PING');
			}

			const {received} = odd;
			odd.close();
			other.close();
			return received === '' ? 'nothing' : shown(received);
		},
	],
	['`ZADD z 0x1p3 m`', 'refused: ERR value is not a valid float', async () => told('ZADD', 'hex', '0x1p3', 'm')],
	[
		'`ZINCRBY z 0x1.8p-1 m`',
		'refused: ERR value is not a valid float',
		async () => told('ZINCRBY', 'hex2', '0x1.8p-1', 'm').then(reply => reply.replaceAll('\r\n', ' ').trim()),
	],
	['`MEMORY USAGE k SAMPLES x`', 'refused: ERR syntax error', async () => told('MEMORY', 'USAGE', 'k', 'SAMPLES', 'x')],
	['`MEMORY USAGE k SAMPLES 5` of no such key', 'refused: ERR syntax error', async () => (await told('MEMORY', 'USAGE', 'none', 'SAMPLES', '5')).trim()],
	...[
		['TYPE', 'pubsub'],
		['TYPE', 'normal'],
		['ID', '999999'],
	].map((words): Row => [
		`\`CLIENT LIST ${words.join(' ')}\`, one of two clients subscribed: how many`,
		'refused: ERR syntax error',
		async () => {
			const [other, subscriber] = [await RawConnection.open(redis.port), await RawConnection.open(redis.port)];
			await subscriber.ask('SUBSCRIBE', 'c');
			const reply = await other.ask('CLIENT', 'LIST', ...words);
			other.close();
			subscriber.close();
			return String(reply.split('id=').length - 1);
		},
	]),
	['`CLIENT LIST TYPE nonsense`', 'refused: ERR syntax error', async () => told('CLIENT', 'LIST', 'TYPE', 'nonsense')],
	[
		'what MONITOR shows of a QUIT and a PING behind it',
		'the QUIT, too',
		async () => {
			const [monitor, other] = [await RawConnection.open(redis.port), await RawConnection.open(redis.port)];
			await monitor.ask('MONITOR');
			await other.ask('QUIT');
			await told('PING');
			const line = await monitor.reply();
			monitor.close();
			other.close();
			return line.replace(/^.*?\] /, '').trim();
		},
	],
	[
		'`PUBLISH` by a client that monitors',
		'0',
		async () => {
			const monitor = await RawConnection.open(redis.port);
			await monitor.ask('MONITOR');
			const reply = await monitor.ask('PUBLISH', 'c', 'm');
			monitor.close();
			return `refused: ${reply.slice(1).trim()}`;
		},
	],
	['`ZRANGEBYSCORE z x y nonsense`', 'refused: ERR min or max is not a float', async () => told('ZRANGEBYSCORE', 'z', 'x', 'y', 'nonsense')],
];

/** Whether redis-cli would find something to hint at. */
async function hasArguments(): Promise<boolean> {
	const connection = await RawConnection.open(redis.port);
	const reply = await connection.ask('COMMAND', 'DOCS', 'GET');
	connection.close();
	return reply.includes('arguments');
}

const http = (method: string, path: string, body?: unknown) => async (): Promise<string> => {
	const {status, text} = await send(gcs.endpoint, method, path, body === undefined ? {} : {body: typeof body === 'string' ? body : JSON.stringify(body)});
	const why = /"reason":"(\w+)"/.exec(text)?.[1] ?? /<Code>(\w+)</.exec(text)?.[1];
	return status < 300 ? `${status}` : `refused: ${status} ${why}`;
};

const bucket = '/storage/v1/b/lesson';
const patchBucket = (what: string, before: string, body: unknown): Row => [what, before, http('PATCH', bucket, body)];
const lifecycle = (rule: unknown) => ({lifecycle: {rule: [rule]}});

const inBatch = (request: string) => `--x\r\nContent-Type: application/http\r\n\r\n${request}\r\n`;

/** What a batch is told, whether its parts were, and whether the object is there that they deal with. */
const batch =
	(...parts: readonly string[]) =>
	async (): Promise<string> => {
		await upload(gcs.endpoint, 'lesson', 'b2', 'hello');
		const {status, text} = await send(gcs.endpoint, 'POST', '/batch/storage/v1', {
			headers: {'content-type': 'multipart/mixed; boundary=x'},
			body: parts.join(''),
		});
		const inner = [...text.matchAll(/HTTP\/1.1 (\d+)/g)].map(([, code]) => code);
		return `${status < 300 ? `${status}, and in it ${inner.join()}` : `refused: ${status}`}; then ${await http('GET', `${bucket}/o/b2`)()}`;
	};

const gcsRows: readonly Row[] = [
	['a signed URL that expired', '200 with the content', http('GET', '/lesson/a?GoogleAccessId=a&Expires=1&Signature=x')],
	[
		'a signed URL whose signature is false',
		'200 with the content',
		http('GET', '/lesson/a?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Date=29990101T000000Z&X-Goog-Expires=60&X-Goog-Signature=ab'),
	],
	patchBucket('`publicAccessPrevention: "enforced"`', '200, nothing kept', {iamConfiguration: {publicAccessPrevention: 'enforced'}}),
	patchBucket('`publicAccessPrevention: "bogus"`', '200, nothing kept', {iamConfiguration: {publicAccessPrevention: 'bogus'}}),
	patchBucket('`uniformBucketLevelAccess.enabled: "x"`', '200, nothing kept', {iamConfiguration: {uniformBucketLevelAccess: {enabled: 'x'}}}),
	patchBucket('`rpo: "ASYNC_TURBO"`', '200, nothing kept', {rpo: 'ASYNC_TURBO'}),
	patchBucket('another location for a bucket', '200, nothing kept', {location: 'EU'}),
	['a bucket in NARNIA', 'made', http('POST', '/storage/v1/b?project=p', {name: 'other', location: 'NARNIA'})],
	patchBucket('a label `UPPER CASE!`', 'kept', {labels: {'UPPER CASE!': 'x'}}),
	patchBucket('a label of 100 letters', 'kept', {labels: {a: 'x'.repeat(100)}}),
	patchBucket('a rule `SetStorageClass` without a class', 'kept', lifecycle({action: {type: 'SetStorageClass'}, condition: {age: 1}})),
	patchBucket('a condition `age: "x"`', 'kept', lifecycle({action: {type: 'Delete'}, condition: {age: 'x'}})),
	patchBucket('a condition `nonsense: 1`', 'kept', lifecycle({action: {type: 'Delete'}, condition: {nonsense: 1}})),
	['`GET /projects/P/serviceAccount`', '404 NoSuchBucket', http('GET', '/projects/P/serviceAccount')],
	['`GET /projects/P/hmacKeys`', '404 NoSuchBucket', http('GET', '/projects/P/hmacKeys')],
	['an update by PUT', 'refused: 501', http('PUT', `${bucket}/o/a`, {contentType: 'text/plain'})],
	[
		'a batch',
		'refused: 501',
		async () => {
			const part = `--x\r\nContent-Type: application/http\r\n\r\nGET ${bucket}/o/a HTTP/1.1\r\n\r\n\r\n--x--\r\n`;
			const {status, text} = await send(gcs.endpoint, 'POST', '/batch/storage/v1', {headers: {'content-type': 'multipart/mixed; boundary=x'}, body: part});
			return `${status}, and in it ${/HTTP\/1.1 (\d+)/.exec(text)?.[1]}`;
		},
	],
	['`versions=true`', 'refused: 501', http('GET', `${bucket}/o?versions=true`)],
	['`versions=True`, as the client for Python writes it', 'refused: 400', http('GET', `${bucket}/o?versions=True`)],
	['`matchGlob=**`', 'refused: 501', http('GET', `${bucket}/o?matchGlob=**`)],
	['another storage class by PATCH', 'took the content type and the metadata away', http('PATCH', `${bucket}/o/a`, {storageClass: 'NEARLINE'})],
	['`softDeleted=true`', 'refused: 501', http('GET', `${bucket}/o?softDeleted=true`)],
	['moving an object', 'refused: 501', http('POST', `${bucket}/o/a/moveTo/o/b`)],
	['copying an object', 'refused: 501', http('POST', `${bucket}/o/a/copyTo/b/lesson/o/c`)],
	['rewriting an object', 'refused: 501', http('POST', `${bucket}/o/a/rewriteTo/b/lesson/o/c`)],
	['rewriting an object with metadata of its own', 'refused: 501', http('POST', `${bucket}/o/a/rewriteTo/b/lesson/o/c`, {contentType: 'text/plain'})],
	['an upload by the XML API', 'refused: 501', http('PUT', '/lesson/b', 'x')],
	...[
		['an object', `${bucket}/o/a`, ['nonsense', 'name/nonsense', 'items']],
		['a list of objects', `${bucket}/o`, ['nonsense', 'items(nonsense)', 'name']],
		['a bucket', bucket, ['nonsense', 'lifecycle/nonsense', 'iamConfiguration/nonsense']],
		['the buckets', '/storage/v1/b?project=p', ['items/nonsense']],
	].flatMap(([what, path, fields]) =>
		(fields as string[]).map((field): Row => [
			`\`fields=${field}\` of ${String(what)}`,
			'200, without it',
			http('GET', `${String(path)}${String(path).includes('?') ? '&' : '?'}fields=${field}`),
		]),
	),
	[
		'a new bucket with `fields=nonsense`',
		'made',
		async () => `${await http('POST', '/storage/v1/b?project=p&fields=nonsense', {name: 'unmade'})()}; then ${await http('GET', '/storage/v1/b/unmade')()}`,
	],
	[
		'`fields=name` where a resumable upload begins: of the whole object',
		'all fields',
		async () => {
			const {headers} = await send(gcs.endpoint, 'POST', '/upload/storage/v1/b/lesson/o?uploadType=resumable&name=d&fields=name');
			const {pathname, search} = new URL(headers.location!);
			return (await send(gcs.endpoint, 'PUT', pathname + search, {body: 'hello'})).text;
		},
	],
	['`projection=nonsense`', '200', http('GET', `${bucket}/o/a?projection=nonsense`)],
	['`versions=nonsense`', '200', http('GET', `${bucket}/o?versions=nonsense`)],
	['a generation of more than 64 bits', 'refused: 404', http('GET', `${bucket}/o/a?generation=9999999999999999999`)],
	['`matchGlob` beside `delimiter`', '200', http('GET', `${bucket}/o?matchGlob=**&delimiter=/`)],
	['another name by PATCH of an object', '200, nothing kept', http('PATCH', `${bucket}/o/a`, {name: 'b'})],
	['another bucket by PATCH of an object', '200, nothing kept', http('PATCH', `${bucket}/o/a`, {bucket: 'other'})],
	patchBucket('another name for a bucket', '200, nothing kept', {name: 'other'}),
	patchBucket('`iamConfiguration: "x"`', '200, nothing kept', {iamConfiguration: 'x'}),
	['a bucket in the location 5', 'made', http('POST', '/storage/v1/b?project=p', {name: 'fifth', location: 5})],
	patchBucket('a rule whose type is `["Delete"]`', 'kept', lifecycle({action: {type: ['Delete']}, condition: {age: 1}})),
	patchBucket('a condition `age: [5]`', 'kept', lifecycle({action: {type: 'Delete'}, condition: {age: [5]}})),
	patchBucket('a condition `createdBefore: "2026-02-30"`', 'kept', lifecycle({action: {type: 'Delete'}, condition: {createdBefore: '2026-02-30'}})),
	patchBucket('an action with `nonsense: 1`', 'kept', lifecycle({action: {type: 'Delete', nonsense: 1}, condition: {age: 1}})),
	patchBucket('a rule with `nonsense: 1`', 'kept', lifecycle({action: {type: 'Delete'}, condition: {age: 1}, nonsense: 1})),
	patchBucket(
		'`isLive` of an `AbortIncompleteMultipartUpload`',
		'kept',
		lifecycle({action: {type: 'AbortIncompleteMultipartUpload'}, condition: {isLive: true}}),
	),
	...['acl', 'uploads', 'tagging', 'response-content-type=text/css'].map((query): Row => [
		`\`?${query}\` of an object by the XML API`,
		'200 with the content',
		http('GET', `/lesson/a?${query}`),
	]),
	[
		'a batch whose second part is none',
		'refused: 400, and the first one was carried out',
		batch(inBatch(`DELETE ${bucket}/o/b2 HTTP/1.1\r\n\r\n`), inBatch('nonsense'), '--x--'),
	],
	[
		'a batch without an end',
		'the last part passed over',
		batch(inBatch(`GET ${bucket}/o/a HTTP/1.1\r\n\r\n`), inBatch(`DELETE ${bucket}/o/b2 HTTP/1.1\r\n\r\n`)),
	],
	[
		'a batch with its boundary inside of a value',
		'refused: 400',
		batch(inBatch(`PATCH ${bucket}/o/b2 HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{"metadata":{"a":"x--x"}}`), '--x--'),
	],
];

test('docs/promise.md tells what was found and what is answered today: vitest -u writes it', async () => {
	const tables: string[] = [];
	for (const [name, rows] of [
		['MongoDB', mongoRows],
		['Redis', redisRows],
		['Cloud Storage', gcsRows],
	] as const) {
		const lines: string[] = [];
		for (const [asked, before, ask] of rows) {
			const cell = (text: string) => text.replaceAll('|', String.raw`\|`);
			lines.push(`| ${cell(asked)} | ${cell(before)} | ${cell(await ask())} |`);
		}

		tables.push(`\n## ${name}\n\n| asked | before | today |\n|---|---|---|\n${lines.join('\n')}\n`);
	}

	await expect(`# What the engines answered wrongly, and what they answer today

The promise is an error in the protocol's own terms, never a wrong answer. In November 2026 suites and clients that others wrote, and probes of our own,
were run against the engines. Here is all that they found wrong, hanging or refused for a false reason, with what is answered today: a test asks it all again.
${tables.join('')}`).toMatchFileSnapshot('../../docs/promise.md');
});

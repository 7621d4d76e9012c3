// What a learner sees who opens the embedded MongoDB with MongoDB's own shell, which .ci/run fetches.
import {execFile} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {afterAll, expect, test} from 'vitest';
import {startMongoEngine} from '../../../source/engines/mongo/start-mongo-engine.ts';

const mongosh = process.env['SHOPSTREAM_TEST_MONGOSH'] ?? '';
const home = mkdtempSync(join(tmpdir(), 'mongosh-test-'));

afterAll(() => {
	rmSync(home, {recursive: true, force: true});
});

/** Lines that begin with `> ` are typed; what stands under one is what it says. */
const transcript = `
> show collections
> db.orders.insertMany([...Array(45).keys()].map(i => ({_id: i, total: i * 3, category: i % 3 ? 'books' : 'toys'}))).acknowledged
true
> db.orders.find({}, {_id: 1}).map(({_id}) => _id).toArray().length
45
> db.orders.find({_id: {$gte: 3}}, {total: 1}).sort({_id: 1}).batchSize(10)
[
  { _id: 3, total: 9 },   { _id: 4, total: 12 },
  { _id: 5, total: 15 },  { _id: 6, total: 18 },
  { _id: 7, total: 21 },  { _id: 8, total: 24 },
  { _id: 9, total: 27 },  { _id: 10, total: 30 },
  { _id: 11, total: 33 }, { _id: 12, total: 36 },
  { _id: 13, total: 39 }, { _id: 14, total: 42 },
  { _id: 15, total: 45 }, { _id: 16, total: 48 },
  { _id: 17, total: 51 }, { _id: 18, total: 54 },
  { _id: 19, total: 57 }, { _id: 20, total: 60 },
  { _id: 21, total: 63 }, { _id: 22, total: 66 }
]
Type "it" for more
> it
[
  { _id: 23, total: 69 },  { _id: 24, total: 72 },
  { _id: 25, total: 75 },  { _id: 26, total: 78 },
  { _id: 27, total: 81 },  { _id: 28, total: 84 },
  { _id: 29, total: 87 },  { _id: 30, total: 90 },
  { _id: 31, total: 93 },  { _id: 32, total: 96 },
  { _id: 33, total: 99 },  { _id: 34, total: 102 },
  { _id: 35, total: 105 }, { _id: 36, total: 108 },
  { _id: 37, total: 111 }, { _id: 38, total: 114 },
  { _id: 39, total: 117 }, { _id: 40, total: 120 },
  { _id: 41, total: 123 }, { _id: 42, total: 126 }
]
Type "it" for more
> it
[ { _id: 43, total: 129 }, { _id: 44, total: 132 } ]
> show collections
orders
> db.orders.createIndex({category: 1, total: -1})
category_1_total_-1
> db.orders.getIndexes()
[
  { v: 2, key: { _id: 1 }, name: '_id_' },
  { v: 2, key: { category: 1, total: -1 }, name: 'category_1_total_-1' }
]
> db.orders.find({category: 'toys', total: {$gt: 60}}).explain('executionStats').executionStats.totalKeysExamined
8
> db.orders.find({total: 3}).explain().queryPlanner.winningPlan.stage
COLLSCAN
> db.orders.aggregate([{$group: {_id: '$category', sum: {$sum: '$total'}}}, {$sort: {_id: 1}}])
[ { _id: 'books', sum: 2025 }, { _id: 'toys', sum: 945 } ]
> db.orders.stats().count
45
> db.orders.dataSize() > 0
true
> db.orders.totalIndexSize() === db.orders.stats().indexSizes._id_ + db.orders.stats().indexSizes['category_1_total_-1']
true
> db.orders.explain('executionStats').aggregate([{$match: {category: 'toys'}}, {$count: 'n'}]).stages[0].$cursor.executionStats.totalDocsExamined
15
> db.orders.updateOne({_id: 1}, {$inc: {total: 1}}).modifiedCount
1
> db.orders.findOne({_id: 1})
{ _id: 1, total: 4, category: 'books' }
> show users
[]
> db.currentOp().ok
1
> db.serverStatus().opcounters.insert
Long('45')
> db.orders.insertOne({_id: 1})
Uncaught MongoServerError: E11000 duplicate key error collection: shopstream.orders index: _id_ dup key: { _id: 1 }
> db.adminCommand({nonsense: 1})
Uncaught MongoServerError[CommandNotFound]: no such command: 'nonsense'
> db.dropDatabase()
{ ok: 1, dropped: 'shopstream' }
`.trim();

test.runIf(mongosh === '')('SHOPSTREAM_TEST_MONGOSH is not set: mongosh is not run', context => {
	context.skip();
});

test.runIf(mongosh !== '')('a session of mongosh reads as it should', async () => {
	const engine = await startMongoEngine({});
	const running = promisify(execFile)(mongosh, ['--quiet', '--norc', `mongodb://127.0.0.1:${engine.port}/shopstream`], {
		timeout: 60_000,
		env: {...process.env, HOME: home, NO_COLOR: '1', TERM: 'dumb'},
	});
	const typed = transcript
		.split('\n')
		.filter(line => line.startsWith('> '))
		.map(line => line.slice(2));
	running.child.stdin!.end(`${typed.join('\n')}\nexit\n`);
	// Before an error it goes back to the line's beginning.
	const said = (await running).stdout
		.replaceAll('\r', '')
		.split('shopstream> ')
		.slice(1, typed.length + 1);
	expect(typed.map((line, i) => `> ${line}\n${said[i]}`.trimEnd()).join('\n')).toBe(transcript);
	await engine.close();
});

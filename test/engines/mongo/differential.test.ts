// Sends the same operations to this engine and to the server named by SHOPSTREAM_TEST_MONGODB_URI, an independent
// implementation of MongoDB's protocol, and compares what comes back, types included.
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import * as fc from 'fast-check';
import {BSON, MongoClient, type Db} from 'mongodb';
import {holdServer} from '../../hold-server.ts';
import {differsElsewhere, operations} from './differential-operations.ts';
import {documentWithoutNull, smallDocument, smallFilter, smallUpdate} from './random-operations.ts';
import {openMongo, outcome, testDatabase, type OpenMongo} from './open-mongo.ts';

const uri = process.env['SHOPSTREAM_TEST_MONGODB_URI'];

describe.skipIf(!uri)('the same as the server in SHOPSTREAM_TEST_MONGODB_URI', () => {
	let ours: OpenMongo;
	let theirs: MongoClient;
	let release: () => Promise<void>;

	beforeAll(async () => {
		release = await holdServer(uri!);
		ours = await openMongo();
		theirs = await new MongoClient(uri!, {serverSelectionTimeoutMS: 5000}).connect();
	});

	afterAll(async () => {
		await theirs?.db(testDatabase).dropDatabase();
		await theirs?.close();
		await ours?.close();
		await release?.();
	});

	beforeEach(async () => {
		await ours.db.dropDatabase();
		await theirs.db(testDatabase).dropDatabase();
	});

	for (const {title, run} of operations) {
		const why = differsElsewhere(title);
		test.skipIf(why)(`${title}${why ? ` (not compared: ${why})` : ''}`, async () => {
			const [here, there] = [await observe(run, ours.db), await observe(run, theirs.db(testDatabase))];
			expect(here).toEqual(there);
		});
	}

	test('random filters find the same documents', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(smallDocument, {minLength: 1, maxLength: 6}),
				fc.array(smallFilter, {minLength: 1, maxLength: 8}),
				async (documents, filters) => {
					const seed = documents.map((document, index) => ({...document, _id: index}));
					const run = async (db: Db) => {
						const collection = db.collection('random');
						await collection.deleteMany({});
						await collection.insertMany(seed.map(document => ({...document})) as never);
						return Promise.all(
							filters.map(async filter =>
								collection
									.find(filter)
									.sort({_id: 1})
									.map(({_id}) => _id as unknown)
									.toArray(),
							),
						);
					};

					expect(await observe(run, ours.db)).toEqual(await observe(run, theirs.db(testDatabase)));
				},
			),
			{numRuns: 60, seed: 7},
		);
	});

	test('random updates leave the same documents', async () => {
		await fc.assert(
			fc.asyncProperty(documentWithoutNull, fc.array(smallUpdate, {minLength: 1, maxLength: 4}), async (document, updates) => {
				const run = async (db: Db) => {
					const collection = db.collection('random');
					await collection.deleteMany({});
					await collection.insertOne({...document, _id: 1} as never);
					const steps: unknown[] = [];
					for (const update of updates) {
						// Not compared: nModified, which elsewhere leaves out a change of type alone (an int32 0 times an int64 0).
						const reply = (await db.command({update: 'random', updates: [{q: {_id: 1}, u: update}]})) as {writeErrors?: unknown[]};
						steps.push([reply.writeErrors !== undefined, await collection.findOne({})]);
					}

					return steps;
				};

				expect(await observe(run, ours.db)).toEqual(await observe(run, theirs.db(testDatabase)));
			}),
			{numRuns: 100, seed: 11},
		);
	});
});

/** The outcome as canonical extended JSON; of an error only its code, for the names and texts of servers differ. */
async function observe(run: (db: Db) => Promise<unknown>, db: Db): Promise<unknown> {
	const result = await outcome(async () => run(db));
	const {error} = result as {error?: unknown};
	return error === undefined ? (JSON.parse(BSON.EJSON.stringify({result}, {relaxed: false})) as unknown) : {error};
}

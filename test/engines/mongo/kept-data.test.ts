import {appendFileSync, chmodSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {BSON, type CollectionInfo, Double, Int32, Long, type Db} from 'mongodb';
import {startMongoEngine} from '../../../source/engines/mongo/start-mongo-engine.ts';
import {encodeRecord, recordKinds} from '../../../source/engines/mongo/state/record-codec.ts';
import {openMongo, testDatabase} from './open-mongo.ts';

const {serialize} = BSON;

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'shopstream-mongo-'));
});

afterEach(() => {
	rmSync(folder, {recursive: true, force: true});
});

async function withData<T>(work: (db: Db) => Promise<T>): Promise<T> {
	const mongo = await openMongo({dataFolder: folder});
	try {
		return await work(mongo.db);
	} finally {
		await mongo.close();
	}
}

const all = async (db: Db) => db.collection('c').find({}, {promoteValues: false}).toArray();
const theFile = () =>
	join(
		folder,
		readdirSync(folder).find(name => name.includes('.c.'))!,
	);

describe('kept data', () => {
	test('comes back with its types, order and indexes', async () => {
		const before = await withData(async db => {
			const collection = db.collection('c');
			await collection.createIndex({k: 1}, {unique: true});
			await collection.createIndex({at: 1}, {expireAfterSeconds: 60});
			await collection.insertMany([
				{_id: 1 as never, k: 1, d: new Double(1)},
				{_id: 2 as never, k: 2, l: new Long(5)},
				{_id: 3 as never, k: 3, at: new Date(0)},
			]);
			await collection.updateOne({_id: 1 as never}, {$set: {x: ['a', {b: 1}]}});
			await collection.deleteOne({_id: 2 as never});
			await db.command({collMod: 'c', index: {keyPattern: {at: 1}, expireAfterSeconds: 90}});
			return [await all(db), await collection.indexes()];
		});
		expect(before[0]!.length).toBe(2);
		const after = await withData(async db => [await all(db), await db.collection('c').indexes()]);
		expect(after).toEqual(before);
		await expect(withData(async db => db.collection('c').insertOne({k: 3}))).rejects.toMatchObject({code: 11_000});
	});

	test('is with the operating system before the reply: a copy of the folder has it', async () => {
		const mongo = await openMongo({dataFolder: folder});
		await mongo.db.collection('c').insertOne({_id: 1 as never});
		const bytes = readFileSync(theFile());
		await mongo.close();
		writeFileSync(theFile(), bytes);
		expect((await withData(all)).length).toBe(1);
	});

	test('survives a file cut off at any byte, with what was whole', async () => {
		await withData(async db => db.collection('c').insertMany(Array.from({length: 4}, (_, i) => ({_id: i as never, text: 'x'.repeat(i)}))));
		const whole = readFileSync(theFile());
		const counts: number[] = [];
		for (let bytes = whole.length - 1; bytes > whole.length - 120; bytes -= 7) {
			writeFileSync(theFile(), whole);
			truncateSync(theFile(), bytes);
			counts.push((await withData(all)).length);
		}

		expect(counts[0]).toBe(3);
		expect([...counts].sort((a, b) => b - a)).toEqual(counts);
	});

	test('drops a tail of zeros, and no tail of rubbish', async () => {
		await withData(async db => db.collection('c').insertMany([{_id: 1 as never}, {_id: 2 as never}]));
		const {size} = statSync(theFile());
		appendFileSync(theFile(), Buffer.alloc(9_000_000));
		expect((await withData(all)).length).toBe(2);
		expect(statSync(theFile()).size).toBe(size);
		appendFileSync(theFile(), 'rubbish that is longer than a header');
		await expect(startMongoEngine({dataFolder: folder})).rejects.toThrow(`${theFile()} is damaged at byte ${size}; move it away`);
	});

	test('is refused when nothing but zeros is left, and when a file stands for another collection', async () => {
		await withData(async db => db.collection('c').insertOne({_id: 1 as never}));
		const bytes = readFileSync(theFile());
		writeFileSync(theFile(), Buffer.alloc(bytes.length));
		await expect(startMongoEngine({dataFolder: folder})).rejects.toThrow(`${theFile()} is damaged at byte 0; move it away`);
		writeFileSync(theFile(), bytes);
		const other = theFile().replace('.c.', '.d.');
		renameSync(theFile(), other);
		await expect(startMongoEngine({dataFolder: folder})).rejects.toThrow(`${other} holds ${testDatabase}.c, whose file has another name; move it away`);
	});

	test("is nobody else's, also where it was made with wider rights", async () => {
		await withData(async db => db.collection('c').insertOne({_id: 1 as never}));
		const modes = () => [folder, theFile()].map(path => (statSync(path).mode & 0o777).toString(8));
		expect(modes()).toEqual(['700', '600']);
		chmodSync(folder, 0o755);
		chmodSync(theFile(), 0o644);
		await withData(all);
		expect(modes()).toEqual(['700', '600']);
	});

	test('says where a file is damaged in the middle, and leaves it alone', async () => {
		await withData(async db => db.collection('c').insertMany([{_id: 1 as never}, {_id: 2 as never}, {_id: 3 as never}]));
		const bytes = readFileSync(theFile());
		bytes[bytes.length - 40]! ^= 0xff;
		writeFileSync(theFile(), bytes);
		await expect(startMongoEngine({dataFolder: folder})).rejects.toThrow(/\.bsonlog is damaged at byte \d+; move it away/);
		expect(readFileSync(theFile())).toEqual(bytes);
	});

	test('is compacted at the start', async () => {
		await withData(async db => {
			await db.collection('c').insertOne({_id: 1 as never, n: 0});
			for (let i = 0; i < 200; i++) {
				await db.collection('c').updateOne({_id: 1 as never}, {$inc: {n: 1}});
			}
		});
		const before = statSync(theFile()).size;
		expect(await withData(async db => db.collection('c').findOne({}))).toEqual({_id: 1, n: 200});
		expect(statSync(theFile()).size).toBeLessThan(before / 40);
	});

	test("keeps the collection's UUID; a file of an earlier version gets one", async () => {
		const uuid = async () => withData(async db => ((await db.listCollections({name: 'c'}).toArray())[0] as CollectionInfo).info!.uuid!.toString('hex'));
		await withData(async db => db.collection('c').insertOne({_id: 1 as never}));
		const first = await uuid();
		expect(await uuid()).toBe(first);
		const [header, record] = [serialize({format: 1, database: testDatabase, collection: 'c'}), serialize({_id: 2})];
		writeFileSync(theFile(), Buffer.concat([encodeRecord(recordKinds.header, header), encodeRecord(recordKinds.put, record)]));
		const second = await uuid();
		expect(second).not.toBe(first);
		expect(await uuid()).toBe(second);
		expect(await withData(all)).toEqual([{_id: new Int32(2)}]);
	});

	test('is gone when it was dropped', async () => {
		await withData(async db => {
			await db.collection('c').insertOne({});
			await db.collection('d').insertOne({});
			await db.collection('c').drop();
		});
		expect(await withData(async db => (await db.listCollections().toArray()).map(({name}) => name))).toEqual(['d']);
	});

	test('has names of files that stay in the folder and apart', async () => {
		const names = ['a../../../evil', 'A', 'a', 'con', 'ümläut', 'x'.repeat(200), `${'x'.repeat(199)}y`, 'a/b\\c', 'a b*?'];
		await withData(async db => {
			for (const name of names) {
				await db.collection(name).insertOne({name});
			}
		});
		const files = readdirSync(folder);
		expect(files.length).toBe(names.length);
		expect(new Set(files.map(file => file.toLowerCase())).size).toBe(names.length);
		expect(files.every(file => file.length < 200)).toBe(true);
		const found = await withData(async db => Promise.all(names.map(async name => (await db.collection(name).findOne({}))?.['name'] as unknown)));
		expect(found).toEqual(names);
	});
});

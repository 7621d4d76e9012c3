import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {BSON} from 'mongodb';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {openObjectStore} from '../../source/engines/gcs/object-store.ts';
import {newBucketRecord} from '../../source/engines/gcs/bucket-record.ts';
import {receiveContent} from '../../source/engines/gcs/receive-content.ts';
import {Databases} from '../../source/engines/mongo/state/databases.ts';
import {parseIndex} from '../../source/engines/mongo/state/index-definition.ts';
import {Journal} from '../../source/engines/redis/journal/journal.ts';
import {loadJournal} from '../../source/engines/redis/journal/load-journal.ts';
import {Keyspace} from '../../source/engines/redis/state/keyspace.ts';

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'bit-flips-'));
});

afterEach(() => {
	rmSync(folder, {recursive: true, force: true});
});

async function fillMongo(): Promise<void> {
	const databases = new Databases(folder);
	for (const name of ['orders', 'other']) {
		const collection = databases.ensure('shopstream', name);
		collection.createIndex(parseIndex({v: 2, key: {at: 1}, name: 'at_1', expireAfterSeconds: 60}));
		for (const document of [{_id: 'a', n: 1}, {_id: 'b', at: new Date(0)}, {_id: 'c'}]) {
			collection.insert(document, BSON.serialize(document));
		}

		collection.remove('c');
	}

	databases.close();
}

function loadMongo(): void {
	new Databases(folder).close();
}

const journal = () => join(folder, 'redis.aof');

async function fillRedis(): Promise<void> {
	const keyspace = new Keyspace(0);
	const kept = new Journal(journal(), keyspace.databases);
	for (const key of ['a', 'b']) {
		kept.put(0, key, `value of ${key}`, 10_000);
		kept.commit();
		kept.flush();
	}

	kept.remove(0, 'a');
	kept.put(3, 'c', 'more', Number.POSITIVE_INFINITY);
	kept.commit();
	kept.flush();
}

function loadRedis(): void {
	loadJournal(journal(), new Keyspace(0));
}

async function fillGcs(): Promise<void> {
	const store = openObjectStore(folder, () => 0);
	store.createBucket(newBucketRecord('lesson', 0));
	for (const name of ['a', 'b']) {
		const content = await receiveContent(
			(async function* () {
				yield Buffer.from(name + name);
			})(),
			store.newScratchPath(),
			100,
		);
		store.commit('lesson', name, content, {}, {});
	}

	store.close();
}

function loadGcs(): void {
	openObjectStore(folder, () => 0).close();
}

const filesIn = (root: string) =>
	readdirSync(root, {recursive: true, encoding: 'utf8'})
		.map(name => join(root, name))
		.filter(path => statSync(path).isFile());

test.each([
	['MongoDB', fillMongo, loadMongo],
	['Redis', fillRedis, loadRedis],
	['GCS', fillGcs, loadGcs],
])(
	"every single bit that flips in the %s engine's folder is found, its file named and left as it is",
	async (_name, fill, load) => {
		await fill();
		load();
		const files = filesIn(folder);
		const unseen: string[] = [];
		let flips = 0;
		for (const path of files) {
			const whole = readFileSync(path);
			for (let bit = 0; bit < whole.length * 8; bit++) {
				const flipped = Buffer.from(whole);
				flipped[bit >> 3]! ^= 1 << (bit & 7);
				writeFileSync(path, flipped);
				flips++;
				const said = sayOf(load);
				if (!said.includes(path) || !/ is damaged (at byte \d+|\(its checksum)/.test(said) || !readFileSync(path).equals(flipped)) {
					unseen.push(`${path} bit ${bit}: ${said}`);
				}
			}

			writeFileSync(path, whole);
		}

		expect(unseen).toEqual([]);
		expect(flips).toBeGreaterThan(1000);
		// All is as it was: nothing was changed by the tries.
		load();
		expect(filesIn(folder)).toEqual(files);
	},
	300_000,
);

function sayOf(load: () => void): string {
	try {
		load();
		return 'nothing';
	} catch (error) {
		return (error as Error).message;
	}
}

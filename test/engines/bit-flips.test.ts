import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {BSON} from 'mongodb';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {openObjectStore} from '../../source/engines/gcs/object-store.ts';
import {newBucketRecord} from '../../source/engines/gcs/bucket-record.ts';
import {receiveContent} from '../../source/engines/gcs/receive-content.ts';
import {startRedisEngine} from '../../source/engines/redis/start-redis-engine.ts';
import {rounds} from '../thorough.ts';
import {RawConnection} from './redis/raw-connection.ts';
import {Databases} from '../../source/engines/mongo/state/databases.ts';
import {parseIndex} from '../../source/engines/mongo/state/index-definition.ts';

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

async function loadMongo(): Promise<void> {
	new Databases(folder).close();
}

async function fillRedis(): Promise<void> {
	const engine = await startRedisEngine({dataFolder: folder}, () => 0);
	const connection = await RawConnection.open(engine.port);
	await connection.ask('SET', 'a', 'value of a', 'PX', '10000');
	await connection.ask('HSET', 'h', 'field', 'value');
	connection.close();
	await engine.close();
}

async function loadRedis(): Promise<void> {
	const engine = await startRedisEngine({dataFolder: folder}, () => 0);
	await engine.close();
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

async function loadGcs(): Promise<void> {
	openObjectStore(folder, () => 0).close();
}

/** Every single bit in CI. The others come to each bit of a byte in turn. */
const everyBits = rounds(37, 1);

const filesIn = (root: string) =>
	readdirSync(root, {recursive: true, encoding: 'utf8'})
		.map(name => join(root, name))
		.filter(path => statSync(path).isFile());

test.each([
	['MongoDB', fillMongo, loadMongo],
	['Redis', fillRedis, loadRedis],
	['GCS', fillGcs, loadGcs],
])(
	`${everyBits === 1 ? 'every single bit' : `each bit of ${everyBits}`} that flips in the %s engine's folder is found, its file named and left as it is`,
	async (_name, fill, load) => {
		await fill();
		await load();
		const files = filesIn(folder);
		const unseen: string[] = [];
		let flips = 0;
		for (const path of files) {
			const whole = readFileSync(path);
			for (let bit = 0; bit < whole.length * 8; bit += everyBits) {
				const flipped = Buffer.from(whole);
				flipped[bit >> 3]! ^= 1 << (bit & 7);
				writeFileSync(path, flipped);
				flips++;
				const said = await sayOf(load);
				if (!said.includes(path) || !/ is damaged (at byte \d+|\(its checksum)/.test(said) || !readFileSync(path).equals(flipped)) {
					unseen.push(`${path} bit ${bit}: ${said}`);
				}
			}

			writeFileSync(path, whole);
		}

		expect(unseen).toEqual([]);
		expect(flips).toBeGreaterThan(1000 / everyBits);
		// All is as it was: nothing was changed by the tries.
		await load();
		expect(filesIn(folder)).toEqual(files);
	},
	300_000,
);

async function sayOf(load: () => Promise<void>): Promise<string> {
	try {
		await load();
		return 'nothing';
	} catch (error) {
		return (error as Error).message;
	}
}

import {connect, type Socket} from 'node:net';
import {once} from 'node:events';
import * as fc from 'fast-check';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {BSON, type Document, Double} from 'mongodb';
import {crc32c} from '../../../source/crc32c.ts';
import {openMongo, type OpenMongo} from './open-mongo.ts';

let mongo: OpenMongo;

beforeAll(async () => {
	mongo = await openMongo();
});

afterAll(async () => {
	await mongo.close();
});

/** A message with a header around it. */
function message(code: number, payload: Uint8Array, length = payload.length + 16): Buffer {
	const head = Buffer.alloc(16);
	head.writeInt32LE(length, 0);
	head.writeInt32LE(77, 4);
	head.writeInt32LE(code, 12);
	return Buffer.concat([head, payload]);
}

function opMsg(sections: Uint8Array, flags = 0): Buffer {
	const head = Buffer.alloc(4);
	head.writeUInt32LE(flags);
	return message(2013, Buffer.concat([head, sections]));
}

const body = (document: Document) => Buffer.concat([Buffer.from([0]), BSON.serialize(document)]);
const ping = body({ping: 1, $db: 'admin'});

/** Sends bytes and gives what comes back until the engine ends the connection or `replies` have come. */
async function exchange(bytes: Uint8Array, replies = Number.POSITIVE_INFINITY): Promise<{documents: Document[]; isClosed: boolean}> {
	const socket: Socket = connect(mongo.engine.port, '127.0.0.1');
	const chunks: Buffer[] = [];
	let isClosed = false;
	const documents = () => {
		const all = Buffer.concat(chunks);
		const found: Document[] = [];
		for (let at = 0; at + 16 <= all.length && at + all.readInt32LE(at) <= all.length; at += all.readInt32LE(at)) {
			found.push(BSON.deserialize(all.subarray(at + (all.readInt32LE(at + 12) === 1 ? 36 : 21), at + all.readInt32LE(at))));
		}

		return found;
	};

	await new Promise<void>(resolve => {
		socket.on('data', chunk => {
			chunks.push(chunk);
			if (documents().length >= replies) {
				resolve();
			}
		});
		socket.on('error', () => undefined);
		socket.on('close', () => {
			isClosed = true;
			resolve();
		});
		socket.end(bytes);
	});
	socket.destroy();
	return {documents: documents(), isClosed};
}

const alive = async () => (await mongo.db.command({ping: 1}))['ok'] as number;

describe('frames', () => {
	test('whole ones are answered, also when many come at once or byte by byte', async () => {
		expect((await exchange(Buffer.concat([opMsg(ping), opMsg(ping), opMsg(ping)]), 3)).documents).toEqual([{ok: 1}, {ok: 1}, {ok: 1}]);
		const socket = connect(mongo.engine.port, '127.0.0.1');
		socket.setNoDelay(true);
		for (const byte of opMsg(ping)) {
			socket.write(Buffer.from([byte]));
		}

		const [reply] = (await once(socket, 'data')) as [Buffer];
		expect(BSON.deserialize(reply.subarray(21))).toEqual({ok: 1});
		socket.destroy();
	});

	test('a checksum is checked', async () => {
		const plain = opMsg(Buffer.concat([ping, Buffer.alloc(4)]), 1);
		const good = Buffer.from(plain);
		good.writeUInt32LE(crc32c(good.subarray(0, -4)), good.length - 4);
		expect((await exchange(good, 1)).documents).toEqual([{ok: 1}]);
		expect(await exchange(plain)).toMatchObject({isClosed: true, documents: [{ok: 0, code: 22, codeName: 'InvalidBSON'}]});
		expect(crc32c(Buffer.from('123456789'))).toBe(0xe3_06_92_83);
	});

	test('moreToCome gets no reply, exhaustAllowed one', async () => {
		const insert = opMsg(body({insert: 'w0', documents: [{_id: 1}], $db: 'hostile'}), 2);
		expect((await exchange(Buffer.concat([insert, opMsg(ping, 1 << 16)]), 1)).documents).toEqual([{ok: 1}]);
		expect(await mongo.client.db('hostile').collection('w0').countDocuments()).toBe(1);
	});

	test('OP_QUERY is for the greeting only', async () => {
		const query = (name: string, document: Document) =>
			message(2004, Buffer.concat([Buffer.alloc(4), Buffer.from(`${name}\0`), Buffer.alloc(8), BSON.serialize(document)]));
		expect((await exchange(query('admin.$cmd', {isMaster: 1}), 1)).documents).toMatchObject([{ismaster: true, ok: 1}]);
		expect((await exchange(query('admin.$cmd', {ping: 1}), 1)).documents).toMatchObject([{ok: 0, code: 352}]);
		expect((await exchange(query('db.collection', {}), 1)).documents).toMatchObject([{ok: 0, code: 352}]);
	});

	test.each<readonly [string, Buffer]>([
		['a length of 0', message(2013, ping, 0)],
		['a negative length', message(2013, ping, -5)],
		['a length beyond 48 MB', message(2013, ping, 48_000_001)],
		['an unknown operation', message(99, ping)],
		['OP_COMPRESSED', message(2012, ping)],
		['an unknown required flag', opMsg(ping, 4)],
		['an unknown section', opMsg(Buffer.concat([Buffer.from([7]), ping.subarray(1)]))],
		['two bodies', opMsg(Buffer.concat([ping, ping]))],
		['no body', opMsg(Buffer.from([1, 9, 0, 0, 0, 0x61, 0, 0, 0, 0]))],
		['a sequence without a name', opMsg(Buffer.concat([ping, Buffer.from([1, 6, 0, 0, 0, 0x61, 0x62])]))],
		['a sequence longer than the message', opMsg(Buffer.concat([ping, Buffer.from([1, 0xff, 0xff, 0xff, 0x7f, 0x61, 0])]))],
		['a body cut off', opMsg(ping.subarray(0, -3))],
		['a document of length 2', opMsg(Buffer.from([0, 2, 0, 0, 0, 0, 0, 0, 0, 0]))],
	])('%s ends the connection and nothing else', async (_, bytes) => {
		expect((await exchange(Buffer.concat([bytes, Buffer.alloc(64)]))).isClosed).toBe(true);
		expect(await alive()).toBe(1);
	});

	test('random bytes, alone and in a frame, do no harm', async () => {
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({maxLength: 200}), fc.constantFrom('raw', 'message', 'body', 'query'), async (bytes, kind) => {
				const sent = {
					raw: Buffer.from(bytes),
					message: message(2013, bytes),
					body: opMsg(Buffer.concat([Buffer.from([0]), bytes])),
					query: message(2004, bytes),
				}[kind];
				await exchange(sent);
			}),
			{numRuns: 150, seed: 3},
		);
		expect(await alive()).toBe(1);
	});

	test('a command with any byte changed does no harm', async () => {
		const original = opMsg(body({find: 'c', filter: {a: {$gt: 1}, b: ['x', new Date(0), null, {c: true}]}, limit: 3, $db: 'hostile'}));
		await fc.assert(
			fc.asyncProperty(fc.integer({min: 4, max: original.length - 1}), fc.integer({min: 0, max: 255}), async (at, byte) => {
				const bytes = Buffer.from(original);
				bytes[at] = byte;
				await exchange(bytes);
			}),
			{numRuns: 150, seed: 5},
		);
		expect(await alive()).toBe(1);
	});
});

describe('documents', () => {
	const nested = (depth: number) => {
		let inner: Document = {};
		for (let i = 0; i < depth; i++) {
			inner = {a: inner};
		}

		return inner;
	};

	test('nested too deep are refused', async () => {
		expect((await exchange(opMsg(body({insert: 'deep', documents: [nested(150)], $db: 'hostile'})), 1)).documents).toMatchObject([{ok: 1, n: 1}]);
		expect((await exchange(opMsg(body({insert: 'deep', documents: [nested(400)], $db: 'hostile'})), 1)).documents).toMatchObject([
			{ok: 0, code: 15, codeName: 'Overflow'},
		]);
		expect((await exchange(opMsg(body({find: 'deep', filter: {$and: [nested(3000)]}, $db: 'hostile'})), 1)).documents).toMatchObject([{ok: 0, code: 15}]);
	});

	test('greater than 16 MB are refused', async () => {
		const collection = mongo.client.db('hostile').collection('fat');
		await collection.insertOne({_id: 1 as never, a: 'x'.repeat(10_000_000)});
		await expect(collection.insertOne({a: 'x'.repeat(17_000_000)})).rejects.toMatchObject({code: 2});
		await expect(collection.updateOne({}, {$set: {b: 'x'.repeat(10_000_000)}})).rejects.toMatchObject({code: 17_419});
		await expect(collection.aggregate([{$project: {twice: [{$concat: ['$a', '$a']}]}}]).toArray()).rejects.toMatchObject({code: 10_334});
		await mongo.client.db('hostile').dropDatabase();
	});

	test.each([['__proto__'], ['_bsontype']])('with a field named %s are refused', async name => {
		const inner = BSON.serialize({[`${name.slice(0, -1)}X`]: 1});
		inner[inner.indexOf(0x58)] = name.charCodeAt(name.length - 1);
		const documents = Buffer.concat([Buffer.from([1]), Buffer.from(Int32Array.of(4 + 10 + inner.length).buffer), Buffer.from('documents\0'), inner]);
		const sent = opMsg(Buffer.concat([body({insert: 'names', $db: 'hostile'}), documents]));
		expect((await exchange(sent, 1)).documents).toMatchObject([{ok: 0, code: 238, codeName: 'NotImplemented'}]);
	});

	test.each<[string, Document]>([
		['at the top', {ax: 1, ay: 2}],
		['within', {_id: 1, in: [{ax: 1, ay: 2}]}],
		['beside a double, which is read in another way', {ax: 1.5, ay: new Double(2), b: new Double(3)}],
	])('with a name twice %s are refused: only one of the fields could be kept', async (_, document) => {
		const inner = Buffer.from(BSON.serialize(document).map((byte, i, all) => (byte === 0x79 && all[i - 1] === 0x61 ? 0x78 : byte)));
		const documents = Buffer.concat([Buffer.from([1]), Buffer.from(Int32Array.of(4 + 10 + inner.length).buffer), Buffer.from('documents\0'), inner]);
		const sent = opMsg(Buffer.concat([body({insert: 'twins', $db: 'hostile'}), documents]));
		expect((await exchange(sent, 1)).documents).toMatchObject([{ok: 0, code: 238, codeName: 'NotImplemented'}]);
		expect(await mongo.client.db('hostile').collection('twins').countDocuments()).toBe(0);
	});

	test('do not reach the prototype of objects by their paths', async () => {
		const collection = mongo.client.db('hostile').collection('paths');
		await collection.insertOne({_id: 1 as never});
		for (const path of ['__proto__.polluted', 'constructor.prototype.polluted', 'a.__proto__.polluted']) {
			await collection.updateOne({}, {$set: {[path]: 1}}).catch(() => undefined);
			await collection
				.aggregate([{$set: {[path]: 1}}])
				.toArray()
				.catch(() => undefined);
			await collection
				.find({[path]: 1})
				.project({[path]: 1})
				.toArray()
				.catch(() => undefined);
		}

		expect(({} as Document)['polluted']).toBeUndefined();
		expect(await collection.countDocuments({toString: {$exists: true}})).toBe(0);
		expect(await collection.aggregate([{$project: {_id: 0, x: '$hasOwnProperty', y: {$type: '$constructor'}}}]).toArray()).toMatchObject([
			{y: expect.any(String) as string},
		]);
	});
});

describe('connections', () => {
	test('of a slow reader are read no further, and others are served', async () => {
		const collection = mongo.client.db('hostile').collection('slow');
		await collection.insertMany(Array.from({length: 10}, (_, i) => ({_id: i as never, fat: 'x'.repeat(1_000_000)})));
		const socket = connect(mongo.engine.port, '127.0.0.1');
		socket.pause();
		const wanted = opMsg(body({find: 'slow', $db: 'hostile'}));
		const before = process.memoryUsage().arrayBuffers;
		// A thousand replies of 10 MB would be 10 GB.
		for (let i = 0; i < 1000; i++) {
			socket.write(wanted);
		}

		for (let i = 0; i < 20; i++) {
			expect(await alive()).toBe(1);
		}

		expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(300_000_000);
		socket.destroy();
		await mongo.client.db('hostile').dropDatabase();
	});

	test('that are cut off in the middle of a message leave nothing', async () => {
		for (let i = 0; i < 50; i++) {
			const socket = connect(mongo.engine.port, '127.0.0.1');
			await once(socket, 'connect');
			socket.write(opMsg(ping).subarray(0, 20));
			socket.resetAndDestroy();
		}

		expect(await alive()).toBe(1);
	});
});

// node test/bench/engines-memory.mjs [MINUTES]: the MongoDB, Redis and Cloud Storage engines in one process under a mixed load that keeps as much
// data as it had: its heaps and resident memory by minute, for an hour or this many minutes.
import {fork} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {setTimeout as pause} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {Worker} from 'node:worker_threads';
import {Redis} from 'ioredis';
import {MongoClient} from 'mongodb';

const here = name => fileURLToPath(new URL(name, import.meta.url));
const engines = ['mongo', 'redis', 'gcs'];

if (process.argv[2] === 'host') {
	const {SHOPSTREAM_BENCH_SCRATCH: scratchFolder} = process.env;
	const workers = engines.map(name => new Worker(here('../../dist/engine-worker.js'), {workerData: {name, options: {scratchFolder}}}));
	const listening = await Promise.all(workers.map(worker => once(worker, 'message')));
	const ids = workers.map(({threadId}) => threadId);
	process.once('disconnect', () => process.exit());
	process.on('message', () => process.send({cpuSeconds: (process.cpuUsage().user + process.cpuUsage().system) / 1e6}));
	const failed = listening.find(([{reason}]) => reason);
	if (failed) {
		throw new Error(failed[0].reason);
	}

	process.send({ids, ports: listening.map(([{port}]) => port)});
} else {
	await measure(Number(process.argv[2] ?? 60));
}

/** @param {number} minutes */
async function measure(minutes) {
	const folder = mkdtempSync(join(tmpdir(), 'bench-engines-'));
	const heaps = join(folder, 'heaps');
	const host = fork(here('engines-memory.mjs'), ['host'], {
		execArgv: ['--expose-gc', `--import=${here('tell-heap.mjs')}`],
		env: {...process.env, SHOPSTREAM_BENCH_HEAPS: heaps, SHOPSTREAM_BENCH_SCRATCH: folder},
	});
	const [{ids, ports}] = await once(host, 'message');
	const loads = [await loadMongo(ports[0]), await loadRedis(ports[1]), await loadGcs(ports[2])];
	const end = Date.now() + minutes * 60_000 + 5000;
	let said = 0;
	console.log(`| minute | ${engines.map(name => `heap of ${name}`).join(' | ')} | all heaps | resident memory | rounds | cores |\n|---|${'---|'.repeat(7)}`);
	for (let round = 0; Date.now() < end; round++) {
		for (const load of loads) {
			await load(round);
		}

		await pause(250);
		const told = readFileSync(heaps, {encoding: 'utf8', flag: 'a+'})
			.trim()
			.split('\n')
			.filter(Boolean)
			.map(line => JSON.parse(line));
		const minute = Math.min(...[0, ...ids].map(id => told.filter(({threadId}) => threadId === id).length));
		if (minute > said) {
			said = minute;
			const of = id => told.filter(({threadId}) => threadId === id)[minute - 1];
			const megabytes = bytes => `${(bytes / 1e6).toFixed(1)} MB`;
			const used = ids.map(id => of(id).heapUsed);
			const all = used.reduce((sum, bytes) => sum + bytes, of(0).heapUsed);
			host.send('cpu');
			const [{cpuSeconds}] = await once(host, 'message');
			const cores = (cpuSeconds / of(0).uptimeSeconds).toFixed(3);
			console.log(`| ${[minute, ...used.map(megabytes), megabytes(all), megabytes(of(0).rss), round, cores].join(' | ')} |`);
		}
	}

	host.kill();
	rmSync(folder, {recursive: true, force: true});
	process.exit();
}

/** A connection that says these bytes and is dropped without reading an answer. */
async function drop(port, bytes) {
	const socket = connect(port, '127.0.0.1');
	await once(socket, 'connect');
	socket.write(bytes);
	socket.resume();
	await pause(20);
	socket.destroy();
}

/** What a request that the engine is to refuse is refused with. */
async function refused(request) {
	const error = await request.then(
		() => undefined,
		error => error,
	);
	if (!error) {
		throw new Error('It was not refused');
	}
}

/** 500 orders that are changed, deleted and made anew, and all else that leaves something behind for a while. */
async function loadMongo(port) {
	const url = `mongodb://127.0.0.1:${port}/?directConnection=true`;
	const client = await new MongoClient(url).connect();
	const shop = client.db('shop');
	const orders = shop.collection('orders');
	const order = _id => ({
		_id,
		at: new Date(),
		town: `town ${_id % 40}`,
		lines: Array.from({length: 4}, (_, at) => ({sku: `sku ${(_id * 7 + at) % 90}`, cents: 100 * at + 5})),
	});
	await orders.insertMany(Array.from({length: 500}, (_, id) => order(id)));
	await orders.createIndex({town: 1, at: -1});
	await shop.collection('sessions').createIndex({at: 1}, {expireAfterSeconds: 60});
	return async round => {
		const id = (round * 37) % 500;
		await orders.deleteOne({_id: id});
		await orders.insertOne(order(id));
		await orders.updateMany({town: `town ${round % 40}`}, {$set: {seen: round}, $push: {visits: {$each: [round], $slice: -5}}});
		await shop.collection('sessions').insertOne({at: new Date(), round, text: 'x'.repeat(500)});
		await orders.findOneAndUpdate({_id: (id + 1) % 500}, {$inc: {[`count${round % 10}`]: 1}}, {returnDocument: 'after'});
		await orders.find({town: `town ${round % 40}`, at: {$gt: new Date(Date.now() - round)}}).toArray();
		if (round % 4 === 0) {
			// The cursor stays open until it is ten minutes old.
			await shop.command({find: 'orders', filter: {seen: {$exists: true}}, batchSize: 5});
			await orders.aggregate([{$unwind: '$lines'}, {$group: {_id: '$lines.sku', [`sum${round}`]: {$sum: '$lines.cents'}}}, {$sort: {_id: 1}}]).toArray();
			await orders.find({town: {$regex: `^town ${round}.*`, $options: 'i'}}).toArray();
			await refused(shop.command({[`nothing${round}`]: 1}));
			await refused(orders.insertOne({_id: (id + 2) % 500}));
		}

		if (round % 20 === 0) {
			await orders.createIndex({seen: 1, [`count${round % 100}`]: 1}, {name: `index ${round}`});
			await orders
				.find({seen: {$gt: 0}})
				.hint(`index ${round}`)
				.explain('executionStats');
			await orders.dropIndex(`index ${round}`);
			await client
				.db(`shop${round}`)
				.collection(`orders${round}`)
				.insertMany([{round}, {round: round + 1}]);
			await client.db(`shop${round}`).dropDatabase();
			await orders.bulkWrite([{updateOne: {filter: {_id: id}, update: {$unset: {visits: 1}}}}, {deleteOne: {filter: {_id: -1}}}]);
			const other = await new MongoClient(url).connect();
			await other.db('shop').collection('orders').find().batchSize(10).next();
			await other.close();
			// Half a message.
			await drop(port, Buffer.from([200, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0xdd, 7, 0, 0, 0, 0]));
		}
	};
}

/** A database that is full, from which each new key drives old ones out. */
async function loadRedis(port) {
	const options = {port, host: '127.0.0.1'};
	const client = new Redis(options);
	const listener = new Redis(options);
	await client.config('SET', 'maxmemory', '8mb', 'maxmemory-policy', 'allkeys-lru', 'notify-keyspace-events', 'KEA');
	const fill = async (from, count) => {
		const keys = Array.from({length: count}, (_, at) => `fill:${from + at}`);
		await client.pipeline(keys.map(key => ['set', key, 'x'.repeat(900)])).exec();
	};

	for (let at = 0; at < 10_000; at += 500) {
		await fill(-10_000 + at, 500);
	}

	return async round => {
		const place = [((round * 13) % 360) - 180, (round * 7) % 80];
		await fill(round * 20, 20);
		await client
			.pipeline([
				['set', `session:${round}`, 'x'.repeat(200), 'EX', 30],
				['get', `session:${round - 10}`],
				['set', `brief:${round}`, 'x', 'PX', 50],
				['expire', `fill:${round * 20}`, 20],
				['incr', `counter:${round % 50}`],
				['hset', 'hash', `field:${round % 100}`, round],
				['hdel', 'hash', `field:${(round + 50) % 100}`],
				['zadd', 'ranks', round, `member:${round % 200}`],
				['zremrangebyrank', 'ranks', 0, -150],
				['geoadd', 'places', ...place, `place:${round % 200}`],
				['geosearch', 'places', 'FROMLONLAT', ...place, 'BYRADIUS', 2000, 'km', 'ASC', 'COUNT', 5],
				['lpush', 'list', `element:${round}`],
				['rpop', 'list'],
				['sadd', `set:${round % 5}`, `member:${round % 300}`],
				['spop', `set:${(round + 2) % 5}`],
				['publish', `channel:${round}`, 'word'],
				['scan', 0, 'COUNT', 20],
				['object', 'IDLETIME', `fill:${round * 20}`],
			])
			.exec();
		await listener.subscribe(`channel:${round}`, '__keyevent@0__:expired', '__keyevent@0__:evicted');
		await listener.psubscribe(`pattern${round}*`);
		await listener.unsubscribe(`channel:${round - 3}`);
		await listener.punsubscribe(`pattern${round - 3}*`);
		if (round % 4 === 0) {
			await client.watch(`session:${round}`);
			await client.multi().set(`session:${round}`, 'y', 'EX', 10).get('hash').exec();
			await refused(client.call(`NOTHING${round}`, 'x'));
			await refused(client.incr('hash'));
			await client.mget(...Array.from({length: 50}, (_, at) => `fill:${round * 20 - at * 10}`));
		}

		if (round % 20 === 0) {
			await client.config('SET', 'maxmemory-policy', ['allkeys-lru', 'allkeys-lfu', 'volatile-ttl', 'volatile-lru'][(round / 20) % 2]);
			await client.pipeline([['select', 1], ['set', `other:${round}`, 'x'], ['flushdb'], ['select', 0]]).exec();
			await drop(port, `SUBSCRIBE a${round} b${round}\r\nPSUBSCRIBE c${round}*\r\n`);
			await drop(port, `CLIENT SETNAME c${round}\r\nWATCH w${round} hash\r\nMULTI\r\nSET w${round} 1\r\n`);
			await drop(port, `MONITOR\r\n`);
			await drop(port, `*3\r\n$3\r\nSET\r\n$1\r\nx\r\n$5000\r\nhalf`);
		}
	};
}

/** 100 objects that are overwritten, and uploads that are begun, halved, ended, given up and left. */
async function loadGcs(port) {
	const ask = async (path, options = {}) => {
		const answer = await fetch(`http://127.0.0.1:${port}${path}`, options);
		return {status: answer.status, location: answer.headers.get('location'), text: await answer.text()};
	};

	const put = (name, bytes) => ask(`/upload/storage/v1/b/bench/o?uploadType=media&name=${name}`, {method: 'POST', body: Buffer.alloc(bytes, name)});
	await ask('/storage/v1/b?project=p', {method: 'POST', body: '{"name":"bench"}'});
	for (let at = 0; at < 100; at++) {
		await put(`object-${at}`, 20_000);
	}

	const left = [];
	return async round => {
		const answers = [
			await put(`object-${(round * 37) % 100}`, 15_000 + ((round * 997) % 10_000)),
			await ask(`/storage/v1/b/bench/o/object-${round % 100}?alt=media`, {headers: {range: 'bytes=100-4000'}}),
			await ask(`/storage/v1/b/bench/o/object-${round % 100}`, {method: 'PATCH', body: JSON.stringify({metadata: {round: `${round}`}})}),
		];
		if (round % 4 === 0) {
			answers.push(
				await put(`once-${round}`, 5000),
				await ask(`/storage/v1/b/bench/o/once-${round}/rewriteTo/b/bench/o/copy-${round}`, {method: 'POST'}),
				await ask(`/storage/v1/b/bench/o?prefix=object-&maxResults=50&fields=items(name,size),nextPageToken`),
			);
			await ask(`/storage/v1/b/bench/o/once-${round}`, {method: 'DELETE'});
			await ask(`/storage/v1/b/bench/o/copy-${round}`, {method: 'DELETE'});
			const begun = await ask(`/upload/storage/v1/b/bench/o?uploadType=resumable&name=resumed-${round % 50}`, {method: 'POST'});
			answers.push(begun);
			const resumed = new URL(begun.location);
			const path = resumed.pathname + resumed.search;
			const half = await ask(path, {method: 'PUT', headers: {'content-range': 'bytes 0-262143/300000'}, body: Buffer.alloc(262_144)});
			if (half.status !== 308) {
				throw new Error(`Half an upload was answered with ${half.status}: ${half.text}`);
			}

			if (round % 8 === 0) {
				answers.push(await ask(path, {method: 'PUT', headers: {'content-range': 'bytes 262144-299999/300000'}, body: Buffer.alloc(37_856)}));
			} else {
				left.push(path);
				// 40 are left open; the oldest is given up.
				if (left.length > 40) {
					await ask(left.shift(), {method: 'DELETE'});
				}
			}

			await ask(`/storage/v1/b/bench/o/absent-${round}`);
		}

		if (round % 20 === 0) {
			answers.push(await ask('/storage/v1/b?project=p', {method: 'POST', body: `{"name":"bench-${round}"}`}), await ask('/storage/v1/b?project=p'));
			await ask(`/storage/v1/b/bench-${round}`, {method: 'DELETE'});
			await drop(
				port,
				`POST /upload/storage/v1/b/bench/o?uploadType=media&name=dropped-${round} HTTP/1.1\r\nHost: x\r\nContent-Length: 90000\r\n\r\n${'x'.repeat(40_000)}`,
			);
			await drop(port, `GET /storage/v1/b/bench/o HTTP/1.1\r\nHost: x\r\n`);
		}

		for (const {status, text} of answers) {
			if (status >= 300) {
				throw new Error(`Cloud Storage answered ${status}: ${text}`);
			}
		}
	};
}

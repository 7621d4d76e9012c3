import {afterEach, beforeEach, expect, test} from 'vitest';
import {startRedisEngine} from '../../../source/engines/redis/start-redis-engine.ts';
import {hasRedisServer, redisServerNote, startRedisServer} from '../../redis-server.ts';
import {RawConnection} from './raw-connection.ts';
import {readSequence} from './written-sequences.ts';
import {until} from '../../until.ts';

const sequence = readSequence(`
	SET k v
	SET k v EX 1000
	SET k v NX
	SETEX k 1000 v
	SETNX n v
	MSET a 1 b 2
	INCR a
	DECRBY a 5
	EXPIRE k 100
	PERSIST k
	PERSIST k
	EXPIRE n -1
	GET nothing
	TTL nothing
	EXISTS nothing
	OBJECT IDLETIME nothing
	OBJECT FREQ nothing
	SET a 1
	SET b 2
	DEL c fresh
	HSET h a 1 b 2
	HINCRBY h a 1
	HSETNX h a 1
	HSETNX h c 1
	HDEL h a b c nothing
	LPUSH l a b
	RPUSH l c
	LPOP l
	RPOP l
	SADD s 1 2 3
	SADD s 1
	SREM s 1
	SPOP s 2
	SADD s 1 2
	SADD t 2 3
	ZADD z 1 a 2 b
	ZADD z 1 a
	ZADD z XX CH 3 a
	ZINCRBY z 1 a
	ZREM z a
	ZPOPMIN z
	ZADD z 1 a 2 b 3 c
	ZREMRANGEBYSCORE z 1 9
	GEOADD g 1 1 a
	SET p v PX 1
	SET k v GET
	FLUSHDB
`);

let engine: Awaited<ReturnType<typeof startRedisEngine>>;

beforeEach(async () => {
	engine = await startRedisEngine({});
});

afterEach(async () => {
	await engine.close();
});

/** All that a listener hears while the sequence runs, with what CONFIG GET then tells. */
async function hear(port: number, events: string): Promise<string[]> {
	const [listener, client] = [await RawConnection.open(port), await RawConnection.open(port)];
	await client.ask('CONFIG', 'SET', 'notify-keyspace-events', events);
	const heard = [await client.ask('CONFIG', 'GET', 'notify-keyspace-events')];
	await listener.ask('PSUBSCRIBE', '__key*@0__:*', 'end');
	await listener.reply();
	for (const {words} of sequence) {
		await client.ask(...words);
		if (words.includes('PX')) {
			await until(async () => (await client.ask('EXISTS', 'p')) === ':0\r\n');
		}
	}

	await client.ask('PUBLISH', 'end', '');
	for (;;) {
		const message = await listener.reply();
		if (message.includes('$3\r\nend')) {
			break;
		}

		heard.push(message);
	}

	listener.close();
	client.close();
	return heard;
}

test.runIf(hasRedisServer).each(['KEA', 'Kg$', 'Elshz', 'KEAn', 'Enxe', 'A', '', 'Km', 'KExg'])(
	`tells what redis-server tells of each change: %j${redisServerNote}`,
	async events => {
		const server = await startRedisServer();
		expect(await hear(engine.port, events)).toEqual(await hear(server.port, events));
		await server.stop();
	},
);

test('an expiry is heard, though nobody asks for the key', async () => {
	const [listener, client] = [await RawConnection.open(engine.port), await RawConnection.open(engine.port)];
	await client.ask('CONFIG', 'SET', 'notify-keyspace-events', 'Ex');
	await listener.ask('SUBSCRIBE', '__keyevent@0__:expired');
	await client.ask('SET', 'k', 'v', 'PX', '5');
	expect(await listener.reply()).toBe('*3\r\n$7\r\nmessage\r\n$22\r\n__keyevent@0__:expired\r\n$1\r\nk\r\n');
	listener.close();
	client.close();
});

import {afterEach, beforeEach, expect, test} from 'vitest';
import type {Engine} from '../../../source/engines/engine.ts';
import {startRedisEngine} from '../../../source/engines/redis/start-redis-engine.ts';
import {RawConnection} from './raw-connection.ts';
import {until} from '../../until.ts';

const startMs = 1_700_000_000_000;
let nowMs: number;
let engine: Engine;
let one: RawConnection;
let two: RawConnection;

beforeEach(async () => {
	nowMs = startMs;
	engine = await startRedisEngine({}, () => nowMs);
	one = await RawConnection.open(engine.port);
	two = await RawConnection.open(engine.port);
});

afterEach(async () => {
	one.close();
	two.close();
	await engine.close();
});

const statistic = async (name: string) => Number(new RegExp(`${name}:(\\d+)`).exec(await one.ask('INFO', 'stats'))?.[1]);

test('a key lives to its last millisecond, and no longer', async () => {
	await one.ask('SET', 'k', 'v', 'PX', '1500');
	expect([await one.ask('TTL', 'k'), await one.ask('PTTL', 'k'), await one.ask('PEXPIRETIME', 'k')]).toEqual([':2\r\n', ':1500\r\n', `:${startMs + 1500}\r\n`]);
	nowMs += 1001;
	expect([await one.ask('TTL', 'k'), await one.ask('PTTL', 'k')]).toEqual([':0\r\n', ':499\r\n']);
	nowMs = startMs + 1500;
	expect([await one.ask('GET', 'k'), await one.ask('PTTL', 'k')]).toEqual(['$1\r\nv\r\n', ':0\r\n']);
	nowMs++;
	expect([await one.ask('GET', 'k'), await one.ask('TTL', 'k'), await one.ask('DBSIZE')]).toEqual(['$-1\r\n', ':-2\r\n', ':0\r\n']);
	expect([await statistic('expired_keys'), await statistic('keyspace_hits'), await statistic('keyspace_misses')]).toEqual([1, 7, 2]);
});

test.each([
	['SET without KEEPTTL', ['SET', 'k', 'w'], 'w'],
	['PERSIST', ['PERSIST', 'k'], '1'],
	['a later EXPIRE', ['EXPIRE', 'k', '100'], '1'],
])('%s takes the expiry away', async (_title, request, value) => {
	await one.ask('SET', 'k', '1', 'EX', '10');
	await one.ask(...request);
	nowMs += 10_001;
	expect(await one.ask('GET', 'k')).toBe(`$1\r\n${value}\r\n`);
});

test.each([
	['SET KEEPTTL', ['SET', 'k', 'w', 'KEEPTTL']],
	['INCR', ['INCR', 'k']],
	['a refused EXPIRE', ['EXPIRE', 'k', '100', 'BAD']],
])('%s keeps the expiry', async (_title, request) => {
	await one.ask('SET', 'k', '1', 'EX', '10');
	await one.ask(...request);
	nowMs += 10_001;
	expect(await one.ask('GET', 'k')).toBe('$-1\r\n');
});

test('what has expired is not there for any command', async () => {
	const expire = async () => {
		await one.ask('SET', 'k', '5', 'PX', '10');
		nowMs += 11;
	};

	const replies: string[] = [];
	for (const request of [
		['EXISTS', 'k'],
		['TYPE', 'k'],
		['STRLEN', 'k'],
		['INCR', 'k'],
		['PERSIST', 'k'],
		['EXPIRE', 'k', '9'],
		['DEL', 'k'],
		['SETNX', 'k', 'v'],
		['SET', 'k', 'v', 'XX'],
		['KEYS', '*'],
		['SCAN', '0'],
		['MGET', 'k'],
		['HGET', 'k', 'f'],
		['OBJECT', 'IDLETIME', 'k'],
		['SADD', 'k', 'm'],
	]) {
		await expire();
		replies.push(await one.ask(...request));
		await one.ask('DEL', 'k');
	}

	expect(replies.map(reply => reply.trimEnd().replaceAll('\r\n', ' '))).toEqual([
		':0',
		'+none',
		':0',
		':1',
		':0',
		':0',
		':0',
		':1',
		'$-1',
		'*0',
		'*2 $1 0 *0',
		'*1 $-1',
		'$-1',
		'$-1',
		':1',
	]);
});

test('nobody has to ask for an expired key to go', async () => {
	await one.ask('MSET', ...Array.from({length: 2000}, (_, i) => [`k${i}`, 'v']).flat());
	for (let i = 0; i < 1000; i++) {
		one.send('PEXPIRE', `k${i}`, '50');
	}

	for (let i = 0; i < 1000; i++) {
		await one.reply();
	}

	nowMs += 51;
	await until(async () => (await one.ask('DBSIZE')) === ':1000\r\n');
	expect([await statistic('expired_keys'), await statistic('keyspace_misses')]).toEqual([1000, 0]);
});

test('a watched key that expires fails the transaction, whether it was removed or not', async () => {
	await one.ask('SET', 'k', 'v', 'PX', '10');
	await one.ask('WATCH', 'k');
	nowMs += 11;
	await one.ask('MULTI');
	await one.ask('PING');
	expect(await one.ask('EXEC')).toBe('*-1\r\n');

	await one.ask('SET', 'k', 'v', 'PX', '10');
	await one.ask('WATCH', 'k');
	nowMs += 11;
	await two.ask('GET', 'k');
	await one.ask('MULTI');
	await one.ask('PING');
	expect(await one.ask('EXEC')).toBe('*-1\r\n');
});

test('no key expires within a transaction', async () => {
	let tick = 0;
	const ticking = await startRedisEngine({}, () => startMs + tick++ * 1000);
	const connection = await RawConnection.open(ticking.port);
	await connection.ask('MULTI');
	await connection.ask('SET', 'k', 'v', 'PX', '1');
	for (let i = 0; i < 5; i++) {
		await connection.ask('GET', 'k');
	}

	expect(await connection.ask('EXEC')).toBe(`*6\r\n+OK\r\n${'$1\r\nv\r\n'.repeat(5)}`);
	expect(await connection.ask('GET', 'k')).toBe('$-1\r\n');
	connection.close();
	await ticking.close();
});

test('tells the time of its clock', async () => {
	nowMs = 1_700_000_000_123;
	expect(await one.ask('TIME')).toBe('*2\r\n$10\r\n1700000000\r\n$6\r\n123000\r\n');
});

import * as fc from 'fast-check';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import type {Engine} from '../../../source/engines/engine.ts';
import {limits} from '../../../source/engines/redis/limits.ts';
import {startRedisEngine} from '../../../source/engines/redis/start-redis-engine.ts';
import {rounds} from '../../thorough.ts';
import {encode, RawConnection} from './raw-connection.ts';
import {until} from '../../until.ts';

let engine: Engine;
let watcher: RawConnection;
let connection: RawConnection;

beforeEach(async () => {
	engine = await startRedisEngine({});
	watcher = await RawConnection.open(engine.port);
	connection = await RawConnection.open(engine.port);
});

afterEach(async () => {
	watcher.close();
	connection.close();
	await engine.close();
});

const field = async (name: string) => Number(new RegExp(`${name}:(\\d+)`).exec(await watcher.ask('INFO'))?.[1]);
const megabyte = 1024 * 1024;

test('any bytes, split anywhere, leave the others undisturbed', async () => {
	const piece = fc.oneof(
		fc.uint8Array({maxLength: 40}).map(bytes => Buffer.from(bytes).toString('latin1')),
		fc.constantFrom(
			'*3\r\n$3\r\nSET\r\n',
			'$1\r\nk\r\n',
			'*1\r\n$4\r\nPING\r\n',
			'$99999999\r\n',
			'*1048576\r\n',
			'\r\n',
			'MULTI\r\n',
			'EXEC\r\n',
			'GET k\r\n',
			'*-1\r\n',
			'MONITOR\r\n',
		),
	);
	await fc.assert(
		fc.asyncProperty(fc.array(piece, {maxLength: 12}), async pieces => {
			const hostile = await RawConnection.open(engine.port);
			for (const bytes of pieces) {
				hostile.write(bytes);
				await new Promise(setImmediate);
			}

			hostile.socket.end();
			await hostile.untilClosed();
			expect(await watcher.ask('PING')).toBe('+PONG\r\n');
		}),
		{numRuns: rounds(40, 100)},
	);
	await until(async () => (await field('connected_clients')) === 2 && (await field('mem_clients_normal')) === 0);
});

test.each([
	['a bulk past the limit', `*2\r\n$3\r\nGET\r\n$${limits.maxBulkBytes + 1}\r\n`, 'invalid bulk length'],
	['a bulk past all numbers', '*1\r\n$99999999999999999999\r\n', 'invalid bulk length'],
	['too many arguments', `*${limits.maxArguments + 1}\r\n`, 'invalid multibulk length'],
	['an endless count', `*${'1'.repeat(70_000)}`, 'too big mbulk count string'],
	['an endless length', `*1\r\n$${'1'.repeat(70_000)}`, 'too big bulk count string'],
	['an endless line', 'a'.repeat(70_000), 'too big inline request'],
	['a long line that ends', `ECHO ${'a'.repeat(70_000)}\r\n`, 'too big inline request'],
	['something else than a bulk', '*1\r\n:1\r\n', "expected '$', got ':'"],
	['an open quote', 'ECHO "a\r\n', 'unbalanced quotes in request'],
])('%s is an error, and the end', async (_title, bytes, message) => {
	connection.write(bytes);
	expect(await connection.untilClosed()).toBe(`-ERR Protocol error: ${message}\r\n`);
});

test('what came before a wrong frame is answered', async () => {
	connection.write(`${encode(['SET', 'k', 'v'])}${encode(['GET', 'k'])}*1\r\n!${encode(['SET', 'k', 'w'])}`);
	expect(await connection.untilClosed()).toBe("+OK\r\n$1\r\nv\r\n-ERR Protocol error: expected '$', got '!'\r\n");
	expect(await watcher.ask('GET', 'k')).toBe('$1\r\nv\r\n');
});

test('ten thousand requests at once are answered in order', async () => {
	connection.write(Array.from({length: 10_000}, (_, i) => encode(['ECHO', String(i)])).join(''));
	for (let i = 0; i < 10_000; i++) {
		const text = String(i);
		expect(await connection.reply()).toBe(`$${text.length}\r\n${text}\r\n`);
	}
});

test('half a request and then the end is nothing', async () => {
	connection.write('*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$5\r\nhal');
	connection.socket.end();
	expect(await connection.untilClosed()).toBe('');
	expect(await watcher.ask('EXISTS', 'k')).toBe(':0\r\n');
});

test('requests before the end of a half-closed connection are answered', async () => {
	connection.socket.end('PING\r\n');
	expect(await connection.untilClosed()).toBe('+PONG\r\n');
});

test('a large value comes through in any pieces', async () => {
	const value = 'x'.repeat(5 * megabyte);
	const bytes = encode(['SET', 'k', value]);
	for (let at = 0; at < bytes.length; at += 300_001) {
		connection.write(bytes.slice(at, at + 300_001));
	}

	expect(await connection.reply()).toBe('+OK\r\n');
	expect((await connection.ask('GET', 'k')).length).toBe(value.length + '$5242880\r\n\r\n'.length);
});

describe('memory', () => {
	test('a reader that does not read has its requests wait', async () => {
		// Of a megabyte each: more than the sockets and the engine hold.
		const replies = rounds(60, 300);
		await watcher.ask('SET', 'k', 'x'.repeat(megabyte));
		connection.socket.pause();
		for (let i = 0; i < replies; i++) {
			connection.send('GET', 'k');
		}

		connection.send('INCR', 'done');
		await until(async () => (await field('total_commands_processed')) > 4);
		expect(await field('mem_clients_normal')).toBeLessThan(4 * megabyte);
		expect(await watcher.ask('EXISTS', 'done')).toBe(':0\r\n');
		connection.socket.resume();
		for (let i = 0; i < replies; i++) {
			await connection.reply();
		}

		expect(await connection.reply()).toBe(':1\r\n');
	});

	test('a client that reads only when it has sent all gets all', async () => {
		await watcher.ask('SET', 'k', 'x'.repeat(10_000));
		connection.socket.pause();
		// More than the buffers of both sockets and the pause of the engine hold, in requests and in replies.
		const count = 400_000;
		const requests = Buffer.from(encode(['STRLEN', 'k']).repeat(count - 5000) + encode(['GET', 'k']).repeat(5000));
		const sent = new Promise<void>(resolve => {
			connection.socket.write(requests, () => resolve());
		});
		await sent;
		expect(await watcher.ask('PING')).toBe('+PONG\r\n');
		connection.socket.resume();
		connection.socket.end();
		expect((await connection.untilClosed()).length).toBe((count - 5000) * ':10000\r\n'.length + 5000 * (10_000 + '$10000\r\n\r\n'.length));
	});

	test('one that never reads is closed at its limit, and nobody else is', async () => {
		await watcher.ask('SET', 'k', 'x'.repeat(megabyte));
		const hogs = await Promise.all(Array.from({length: rounds(2, 4)}, async () => RawConnection.open(engine.port)));
		const closed = hogs.map(
			async ({socket}) =>
				new Promise(resolve => {
					socket.once('close', resolve);
				}),
		);
		const piece = encode(['GET', 'k']).repeat(100_000);
		for (const {socket} of hogs) {
			socket.pause();
			// One that does not read notices the end only as it writes.
			const writeOn = (error?: Error | null) => error ?? socket.write(piece, writeOn);
			writeOn();
		}

		await Promise.all(closed);
		expect(await watcher.ask('PING')).toBe('+PONG\r\n');
		expect(await connection.ask('PING')).toBe('+PONG\r\n');
	});

	test('a reply larger than a connection may hold ends the connection', async () => {
		await watcher.ask('SET', 'k', 'x'.repeat(megabyte));
		connection.send('MGET', ...Array.from({length: 200}, () => 'k'));
		expect(await connection.untilClosed()).toBe('');
		expect(await watcher.ask('PING')).toBe('+PONG\r\n');
	});

	test('a queue larger than a connection may hold ends the connection', async () => {
		await connection.ask('MULTI');
		const bytes = encode(['SET', 'k', 'x'.repeat(10 * megabyte)]);
		for (let i = 0; i < 14; i++) {
			connection.write(bytes);
		}

		await connection.untilClosed();
		expect(await watcher.ask('EXISTS', 'k')).toBe(':0\r\n');
	});

	test('a monitor that does not read is closed', async () => {
		expect(await connection.ask('MONITOR')).toBe('+OK\r\n');
		connection.socket.pause();
		const value = 'x'.repeat(megabyte);
		for (let i = 0; i < 60; i++) {
			await watcher.ask('SET', 'k', value);
		}

		expect(await field('connected_clients')).toBe(1);
	});

	test('past maxmemory nothing more is stored, also not within a transaction', async () => {
		expect(await watcher.ask('CONFIG', 'SET', 'maxmemory', '10kb')).toBe('+OK\r\n');
		expect(await watcher.ask('CONFIG', 'SET', 'maxmemory', '1gb')).toMatch(/^-ERR CONFIG SET failed .*between 0 and 268435456 inclusive/);
		const oom = "-OOM command not allowed when used memory > 'maxmemory'.\r\n";
		await connection.ask('MULTI');
		await connection.ask('SET', 'a', 'x'.repeat(20_000));
		await connection.ask('SET', 'b', 'x');
		expect(await connection.ask('EXEC')).toBe(`*2\r\n+OK\r\n${oom}`);
		expect([
			await connection.ask('SET', 'b', 'x'),
			await connection.ask('SETNX', 'a', 'x'),
			await connection.ask('INCR', 'n'),
			await connection.ask('HSET', 'h', 'f', 'v'),
		]).toEqual([oom, oom, oom, oom]);
		expect([await connection.ask('STRLEN', 'a'), await connection.ask('DEL', 'a'), await connection.ask('SET', 'b', 'x')]).toEqual([
			':20000\r\n',
			':1\r\n',
			'+OK\r\n',
		]);
	});

	test('what is stored is counted, and no longer when it is gone', async () => {
		await connection.ask('MSET', 'a', 'x'.repeat(1000), 'b', 'x');
		await connection.ask('SET', 'b', 'y'.repeat(5001));
		await connection.ask('HSET', 'h', 'f', 'value');
		await connection.ask('ZADD', 'z', '1', 'one', '2', 'gone');
		await connection.ask('ZREM', 'z', 'gone');
		await connection.ask('SADD', 's', 'gone');
		await connection.ask('SREM', 's', 'gone');
		await connection.ask('RPUSH', 'l', 'a', 'b');
		await connection.ask('LPOP', 'l');
		await connection.ask('SET', 'a', 'short');
		await watcher.ask('SELECT', '3');
		await watcher.ask('SET', 'd', 'v');
		expect(await field('used_memory_dataset')).toBe(5001 + 5 + 1 + 6 + 3 + 1 + 3 * 64 + 6 * (1 + 120));
		await connection.ask('FLUSHDB');
		expect(await field('used_memory_dataset')).toBe(2 + 120);
		await connection.ask('FLUSHALL');
		expect(await field('used_memory_dataset')).toBe(0);
	});

	test('one connection too many is told so', async () => {
		const open = await Promise.all(Array.from({length: limits.maxClients - 2}, async () => RawConnection.open(engine.port)));
		await until(async () => (await field('connected_clients')) === limits.maxClients);
		const last = await RawConnection.open(engine.port);
		expect(await last.untilClosed()).toBe('-ERR max number of clients reached\r\n');
		open[0]?.close();
		await until(async () => (await field('connected_clients')) === limits.maxClients - 1);
		const next = await RawConnection.open(engine.port);
		expect(await next.ask('PING')).toBe('+PONG\r\n');
		for (const each of [...open, next]) {
			each.close();
		}
	});
});

test('clients are listed and named', async () => {
	await connection.ask('CLIENT', 'SETNAME', 'victim');
	const {localPort} = connection.socket;
	const list = await watcher.ask('CLIENT', 'LIST');
	expect(list).toMatch(
		new RegExp(
			`id=2 addr=127\\.0\\.0\\.1:${localPort} laddr=127\\.0\\.0\\.1:${engine.port} name=victim age=0 idle=0 flags=N db=0 sub=0 psub=0 multi=-1 .* cmd=client\\|setname user=default resp=2`,
		),
	);
});

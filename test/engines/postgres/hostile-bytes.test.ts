// Bytes that no client sends: each connection that does ends with an error, the engine and the others go on.
import * as fc from 'fast-check';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {Engine} from '../../../source/engines/engine.ts';
import {startPostgresEngine} from '../../../source/engines/postgres/start-postgres-engine.ts';
import {rounds} from '../../thorough.ts';
import {until} from '../../until.ts';
import {connectTo, frame, int32, RawClient, split, startup} from './open-postgres.ts';

let engine: Engine;

beforeAll(async () => {
	engine = await startPostgresEngine({});
});

afterAll(async () => {
	await engine?.close();
});

const isWell = async () => {
	const client = await connectTo(engine.port);
	expect((await client.query('select 1 + $1 as n', [1])).rows).toEqual([{n: 2}]);
	await client.end();
};

/** What a connection says that is sent bytes: the fields of its last error, once it is closed. */
async function saidTo(bytes: string, isStarted: boolean): Promise<string> {
	const client = await (isStarted ? RawClient.start(engine.port) : RawClient.open(engine.port));
	client.write(bytes);
	const [type, body] = split(await client.untilClosed()).at(-1) ?? ['', ''];
	return type === 'E' ? body : `no error but ${type}`;
}

const query = (sql: string) => frame('Q', `${sql}\0`);

test.each<[string, string, string]>([
	['a length below its own', int32(3), 'invalid length of startup packet'],
	['a packet without a version', int32(6) + '\0\0', 'invalid length of startup packet'],
	['a negative length', int32(-1), 'invalid length of startup packet'],
	['a length of gigabytes', int32(0x7f_ff_ff_ff), 'invalid length of startup packet'],
	['another protocol', int32(8) + int32(0x00_02_00_00), 'unsupported frontend protocol 2.0'],
	['words of HTTP', 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n', 'invalid length of startup packet'],
	['parameters without an end', startup('user\0learner'), 'invalid startup packet layout'],
	['a name without a value', startup('user\0\0'), 'invalid startup packet layout'],
	['no user', startup('database\0shopstream\0\0'), 'no PostgreSQL user name specified'],
	['replication', startup('user\0learner\0database\0shopstream\0replication\0true\0\0'), 'replication is not supported'],
	['a cancel request of another length', int32(20) + int32(80_877_102) + int32(1) + int32(2) + int32(3), 'invalid length of cancel request packet'],
])('at the start: %s', async (_, bytes, words) => {
	expect(await saidTo(bytes, false)).toContain(words);
});

test.each<[string, string, string]>([
	['a type that is none', frame('!', ''), 'invalid frontend message type 33'],
	['a password that nobody asked for', frame('p', 'secret\0'), 'invalid frontend message type 112'],
	['a length below its own', `Q${int32(3)}`, 'invalid message length'],
	['a negative length', `Q${int32(-5)}`, 'invalid message length'],
	['a length of gigabytes', `Q${int32(0x7f_ff_ff_ff)}`, 'invalid message length'],
	['a query without an end', frame('Q', 'select 1'), 'invalid string in message'],
	['a Parse without an end', frame('P', 'name') + frame('S', ''), 'invalid string in message'],
	['a Bind without an end', frame('B', 'portal\0name') + frame('S', ''), 'invalid string in message'],
	['a Describe of nothing', frame('D', '') + frame('S', ''), 'invalid string in message'],
])('later: %s', async (_, bytes, words) => {
	expect(await saidTo(bytes, true)).toContain(words);
});

test.each<[string, string]>([
	['a Bind that ends in the middle', frame('P', '\0select $1::int\0\0\0') + frame('B', '\0\0\0\u0001') + frame('S', '')],
	['a Bind of a million values', frame('P', '\0select 1\0\0\0') + frame('B', '\0\0\0\0\uFFFF\0\0') + frame('S', '')],
	['a Describe of another kind', frame('D', 'Zname\0') + frame('S', '')],
	['an Execute of a portal that is not there', frame('E', 'nothing\0\0\0\0\0') + frame('S', '')],
	['a function call of nothing', frame('F', '')],
	["a text after the query's end", frame('Q', 'select 1\0more')],
	['a query of no known encoding', query("select '\u00FF\u00FE'")],
	['a Sync with a body', frame('S', 'body')],
	['an Execute without a number', frame('E', '\0') + frame('S', '')],
])('PostgreSQL itself answers %s, and the connection goes on', async (_, bytes) => {
	const client = await RawClient.start(engine.port);
	const answers = await client.ask(bytes);
	expect(answers.map(([type]) => type)).toContain('E');
	expect(answers.at(-1)![0]).toBe('Z');
	const late = await client.ask(query('select 1'));
	expect(late.map(([type]) => type)).toEqual(['T', 'D', 'C', 'Z']);
	client.close();
});

test('a packet or message that is never whole holds nobody up', async () => {
	const half = await RawClient.open(engine.port);
	half.write(startup().slice(0, 20));
	const other = await RawClient.start(engine.port);
	other.write(query('select 1').slice(0, 8));
	const batch = await RawClient.start(engine.port);
	batch.write(frame('P', '\0select 1\0\0\0'));
	await isWell();
	for (const client of [half, other, batch]) {
		client.close();
	}
});

test('messages come in pieces of any size', async () => {
	const client = await RawClient.open(engine.port);
	for (const byte of startup()) {
		client.write(byte);
	}

	await client.messages('Z');
	client.received = '';
	for (const byte of frame('P', '\0select 5\0\0\0') + frame('B', '\0\0\0\0\0\0\0\0') + frame('E', '\0\0\0\0\0') + frame('S', '')) {
		client.write(byte);
		await new Promise(setImmediate);
	}

	expect((await client.messages('Z')).map(([type]) => type)).toEqual(['1', '2', 'D', 'C', 'Z']);
	client.close();
});

test('messages without a Sync are bounded, whole batches wait in the socket', async () => {
	const client = await RawClient.start(engine.port);
	const many = frame('D', 'S\0').repeat(100_000);
	for (let i = 0; i < 20 && !client.isClosed; i++) {
		client.write(many);
		await new Promise(setImmediate);
	}

	expect(await client.untilClosed()).toContain('too many messages without a Sync');

	const holder = await connectTo(engine.port);
	await holder.query('begin');
	const patient = await RawClient.start(engine.port);
	const before = process.memoryUsage().rss;
	const one = query('select 1');
	patient.write(one.repeat(rounds(100_000, 1_000_000)));
	await new Promise(resolve => {
		setTimeout(resolve, 300);
	});
	expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
	await holder.query('commit');
	await until(() => patient.received.length > 1_000_000);
	patient.close();
	await holder.end();
	await isWell();
});

test('random bytes, at the start and later, end their connection or are answered; the engine is well', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.boolean(),
			fc.array(
				fc.oneof(
					fc.uint8Array({maxLength: 40}).map(bytes => Buffer.from(bytes).toString('latin1')),
					fc
						.tuple(fc.constantFrom(...'QPBDECSHFXdcfp!'), fc.uint8Array({maxLength: 30}))
						.map(([type, body]) => frame(type, Buffer.from(body).toString('latin1'))),
				),
				{maxLength: 6},
			),
			async (isStarted, parts) => {
				const client = await (isStarted ? RawClient.start(engine.port) : RawClient.open(engine.port));
				client.write(parts.join(''));
				client.socket.end();
				await client.untilClosed();
			},
		),
		{numRuns: rounds(40, 100)},
	);
	await isWell();
});

import {afterEach, beforeEach, expect, test} from 'vitest';
import type {Engine} from '../../../source/engines/engine.ts';
import {startRedisEngine} from '../../../source/engines/redis/start-redis-engine.ts';
import {RawConnection} from './raw-connection.ts';

let engine: Engine;
let monitor: RawConnection;
let client: RawConnection;
let prefix: string;

beforeEach(async () => {
	engine = await startRedisEngine({}, () => 1_700_000_000_042);
	monitor = await RawConnection.open(engine.port);
	client = await RawConnection.open(engine.port);
	const {localPort} = client.socket;
	prefix = `+1700000000.042000 [0 127.0.0.1:${localPort}] `;
	await monitor.ask('MONITOR');
});

afterEach(async () => {
	monitor.close();
	client.close();
	await engine.close();
});

test('shows what runs, quoted as Redis quotes', async () => {
	await client.ask('SET', 'key', 'a "b" \\ \n\r\t\u0007\b\0\u00FF', 'EX', '300');
	await client.ask('get', 'key');
	await client.ask('GET');
	await client.ask('NONSENSE');
	await client.ask('CONFIG', 'GET', 'save');
	await client.ask('HELLO', '2', 'SETNAME', 'me');
	await client.ask('INCR', 'key');
	expect([await monitor.reply(), await monitor.reply(), await monitor.reply(), await monitor.reply()]).toEqual([
		`${prefix}"SET" "key" "a \\"b\\" \\\\ \\n\\r\\t\\a\\b\\x00\\xff" "EX" "300"\r\n`,
		`${prefix}"get" "key"\r\n`,
		`${prefix}"HELLO" "2" "SETNAME" "me"\r\n`,
		`${prefix}"INCR" "key"\r\n`,
	]);
});

test('shows a transaction when it runs, with its database', async () => {
	await client.ask('SELECT', '3');
	await client.ask('MULTI');
	await client.ask('SET', 'k', 'v');
	await client.ask('EXEC');
	const lines: string[] = [];
	for (let i = 0; i < 4; i++) {
		lines.push((await monitor.reply()).replace(/^.*?\[/, '['));
	}

	const from = (database: number) => `[${database} 127.0.0.1:${client.socket.localPort}] `;
	expect(lines).toEqual([`${from(3)}"SELECT" "3"\r\n`, `${from(3)}"MULTI"\r\n`, `${from(3)}"SET" "k" "v"\r\n`, `${from(3)}"EXEC"\r\n`]);
});

test('one who monitors reads and writes nothing', async () => {
	expect(await monitor.ask('GET', 'k')).toBe("-ERR Replica can't interact with the keyspace\r\n");
});

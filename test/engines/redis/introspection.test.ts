import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Engine} from '../../../source/engines/engine.ts';
import {createCommandTable} from '../../../source/engines/redis/commands/command-table.ts';
import {startRedisEngine} from '../../../source/engines/redis/start-redis-engine.ts';
import {hasRedisServer, redisServerNote, type RedisServer, startRedisServer} from '../../redis-server.ts';
import {rounds} from '../../thorough.ts';
import {RawConnection} from './raw-connection.ts';

/** Whose subcommands, or ways to order, are here but in part. */
const inPart = new Set([
	'client',
	'command',
	'config',
	'memory',
	'memory|usage',
	'object',
	'hello',
	'zadd',
	'zrange',
	'zrangebyscore',
	'expire',
	'pexpire',
	'expireat',
	'pexpireat',
	'client|list',
]);

const commands = createCommandTable().all.flatMap(command => [command, ...command.subcommands]);

describe.runIf(hasRedisServer)(`beside redis-server${redisServerNote}`, () => {
	let engine: Engine;
	let server: RedisServer;
	let ours: RawConnection;
	let real: RawConnection;

	beforeAll(async () => {
		engine = await startRedisEngine({});
		server = await startRedisServer();
		[ours, real] = [await RawConnection.open(engine.port), await RawConnection.open(server.port)];
	});

	afterAll(async () => {
		ours.close();
		real.close();
		await server.stop();
		await engine.close();
	});

	const cli = async (port: number, ...words: readonly string[]) =>
		(await promisify(execFile)('redis-cli', ['-p', String(port), ...words], {timeout: 10_000, env: {...process.env, TERM: 'dumb'}})).stdout;

	test('redis-cli helps with the same words', async () => {
		for (const {name} of commands.filter(({name}, i) => !inPart.has(name) && i % rounds(8, 1) === 0)) {
			const help = ['help', ...name.split('|')];
			expect(await cli(engine.port, ...help)).toBe(await cli(server.port, ...help));
		}
	});

	test('a session of redis-cli reads the same', async () => {
		const session = `SET cart "3 pens" EX 300
TTL cart
HSET driver:7 name Ann rides 12
HINCRBY driver:7 rides 1
HGETALL driver:7
GEOADD cab 13.4 52.5 ann 13.41 52.51 bob
GEOSEARCH cab FROMLONLAT 13.4 52.5 BYRADIUS 2 km ASC WITHDIST
ZADD best 10.5 pens 7 ink
ZRANGE best 0 -1 WITHSCORES
SADD tags a
SMEMBERS tags
LPUSH last 1 2 3
LRANGE last 0 -1
GET driver:7
EVAL "return 1" 0
MULTI
INCR seen
EXEC
CONFIG SET maxmemory-policy allkeys-lru
OBJECT IDLETIME nothing
nonsense
`;
		const told = async (port: number) => {
			const running = promisify(execFile)('redis-cli', ['-p', String(port), '--no-raw'], {timeout: 10_000});
			running.child.stdin!.end(session);
			return (await running).stdout;
		};

		const said = await told(engine.port);
		expect(said).toContain('4) "13"');
		// redis-server 7.0 has scripts.
		expect(said.replace(/\(error\) ERR unknown command 'EVAL'.*/, '(integer) 1')).toBe(await told(server.port));
		expect(await cli(engine.port, '--bigkeys')).toContain('Biggest   hash found');
		expect(await cli(engine.port, '--memkeys')).toContain('Biggest');
	});

	test('redis-cli finds the hot keys, and redis-benchmark runs its default tests to the end', async () => {
		expect(await cli(engine.port, 'CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lfu')).toBe('OK\n');
		expect(await cli(engine.port, '--hotkeys')).toContain('hot key found');
		const {stdout} = await promisify(execFile)('redis-benchmark', ['-p', String(engine.port), '-n', '200', '-q'], {timeout: 60_000});
		expect(stdout.match(/requests per second/g)).toHaveLength(20);
		expect(stdout).toContain('MSET (10 keys)');
	});
});

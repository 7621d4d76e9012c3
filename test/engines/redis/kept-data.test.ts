import {execFileSync} from 'node:child_process';
import {chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {keptFileName, startRedisEngine} from '../../../source/engines/redis/start-redis-engine.ts';
import {encodeFrame} from '../../../source/engines/redis/kept-file.ts';
import {encode, RawConnection} from './raw-connection.ts';
import {until} from '../../until.ts';

const nowMs = 1_700_000_000_000;
let folder: string;
let file: string;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'shopstream-redis-'));
	file = join(folder, keptFileName);
});

afterEach(async () => {
	await rm(folder, {recursive: true});
});

/** Starts an engine on the folder, asks it, and closes it. */
async function session(requests: ReadonlyArray<readonly string[]>, atMs = nowMs): Promise<string[]> {
	const engine = await startRedisEngine({dataFolder: folder}, () => atMs);
	const connection = await RawConnection.open(engine.port);
	const replies: string[] = [];
	for (const request of requests) {
		replies.push(await connection.ask(...request));
	}

	connection.close();
	await engine.close();
	return replies;
}

/** What the journal writes at once. */
const frame = (requests: ReadonlyArray<readonly string[]>) => encodeFrame(requests.map(request => encode(request)).join('')).toString('latin1');

test('what was stored is there again, with its expiry and in its database', async () => {
	await session([
		['SET', 'plain', 'a\r\n\0\u00FF'],
		['SET', 'timed', 'v', 'EX', '100'],
		['SET', 'short', 'v', 'EX', '1'],
		['SET', 'gone', 'v'],
		['DEL', 'gone'],
		['SELECT', '7'],
		['SET', 'log', 'a'],
		['SET', 'log', 'ab'],
		['SET', 'kept', 'v', 'PX', '5'],
		['PERSIST', 'kept'],
	]);
	expect(
		await session(
			[
				['GET', 'plain'],
				['PEXPIRETIME', 'timed'],
				['GET', 'short'],
				['GET', 'gone'],
				['DBSIZE'],
				['SELECT', '7'],
				['GET', 'log'],
				['PTTL', 'kept'],
				['DBSIZE'],
			],
			nowMs + 50_000,
		),
	).toEqual(['$5\r\na\r\n\0\u00FF\r\n', `:${nowMs + 100_000}\r\n`, '$-1\r\n', '$-1\r\n', ':2\r\n', '+OK\r\n', '$2\r\nab\r\n', ':-1\r\n', ':2\r\n']);
});

test('closing leaves the smallest file that says it', async () => {
	await session([...Array.from({length: 100}, (_, i) => ['SET', 'k', String(i)]), ['SET', 'timed', 'v', 'EX', '100'], ['SELECT', '2'], ['SET', 'j', 'v']]);
	expect(await readFile(file, 'latin1')).toBe(
		frame([
			['SELECT', '0'],
			['SET', 'k', '99'],
			['SET', 'timed', 'v'],
			['PEXPIREAT', 'timed', String(nowMs + 100_000)],
			['SELECT', '2'],
			['SET', 'j', 'v'],
		]),
	);
});

test('values of all kinds are there again', async () => {
	await session([
		['HSET', 'h', 'a', '1', 'b', '2'],
		['RPUSH', 'l', 'x', 'y'],
		['SADD', 's', ...Array.from({length: 2500}, (_, i) => String(i))],
		['ZADD', 'z', '0.1', 'm', '-inf', 'n'],
		['PEXPIREAT', 'z', String(nowMs + 1000)],
	]);
	expect(
		await session([
			['HGETALL', 'h'],
			['LRANGE', 'l', '0', '-1'],
			['SCARD', 's'],
			['ZRANGE', 'z', '0', '-1', 'WITHSCORES'],
			['PTTL', 'z'],
		]),
	).toEqual([
		'*4\r\n$1\r\na\r\n$1\r\n1\r\n$1\r\nb\r\n$1\r\n2\r\n',
		'*2\r\n$1\r\nx\r\n$1\r\ny\r\n',
		':2500\r\n',
		'*4\r\n$1\r\nn\r\n$4\r\n-inf\r\n$1\r\nm\r\n$19\r\n0.10000000000000001\r\n',
		':1000\r\n',
	]);
});

test('a write is in the file, soon after it is answered, whatever happens to the process', async () => {
	const engine = await startRedisEngine({dataFolder: folder}, () => nowMs);
	const connection = await RawConnection.open(engine.port);
	for (const value of ['v', 'w']) {
		await connection.ask('SET', 'k', value);
		const written = frame([
			['SELECT', '0'],
			['SET', 'k', value],
		]);
		await until(async () => (await readFile(file, 'latin1')) === written);
	}

	connection.close();
	await engine.close();
});

test('while it cannot be saved nothing more is stored, and that is said', async () => {
	const engine = await startRedisEngine({dataFolder: folder}, () => nowMs);
	const connection = await RawConnection.open(engine.port);
	await mkdir(`${file}.new`);
	await connection.ask('SET', 'k', 'v');
	await until(async () => /^-MISCONF Errors writing to the AOF file: .*\.new is not a file; move it away\r\n$/.test(await connection.ask('SET', 'k', 'w')));
	expect(await connection.ask('GET', 'k')).toBe('$1\r\nv\r\n');
	await rm(`${file}.new`, {recursive: true});
	await until(async () => (await connection.ask('SET', 'k', 'w')) === '+OK\r\n');
	connection.close();
	await engine.close();
});

test.each([
	['bytes that are no commands', 'garbage\r\n'],
	["a frame that is another's", frame([['SET', 'k', 'v']]).replace('k', 'j')],
	['rubbish after a frame', `${frame([['SET', 'k', 'v']])}rubbish that is longer than a frame's header`],
	['half a frame', frame([['SET', 'k', 'v']]).slice(0, -1)],
	['half a request', encodeFrame(encode(['SET', 'k', 'v']).slice(0, -1)).toString('latin1')],
	['a command that stores nothing', frame([['GET', 'k']])],
	[
		'a command that fails',
		frame([
			['SET', 'k', 'v'],
			['LPUSH', 'k', 'v'],
		]),
	],
	['a wrong number', frame([['SET', 'k', 'v', 'PXAT', 'soon']])],
	['a database that is not there', frame([['SELECT', '16']])],
])('%s are refused, and the file is left alone', async (_title, content) => {
	await writeFile(file, content);
	await expect(startRedisEngine({dataFolder: folder})).rejects.toThrow(
		new RegExp(`^${file} is damaged at byte \\d+; move it away to start without the kept Redis data$`),
	);
	expect(await readFile(file, 'latin1')).toBe(content);
});

test("a folder and a file made with wider rights are nobody else's any more", async () => {
	await session([['SET', 'k', 'v']]);
	await chmod(folder, 0o755);
	await chmod(file, 0o644);
	await session([]);
	expect([(await stat(folder)).mode & 0o777, (await stat(file)).mode & 0o777]).toEqual([0o700, 0o600]);
});

test("a pipe in the file's place is said, not waited for", async () => {
	execFileSync('mkfifo', [file]);
	await expect(startRedisEngine({dataFolder: folder})).rejects.toThrow(`${file} is not a file; move it away`);
});

test('a folder that cannot be made is an error', async () => {
	await writeFile(file, '');
	await expect(startRedisEngine({dataFolder: file})).rejects.toThrow('EEXIST');
});

test('a port that is taken is an error', async () => {
	const engine = await startRedisEngine({});
	await expect(startRedisEngine({port: engine.port})).rejects.toThrow('EADDRINUSE');
	await engine.close();
});

import {execFileSync} from 'node:child_process';
import {chmod, mkdtemp, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import * as fc from 'fast-check';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {journalFileName, startRedisEngine} from '../../../../source/engines/redis/start-redis-engine.ts';
import {encodeFrame} from '../../../../source/engines/redis/journal/frame.ts';
import {encode, RawConnection} from '../raw-connection.ts';

const nowMs = 1_700_000_000_000;
let folder: string;
let file: string;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'shopstream-redis-'));
	file = join(folder, journalFileName);
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
		['APPEND', 'log', 'a'],
		['APPEND', 'log', 'b'],
		['INCRBYFLOAT', 'number', '0.1'],
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
				['GET', 'number'],
				['PTTL', 'kept'],
				['DBSIZE'],
			],
			nowMs + 50_000,
		),
	).toEqual([
		'$5\r\na\r\n\0\u00FF\r\n',
		`:${nowMs + 100_000}\r\n`,
		'$-1\r\n',
		'$-1\r\n',
		':2\r\n',
		'+OK\r\n',
		'$2\r\nab\r\n',
		'$3\r\n0.1\r\n',
		':-1\r\n',
		':3\r\n',
	]);
});

test('closing leaves the smallest file that says it', async () => {
	await session([...Array.from({length: 100}, (_, i) => ['SET', 'k', String(i)]), ['SET', 'timed', 'v', 'EX', '100'], ['SELECT', '2'], ['SET', 'j', 'v']]);
	expect(await readFile(file, 'latin1')).toBe(
		frame([
			['SELECT', '0'],
			['SET', 'k', '99'],
			['SET', 'timed', 'v', 'PXAT', String(nowMs + 100_000)],
			['SELECT', '2'],
			['SET', 'j', 'v'],
		]),
	);
});

test('an answered write is in the file, whatever happens to the process', async () => {
	const engine = await startRedisEngine({dataFolder: folder}, () => nowMs);
	const connection = await RawConnection.open(engine.port);
	await connection.ask('SET', 'k', 'v');
	const first = frame([
		['SELECT', '0'],
		['SET', 'k', 'v'],
	]);
	expect(await readFile(file, 'latin1')).toBe(first);
	await connection.ask('MULTI');
	await connection.ask('SET', 'a', '1');
	await connection.ask('EXPIRE', 'a', '10');
	await connection.ask('EXEC');
	expect((await readFile(file, 'latin1')).slice(first.length)).toBe(
		frame([['MULTI'], ['SET', 'a', '1'], ['PEXPIREAT', 'a', String(nowMs + 10_000)], ['EXEC']]),
	);
	connection.close();
	await engine.close();
});

test('a file that breaks off anywhere holds each command before the break, whole', async () => {
	const engine = await startRedisEngine({dataFolder: folder}, () => nowMs);
	const connection = await RawConnection.open(engine.port);
	const dump = async () => JSON.stringify([await connection.ask('MGET', 'a', 'b', 'c'), await connection.ask('PEXPIRETIME', 'a')]);
	const states = [{sizeBytes: 0, dump: await dump()}];
	for (const request of [
		['SET', 'a', '1'],
		['MSET', 'a', '2', 'b', '3', 'c', '4'],
		['EXPIRE', 'a', '100'],
		['RENAME', 'b', 'c'],
		['APPEND', 'c', 'more'],
		['DEL', 'a', 'c'],
		['MULTI'],
		['SET', 'a', 'x'],
		['SET', 'b', 'y'],
		['EXEC'],
		['FLUSHDB'],
		['SET', 'a', 'z', 'PX', '77'],
		['COPY', 'a', 'b'],
	]) {
		await connection.ask(...request);
		if (request[0] !== 'MULTI' && (await readFile(file)).length > (states.at(-1)?.sizeBytes ?? 0)) {
			states.push({sizeBytes: (await readFile(file)).length, dump: await dump()});
		}
	}

	connection.close();
	const whole = await readFile(file);
	await engine.close();
	expect(states.length).toBe(11);

	await fc.assert(
		fc.asyncProperty(fc.integer({min: 0, max: whole.length}), async sizeBytes => {
			await writeFile(file, whole.subarray(0, sizeBytes));
			const expected = states.findLast(state => state.sizeBytes <= sizeBytes);
			const [values, expiry] = await session([
				['MGET', 'a', 'b', 'c'],
				['PEXPIRETIME', 'a'],
			]);
			expect(JSON.stringify([values, expiry])).toBe(expected?.dump);
		}),
		{numRuns: 60},
	);
});

test('a file that has grown large is made small while the engine runs', async () => {
	const engine = await startRedisEngine({dataFolder: folder});
	const connection = await RawConnection.open(engine.port);
	const value = 'x'.repeat(8 * 1024 * 1024);
	for (let i = 0; i < 9; i++) {
		await connection.ask('SET', 'k', value);
	}

	await vi.waitFor(
		async () => {
			expect((await stat(file)).size).toBeLessThan(9 * 1024 * 1024);
		},
		{timeout: 5000, interval: 50},
	);
	await connection.ask('SET', 'after', 'v');
	connection.close();
	await engine.close();
	expect(
		await session([
			['STRLEN', 'k'],
			['GET', 'after'],
		]),
	).toEqual([':8388608\r\n', '$1\r\nv\r\n']);
});

test.each([
	['bytes that are no commands', 'garbage\r\n'],
	["a frame that is another's", frame([['SET', 'k', 'v']]).replace('k', 'j')],
	['rubbish after a frame', `${frame([['SET', 'k', 'v']])}rubbish that is longer than a frame's header`],
	['a length that swallows what follows', (encode(['SET', 'k', 'v']) + encode(['SET', 'k', 'w'])).replace('$1\r\nv', '$99\r\nv')],
	['a command that is never written', encode(['SET', 'k', 'v']) + encode(['LPUSH', 'k', 'v'])],
	['a wrong number', encode(['SET', 'k', 'v', 'PXAT', 'soon'])],
	['a database that is not there', encode(['SELECT', '16'])],
])('%s are refused, and the file is left alone', async (_title, content) => {
	await writeFile(file, content);
	await expect(startRedisEngine({dataFolder: folder})).rejects.toThrow(
		new RegExp(`^${file} is damaged at byte \\d+; move it away to start without the kept Redis data$`),
	);
	expect(await readFile(file, 'latin1')).toBe(content);
});

test('a file from before there were frames is read, its torn tail left out, and written with frames', async () => {
	await writeFile(file, encode(['SELECT', '0']) + encode(['SET', 'k', 'v']) + encode(['SET', 'k', 'torn']).slice(0, -3));
	expect(await session([['GET', 'k']])).toEqual(['$1\r\nv\r\n']);
	expect(await readFile(file, 'latin1')).toBe(
		frame([
			['SELECT', '0'],
			['SET', 'k', 'v'],
		]),
	);
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

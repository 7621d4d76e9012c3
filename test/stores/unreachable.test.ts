// Servers that are not there, say nothing, or refuse: one sentence each within about 5 s, credentials masked. Side by side,
// since each takes the time it takes.
import {execFileSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {createServer as createHttpServer} from 'node:http';
import {type AddressInfo, createServer, type Server, type Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {startMongoEngine} from '../../source/engines/mongo/start-mongo-engine.ts';
import {startRedisEngine} from '../../source/engines/redis/start-redis-engine.ts';
import {Problem} from '../../source/words/problem.ts';
import {openPostgresLedger} from '../../source/stores/postgres-ledger.ts';
import {ordersLedger} from '../../source/scenarios/shop/orders-ledger.ts';
import {orders} from '../../source/scenarios/shop/orders.ts';
import {openGcsArchive} from '../../source/stores/gcs-archive.ts';
import {sayUnanswered} from '../../source/stores/what-answers.ts';
import {hasRedisServer, redisServerNote, startRedisServer} from '../redis-server.ts';
import {openShopCache, openShopWindow} from '../scenarios/shop/of-shop.ts';
import {takePostgres} from '../shared-postgres.ts';
import {run} from '../terminal/run.ts';

const openLedger = async (url: string) => openPostgresLedger(url, {...orders, ledger: ordersLedger});
const openBucket = async (endpoint: string) => (await openGcsArchive('lesson', endpoint)).checkBucket();

/** How opening fails, and after how many milliseconds. */
async function failureOf(open: () => Promise<unknown>): Promise<{message: string; exitCode: number; tookMs: number}> {
	const startedAt = performance.now();
	try {
		await open();
	} catch (error) {
		expect(error).toBeInstanceOf(Problem);
		const {message, exitCode} = error as Problem;
		expect(message).not.toContain('secret');
		expect(message).not.toContain('\n');
		return {message, exitCode, tookMs: performance.now() - startedAt};
	}

	throw new Error('it opened');
}

describe.concurrent('nobody listens', () => {
	test.each([
		[
			'MongoDB',
			async () => openShopWindow('mongodb://teacher:secret@127.0.0.1:1'),
			/^MongoDB at mongodb:\/\/teacher:\*\*\*@127\.0\.0\.1:1 refuses the connection: start it, check the URL, or name none \(by flag, variable or --compose\) for the embedded engine$/,
		],
		[
			'Redis',
			async () => openShopCache('redis://:secret@127.0.0.1:1'),
			/^Redis at redis:\/\/:\*\*\*@127\.0\.0\.1:1 refuses the connection: start it, check the URL, or name none \(by flag, variable or --compose\) for the embedded engine$/,
		],
		[
			'PostgreSQL',
			async () => openLedger('postgres://teacher:secret@127.0.0.1:1/shop'),
			/^PostgreSQL at postgres:\/\/teacher:\*\*\*@127\.0\.0\.1:1\/shop refuses the connection: start it, check the URL, or name none \(by flag, variable or --compose\) for the embedded engine$/,
		],
		[
			'GCS',
			async () => openBucket('http://u:secret@127.0.0.1:1'),
			/^Google Cloud Storage at http:\/\/u:\*\*\*@127\.0\.0\.1:1 \(bucket lesson\) did not answer \(it refuses the connection\): check the address and the network, or name none \(by flag, variable or --compose\) for the embedded engine$/,
		],
	])('%s', async (_, open, sentence) => {
		const {message, exitCode, tookMs} = await failureOf(open);
		expect(message).toMatch(sentence);
		expect(exitCode).toBe(1);
		expect(tookMs).toBeLessThan(20_000);
	});
});

test.each([
	[{code: 'ENOTFOUND', syscall: 'getaddrinfo'}, 'there is no host of that name'],
	[{code: 'EAI_AGAIN', syscall: 'getaddrinfo'}, 'the name of its host cannot be looked up'],
	[{code: 'ECONNREFUSED', syscall: 'querySrv'}, 'the name of its host cannot be looked up'],
])('a name that gives no address is no server that refuses: %j', async (facts, reason) => {
	const ofDriver = new Error('connection failed', {cause: Object.assign(new Error('lookup failed'), facts)});
	expect(await sayUnanswered('mongo', 'mongodb+srv://db.example.net/', ofDriver, undefined)).toBe(
		`MongoDB at mongodb+srv://db.example.net/ cannot be reached (${reason}): check the URL and the network, or name none (by flag, variable or --compose) for the embedded engine`,
	);
});

describe.concurrent('another server listens', () => {
	const servers: Record<string, Server> = {};

	beforeAll(async () => {
		const lines = (socket: Socket) => socket.on('error', () => undefined);
		servers['HTTP'] = createHttpServer((_, response) => response.end('hello'));
		servers['a server of lines'] = createServer(socket => lines(socket).on('data', () => socket.write('ERROR\r\n')));
		servers['a server that greets'] = createServer(socket => lines(socket).write('220 mail.example ESMTP\r\n'));
		servers['one that hangs up'] = createServer(socket => lines(socket).on('data', () => socket.end()));
		await Promise.all(Object.values(servers).map(async server => once(server.listen(0, '127.0.0.1'), 'listening')));
	});

	afterAll(() => {
		for (const server of Object.values(servers)) {
			server.close();
		}
	});

	const opens = {
		Redis: async (port: number) => failureOf(async () => openShopCache(`redis://u:secret@127.0.0.1:${port}`)),
		MongoDB: async (port: number) => failureOf(async () => openShopWindow(`mongodb://u:secret@127.0.0.1:${port}`)),
		PostgreSQL: async (port: number) => failureOf(async () => openLedger(`postgres://u:secret@127.0.0.1:${port}`)),
	};

	test.each(
		['HTTP', 'a server of lines', 'a server that greets'].flatMap(
			server =>
				[
					[server, 'Redis'],
					[server, 'MongoDB'],
					[server, 'PostgreSQL'],
				] as const,
		),
	)('%s, where %s is looked for', async (server, name) => {
		const {port} = servers[server]!.address() as AddressInfo;
		const {message, exitCode, tookMs} = await opens[name](port);
		expect({message, exitCode}).toEqual({
			message: `What answers at ${{Redis: 'redis', MongoDB: 'mongodb', PostgreSQL: 'postgres'}[name]}://u:***@127.0.0.1:${port} is not ${name}: check the port`,
			exitCode: 1,
		});
		expect(tookMs).toBeLessThan(20_000);
	});

	test.each(['Redis', 'MongoDB', 'PostgreSQL'] as const)('one that hangs up, where %s is looked for', async name => {
		const {message, tookMs} = await opens[name]((servers['one that hangs up']!.address() as AddressInfo).port);
		expect(message).toContain(' closes the connection without an answer: start it');
		expect(tookMs).toBeLessThan(20_000);
	});

	test('each at the address of another', async () => {
		const mongo = await startMongoEngine({});
		const redis = await startRedisEngine({});
		const postgres = await takePostgres();
		const [asRedis, asMongo, asPostgres, postgresAsRedis, postgresAsMongo] = await Promise.all([
			opens.Redis(mongo.port),
			opens.MongoDB(redis.port),
			opens.PostgreSQL(redis.port),
			opens.Redis(postgres.port),
			opens.MongoDB(postgres.port),
		]);
		expect(asRedis.message).toBe(`What answers at redis://u:***@127.0.0.1:${mongo.port} is not Redis: check the port (MongoDB answers there)`);
		expect(asMongo.message).toBe(`What answers at mongodb://u:***@127.0.0.1:${redis.port} is not MongoDB: check the port (Redis answers there)`);
		expect(asPostgres.message).toBe(`What answers at postgres://u:***@127.0.0.1:${redis.port} is not PostgreSQL: check the port (Redis answers there)`);
		expect([postgresAsRedis.message, postgresAsMongo.message]).toEqual([
			expect.stringContaining('(PostgreSQL answers there)'),
			expect.stringContaining('(PostgreSQL answers there)'),
		]);
		await postgres.giveBack();
		await mongo.close();
		await redis.close();
	});
});

describe.concurrent('somebody listens and says nothing', () => {
	let hole: Server;
	let port: number;

	beforeAll(async () => {
		hole = createServer(socket => socket.on('error', () => undefined));
		hole.listen(0, '127.0.0.1');
		await once(hole, 'listening');
		({port} = hole.address() as AddressInfo);
	});

	afterAll(() => {
		hole.close();
	});

	test.each([
		['MongoDB', async () => openShopWindow(`mongodb://u:secret@127.0.0.1:${port}`)],
		['PostgreSQL', async () => openLedger(`postgres://u:secret@127.0.0.1:${port}/shop`)],
		['Redis', async () => openShopCache(`redis://u:secret@127.0.0.1:${port}`)],
		['Redis over TLS', async () => openShopCache(`rediss://u:secret@127.0.0.1:${port}`)],
		['GCS', async () => openBucket(`http://u:secret@127.0.0.1:${port}`)],
	])('%s', async (_, open) => {
		const {message, exitCode, tookMs} = await failureOf(open);
		expect(message).toMatch(/ did not answer /);
		expect(exitCode).toBe(1);
		expect(tookMs).toBeLessThan(20_000);
	});
});

describe('a URL that only its driver finds wrong is a usage error, at once', () => {
	test.each([
		['mongodb://u:secret%zz@127.0.0.1:1', 'The MongoDB URL mongodb://u:***@127.0.0.1:1 is not valid (URI malformed): write it as mongodb://host:27017'],
		[
			'mongodb://u:se@cret@127.0.0.1:1',
			'The MongoDB URL mongodb://u:***@127.0.0.1:1 is not valid (Invalid connection string): write it as mongodb://host:27017',
		],
		[
			'mongodb://:secret@127.0.0.1:1',
			'The MongoDB URL mongodb://:***@127.0.0.1:1 is not valid (URI contained empty userinfo section): write it as mongodb://host:27017',
		],
		[
			'mongodb://u:secret@127.0.0.1:0',
			'The MongoDB URL mongodb://u:***@127.0.0.1:0 is not valid (Invalid port (zero) with hostname): write it as mongodb://host:27017',
		],
		[
			'mongodb://h/?unknownOption=1',
			'The MongoDB URL mongodb://h/?unknownOption=1 is not valid (option unknownoption is not supported): write it as mongodb://host:27017',
		],
		['mongodb://h/?x', 'The MongoDB URL mongodb://h/?x is not valid (URI option "x" cannot be specified with no value): write it as mongodb://host:27017'],
		['redis://u:secret%zz@127.0.0.1:1', 'The Redis URL redis://u:***@127.0.0.1:1 is not valid (URI malformed): write it as redis://host:6379'],
		[
			'postgres://u:secret@127.0.0.1:1/shop?sslrootcert=/none',
			"The PostgreSQL URL postgres://u:***@127.0.0.1:1/shop?sslrootcert=/none is not valid (ENOENT: no such file or directory, open '/none'): write it as postgres://host:5432/database",
		],
		['redis://127.0.0.1:1/first', 'The Redis URL redis://127.0.0.1:1/first is not valid (its database is not a number): write it as redis://host:6379'],
	])('%s', async (url, sentence) => {
		const {message, exitCode, tookMs} = await failureOf(async () =>
			url.startsWith('redis') ? openShopCache(url) : url.startsWith('postgres') ? openLedger(url) : openShopWindow(url),
		);
		expect({message, exitCode}).toEqual({message: sentence, exitCode: 2});
		expect(tookMs).toBeLessThan(20_000);
	});
});

test("a name server that says nothing is said in a sentence, without a warning of Google's client", async () => {
	const home = mkdtempSync(join(tmpdir(), 'unreachable-'));
	const script = `import dns from 'node:dns'; const {lookup} = dns; dns.lookup = (name, ...rest) => /google/.test(name)
		? setTimeout(rest.at(-1), 50, Object.assign(new Error('getaddrinfo EAI_AGAIN ' + name), {code: 'EAI_AGAIN', syscall: 'getaddrinfo'}))
		: lookup(name, ...rest)`;
	const env = {NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}`, HOME: home, APPDATA: home, GOOGLE_APPLICATION_CREDENTIALS: ''};
	expect(await run(['archive', 'list', '--bucket', 'lesson'], env)).toEqual({
		stdout: '',
		stderr:
			'shopstream-tui: Google Cloud Storage at gs://lesson did not answer (the name of its host cannot be looked up): check the address and the network, or name none (by flag, variable or --compose) for the embedded engine\n',
		code: 1,
	});
	rmSync(home, {recursive: true, force: true});
});

test.runIf(process.platform !== 'win32').each([
	['postgres', 'PostgreSQL', 'sslmode=verify-full&sslrootcert', 'postgres://host:5432/database'],
	['mongodb', 'MongoDB', 'tls=true&tlsCAFile', 'mongodb://host:27017'],
])('a pipe where a URL of %s names a file is not waited for', async (scheme, name, query, like) => {
	const folder = mkdtempSync(join(tmpdir(), 'unreachable-'));
	const pipe = join(folder, 'pipe');
	execFileSync('mkfifo', [pipe]);
	const url = `${scheme}://127.0.0.1:1/shop?${query}=${pipe}`;
	const {message, exitCode} = await failureOf(async () => (scheme === 'postgres' ? openLedger(url) : openShopWindow(url)));
	expect({message, exitCode}).toEqual({message: `The ${name} URL ${url} is not valid (${pipe} is not a file): write it as ${like}`, exitCode: 2});
	rmSync(folder, {recursive: true, force: true});
});

describe('a wrong password', () => {
	const refusedByRedis = (port: number, user: string) =>
		`Redis at redis://${user}:***@127.0.0.1:${port} refused the user or password: check the credentials in the URL`;

	test('is refused by the embedded engines, which have no users', async () => {
		const mongo = await startMongoEngine({});
		const redis = await startRedisEngine({});
		expect((await failureOf(async () => openShopWindow(`mongodb://u:secret@127.0.0.1:${mongo.port}`))).message).toBe(
			`MongoDB at mongodb://u:***@127.0.0.1:${mongo.port} refused the user or password: check the credentials in the URL`,
		);
		expect((await failureOf(async () => openShopCache(`redis://u:secret@127.0.0.1:${redis.port}`))).message).toBe(refusedByRedis(redis.port, 'u'));
		await mongo.close();
		await redis.close();
	});

	test.runIf(hasRedisServer)(`is refused by a real redis-server with a password${redisServerNote}`, async () => {
		const server = await startRedisServer({password: 'right-one'});
		try {
			const base = `127.0.0.1:${server.port}`;
			expect((await failureOf(async () => openShopCache(`redis://:secret@${base}`))).message).toBe(refusedByRedis(server.port, ''));
			expect((await failureOf(async () => openShopCache(`redis://nobody:secret@${base}`))).message).toBe(refusedByRedis(server.port, 'nobody'));
			expect((await failureOf(async () => openShopCache(`redis://${base}`))).message).toBe(
				`Redis at redis://${base} refused the user or password: check the credentials in the URL`,
			);
			const cache = await openShopCache(`redis://:right-one@${base}`);
			expect(cache.backend).toMatchObject({kind: 'server', address: `redis://:***@${base}`});
			expect(await cache.get('shopstream:test')).toEqual({status: 'empty'});
			await cache.close();
		} finally {
			await server.stop();
		}
	});
});

describe('a user without a right', () => {
	test.runIf(hasRedisServer)(`is told which one; the version alone is no reason${redisServerNote}`, async () => {
		const server = await startRedisServer();
		try {
			for (const command of ['info', 'select', 'client']) {
				await server.ask('ACL', 'SETUSER', `no-${command}`, 'on', '>secret', '~*', '+@all', `-${command}`);
			}

			const open = async (user: string, database = '') => openShopCache(`redis://${user}:secret@127.0.0.1:${server.port}${database}`);
			for (const [user, label] of [
				['no-info', /^Redis, version not told$/],
				['no-select', /^Redis \d/],
				['no-client', /^Redis \d/],
			] as const) {
				const cache = await open(user);
				expect(cache.backend.label).toMatch(label);
				expect(await cache.get('shopstream:test')).toEqual({status: 'empty'});
				await cache.close();
			}

			expect(await failureOf(async () => open('no-select', '/1'))).toMatchObject({
				message: `Redis at redis://no-select:***@127.0.0.1:${server.port}/1 refuses: this user may not run SELECT: grant it, or name another user in the URL`,
				exitCode: 1,
			});
		} finally {
			await server.stop();
		}
	});
});

// What PostgreSQL does not do, and how soon that is said: over a way that breaks, to the embedded engine, and by servers that refuse.
import {once} from 'node:events';
import {type AddressInfo, createServer, type Server} from 'node:net';
import pg from 'pg';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {createCatalogue} from '../../source/scenarios/shop/catalogue.ts';
import {generateOrders} from '../../source/scenarios/shop/generate-orders.ts';
import {ordersLedger} from '../../source/scenarios/shop/orders-ledger.ts';
import {orders} from '../../source/scenarios/shop/orders.ts';
import {Silence} from '../../source/stores/answer-limit.ts';
import {postgresFailure} from '../../source/stores/postgres-failure.ts';
import {openPostgresLedger, type PostgresLedger} from '../../source/stores/postgres-ledger.ts';
import {StoreFailure} from '../../source/stores/store-failure.ts';
import {type BreakableProxy, openBreakableProxy} from '../breakable-proxy.ts';
import {frame, int32} from '../engines/postgres/open-postgres.ts';
import {rounds} from '../thorough.ts';
import {until} from '../until.ts';
import {takePostgres} from '../shared-postgres.ts';

const nowMs = Date.now();
const facts = {...orders, ledger: ordersLedger};
let engine: Awaited<ReturnType<typeof takePostgres>>;
let direct: pg.Client;
let made: object[];
let proxy: BreakableProxy;
let ledger: PostgresLedger;

beforeAll(async () => {
	engine = await takePostgres();
	made = [...generateOrders({count: rounds(3000, 5000), days: 30, seed: 3, nowMs}, await createCatalogue(1))];
	direct = new pg.Client(`postgres://lesson@127.0.0.1:${engine.port}/shopstream`);
	await direct.connect();
});

afterAll(async () => {
	await direct?.end();
	await engine?.giveBack();
});

beforeEach(async () => {
	await direct.query('drop schema if exists shopstream cascade');
	proxy = await openBreakableProxy(engine.port);
	ledger = await openPostgresLedger(`postgres://lesson@127.0.0.1:${proxy.port}/shopstream`, facts, {embeddedVersion: 'test'});
	await ledger.prepare();
});

afterEach(async () => {
	await ledger.close();
	await proxy.close();
});

const held = async () => (await direct.query('select count(*)::int as held from shopstream.orders')).rows[0].held as number;

/** How a call fails, and after how many milliseconds. */
async function failureOf(call: () => Promise<unknown>): Promise<{failure: StoreFailure; tookMs: number}> {
	const startedAt = performance.now();
	const failure = await call().then(
		() => new Error('it did not fail'),
		(error: unknown) => error,
	);
	expect(failure).toBeInstanceOf(StoreFailure);
	return {failure: failure as StoreFailure, tookMs: performance.now() - startedAt};
}

async function readAll(): Promise<number> {
	let count = 0;
	for await (const _ of ledger.stream(0, nowMs)) {
		count++;
	}

	return count;
}

describe('a PostgreSQL that accepts and answers nothing', () => {
	test('is said on every path, side by side, and closing does not wait for it', async () => {
		await ledger.insert(made.slice(0, 10));
		proxy.stall();
		const calls = {
			count: async () => ledger.count(),
			estimate: async () => ledger.estimate(),
			prepare: async () => ledger.prepare(),
			insert: async () => ledger.insert(made),
			stream: readAll,
			identity: async () => ledger.identity(),
			clockOffsetMs: async () => ledger.clockOffsetMs(),
		};
		const failures = await Promise.all(Object.entries(calls).map(async ([name, call]) => ({name, ...(await failureOf(call))})));
		expect(failures.map(({name, failure: {store, kind, message}}) => [name, store, kind, message])).toEqual(
			Object.keys(calls).map(name => [name, 'postgres', 'silent', `PostgreSQL at postgres://lesson@127.0.0.1:${proxy.port}/shopstream does not answer`]),
		);
		expect(Math.max(...failures.map(({tookMs}) => tookMs))).toBeLessThan(20_000);
		const startedAt = performance.now();
		await ledger.close();
		expect(performance.now() - startedAt).toBeLessThan(4000);
	});

	test('is said of the scratch schema too', async () => {
		// Over a connection that stands.
		await ledger.insert(made.slice(0, 10));
		proxy.stall();
		expect((await failureOf(async () => ledger.dropScratch())).failure.kind).toBe('silent');
		expect((await failureOf(async () => ledger.inScratch(async () => undefined))).failure.kind).toBe('silent');
	});

	test('is asked over a new connection once it is well', async () => {
		await ledger.insert(made.slice(0, 10));
		proxy.stall();
		await failureOf(async () => ledger.count());
		proxy.mend();
		await until(async () => (await ledger.count().catch(() => undefined)) === 10);
	});

	test('a seed that is cancelled meanwhile ends before it is', async () => {
		const controller = new AbortController();
		let isStalled = false;
		const inserting = ledger.insert(made, {
			signal: controller.signal,
			progress() {
				proxy.stall();
				isStalled = true;
			},
		});
		// Nothing is asked directly: the next batch may have its transaction open, which everybody waits for.
		await until(() => isStalled);
		controller.abort(new Error('enough'));
		// Whether the batch under way stands nobody knows.
		await expect(inserting).rejects.toThrow('enough');
	});
});

test('one that is busy for long with another is not silent', async () => {
	const busy = direct.query('select pg_sleep(6.5)');
	const startedAt = performance.now();
	expect(await ledger.count()).toBe(0);
	expect(performance.now() - startedAt).toBeGreaterThan(5000);
	await busy;
});

describe('a connection that is lost', () => {
	test('in the middle of an insert: how many stand is asked at once, and exact', async () => {
		let batches = 0;
		const {failure} = await failureOf(async () =>
			ledger.insert(made, {
				progress() {
					batches++;
					if (batches === 2) {
						proxy.onSent = () => {
							proxy.onSent = undefined;
							proxy.cut();
						};
					}
				},
			}),
		);
		expect(failure).toMatchObject({kind: 'silent', stored: await held(), isExact: true});
		expect(await ledger.insert(made)).toMatchObject({stored: made.length});
		expect(await held()).toBe(made.length);
	});

	test('while nobody uses it: the next question gets another', async () => {
		await ledger.insert(made.slice(0, 10));
		proxy.cut();
		await until(async () => (await ledger.count().catch(() => undefined)) === 10);
	});
});

describe('how it is said', () => {
	const error = (code: string, message = 'x') => Object.assign(new Error(message), {code, severity: 'ERROR'});
	test.each([
		[error('25006'), 'it is read-only now (a standby, or set so)'],
		[error('28P01'), 'wrong user or password'],
		[error('40P01'), 'others changed the same rows at once: try again'],
		[error('42501'), 'this role has no right to do that'],
		[error('53100'), 'its disk is full'],
		[error('57P01'), 'it is shutting down'],
		[error('22012', 'division\u001B[31m by zero'), 'division?[31m by zero'],
	])('%s', (failed, reason) => {
		expect(postgresFailure(failed, 'postgres://x')).toMatchObject({
			store: 'postgres',
			kind: 'refuses',
			reason,
			message: `PostgreSQL at postgres://x refused: ${reason}`,
		});
	});

	test.each([
		new Silence(),
		new Error('Connection terminated unexpectedly'),
		new Error('timeout expired'),
		Object.assign(new Error('read'), {code: 'ECONNRESET'}),
	])('%s is silence', failed => {
		expect(postgresFailure(failed, 'postgres://x')).toMatchObject({store: 'postgres', kind: 'silent'});
	});

	test('a cancellation stays what it is', () => {
		const reason = new Error('enough');
		expect(postgresFailure(reason, 'postgres://x')).toBe(reason);
	});
});

describe('a server that refuses at the start', () => {
	const servers: Server[] = [];

	/** One that asks for a password, or lets in and answers `show` with a version, or refuses at once. */
	async function serve({asks = false, asksScram = false, version = '', refuses = ''}): Promise<string> {
		const refusal = refuses === '' ? '' : frame('E', `SFATAL\0VFATAL\0C${refuses}\0Mno\0\0`);
		const shown = (name: string, value: string) =>
			frame('T', `\0\u0001${name}\0${int32(0)}\0\0${int32(25)}\0\0${int32(0)}\0\0`) +
			frame('D', `\0\u0001${int32(value.length)}${value}`) +
			frame('C', 'SHOW\0') +
			frame('Z', 'I');
		const server = createServer(socket => {
			socket
				.on('error', () => undefined)
				.on('data', bytes => {
					const text = bytes.toString('latin1');
					if (text.startsWith('\0')) {
						socket.write(
							asks ? frame('R', int32(3)) : asksScram ? frame('R', `${int32(10)}SCRAM-SHA-256\0\0`) : refusal || frame('R', int32(0)) + frame('Z', 'I'),
							'latin1',
						);
					} else if (text.startsWith('p') && asksScram) {
						socket.write(frame('R', `${int32(11)}r=some,s=c29tZQ==,i=4096`), 'latin1');
					} else if (text.startsWith('p')) {
						socket.end(refusal, 'latin1');
					} else if (text.startsWith('Q')) {
						socket.write(text.includes('version_num') ? shown('server_version_num', version) : shown('server_version', '12.17 (some)'), 'latin1');
					}
				});
		});
		servers.push(server);
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		return `postgres://u:secret@127.0.0.1:${(server.address() as AddressInfo).port}/shopstream`;
	}

	afterAll(() => {
		for (const server of servers) {
			server.close();
		}
	});

	test.each([
		['a wrong password', {asks: true, refuses: '28P01'}, ' refused the user or password: check the credentials in the URL'],
		['one that is too old', {version: '120017'}, ' is too old (12.17 (some)): 13 or newer is needed'],
		['one that starts up', {refuses: '57P03'}, ' cannot be used: it is starting up or shutting down'],
		['too many clients', {refuses: '53300'}, ' cannot be used: it has too many clients already'],
		['no database', {refuses: '3D000'}, ' has no such database (no): create it, or name another in the URL'],
	])('%s', async (_, server, words) => {
		const url = await serve(server);
		const {failure} = await failureOf(async () => openPostgresLedger(url, facts));
		expect(failure).toMatchObject({store: 'postgres', kind: 'refuses', exitCode: 1, message: `PostgreSQL at ${url.replace('secret', '***')}${words}`});
	});

	test('no password for one that asks for it', async () => {
		const url = (await serve({asksScram: true})).replace(':secret', '');
		const {failure} = await failureOf(async () => openPostgresLedger(url, facts));
		expect(failure).toMatchObject({
			kind: 'refuses',
			exitCode: 1,
			message: `PostgreSQL at ${url} asks for a password, and the URL has none: write it as postgres://user:password@host:5432/database, or set PGPASSWORD`,
		});
	});

	test('one that cannot be asked in TLS', async () => {
		const {failure} = await failureOf(async () => openPostgresLedger(`postgres://u:secret@127.0.0.1:${engine.port}/shopstream?sslmode=require`, facts));
		expect(failure).toMatchObject({
			kind: 'refuses',
			message: `PostgreSQL at postgres://u:***@127.0.0.1:${engine.port}/shopstream?sslmode=require cannot be used: The server does not support SSL connections`,
		});
	});
});

// Ordinary clients of the embedded PostgreSQL engine: what one session for all must not let them see of each other.
import {execFile, spawnSync} from 'node:child_process';
import {promisify} from 'node:util';
import type pg from 'pg';
import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest';
import type {Engine} from '../../../source/engines/engine.ts';
import {startPostgresEngine} from '../../../source/engines/postgres/start-postgres-engine.ts';
import {until} from '../../until.ts';
import {connectTo, failureOf, frame, RawClient, split, startup} from './open-postgres.ts';

let engine: Engine;
const open: Array<{end(): unknown}> = [];

beforeAll(async () => {
	engine = await startPostgresEngine({});
});

afterAll(async () => {
	await engine?.close();
});

afterEach(async () => {
	await Promise.all(open.splice(0).map(async client => client.end()));
});

async function connect(config: pg.ClientConfig = {}): Promise<pg.Client> {
	const client = await connectTo(engine.port, config);
	open.push(client);
	return client;
}

async function raw(words?: string): Promise<RawClient> {
	const client = await RawClient.start(engine.port, words);
	open.push({end: () => client.close()});
	return client;
}

const rows = async (client: pg.Client, sql: string, values?: unknown[]): Promise<unknown[]> =>
	(await client.query({text: sql, values: values ?? [], rowMode: 'array'})).rows;

describe('start-up', () => {
	test('any user and password; the database by its name, with its settings', async () => {
		const client = await connect({application_name: 'a test', options: '-c search_path=elsewhere -c work_mem=5MB'});
		expect(
			await rows(client, "select current_database(), current_setting('application_name'), current_setting('search_path'), current_setting('work_mem')"),
		).toEqual([['shopstream', 'a test', 'elsewhere', '5MB']]);
		expect(await failureOf(connectTo(engine.port, {database: 'other'}))).toMatchObject({code: '3D000', message: 'database "other" does not exist'});
		expect(await failureOf(connectTo(engine.port, {options: '-c no_such_thing=1'}))).toMatchObject({
			code: '42704',
			message: 'unrecognized configuration parameter "no_such_thing"',
		});
	});

	test('encryption is refused with N, and the connection goes on without it', async () => {
		expect((await failureOf(connectTo(engine.port, {ssl: true}))).message).toBe('The server does not support SSL connections');
		const client = await RawClient.open(engine.port);
		client.write('\0\0\0\u0008\u0004\u00D2\u0016\u0030');
		await until(() => client.received === 'N');
		client.write('\0\0\0\u0008\u0004\u00D2\u0016\u002F');
		await until(() => client.received === 'NN');
		client.write(startup());
		await until(() => client.received.endsWith('I'));
		expect(
			split(client.received.slice(2))
				.map(([type]) => type)
				.join(''),
		).toMatch(/^RS+KZ$/);
		client.close();
	});

	test('a newer minor version and unknown options are negotiated away', async () => {
		const client = await RawClient.open(engine.port);
		client.write(startup('user\0learner\0database\0shopstream\0_pq_.test\0on\0\0', 196_610));
		const [first] = await client.messages('Z');
		expect(first).toEqual(['v', '\0\0\0\0\0\0\0\u0001_pq_.test\0']);
		client.close();
	});

	const hasPsql = spawnSync('psql', ['--version']).status === 0;
	test.runIf(hasPsql)(`psql${hasPsql ? '' : ' (not on this machine: not run)'}`, async () => {
		const {stdout} = await promisify(execFile)('psql', [
			'-X',
			'-A',
			'-t',
			`postgres://learner@127.0.0.1:${engine.port}/shopstream`,
			'-c',
			'select 1 + 1',
			'-c',
			'create table if not exists seen (n int)',
			'-c',
			'\\dt',
		]);
		expect(stdout).toMatch(/^2\n/);
		expect(stdout).toContain('public|seen|table|');
	});
});

describe('one session, many clients', () => {
	test('Parse … Sync of one client run as one piece', async () => {
		const clients = await Promise.all(Array.from({length: 8}, async () => connect()));
		const answers = await Promise.all(
			clients.map(async (client, i) => {
				let sum = 0;
				for (let j = 0; j < 50; j++) {
					const [[value]] = (await rows(client, j % 2 ? 'select $1::int' : 'select 0 + $1::int', [i * 100 + j])) as [[number]];
					sum += value === i * 100 + j ? 1 : 0;
				}

				return sum;
			}),
		);
		expect(answers).toEqual(clients.map(() => 50));
	});

	test('the unnamed statement of one client is not that of another, even across Sync', async () => {
		const [a, b] = [await raw(), await raw()];
		const parse = (sql: string) => frame('P', `\0${sql}\0\0\0`);
		const run = frame('B', '\0\0\0\0\0\0\0\0') + frame('E', '\0\0\0\0\0') + frame('S', '');
		await a.ask(parse("select 'of a'"), frame('S', ''));
		await b.ask(parse("select 'of b'"), frame('S', ''));
		expect((await a.ask(run)).map(([type]) => type)).toEqual(['2', 'D', 'C', 'Z']);
		expect(a.received).toContain('of a');
		await b.ask(run);
		expect(b.received).toContain('of b');
		// Prepared twice: what went before is not mentioned.
		expect((await a.ask(parse("select 'anew'"), run)).map(([type]) => type)).toEqual(['1', '2', 'D', 'C', 'Z']);
		expect(a.received).toContain('anew');
	});

	test('named statements do not clash, and errors call them by the name they were given', async () => {
		const [a, b] = [await connect(), await connect()];
		expect((await a.query({name: 'same', text: 'select 1 as n'})).rows).toEqual([{n: 1}]);
		expect((await b.query({name: 'same', text: 'select 2 as n'})).rows).toEqual([{n: 2}]);
		expect((await a.query({name: 'same', text: 'select 1 as n'})).rows).toEqual([{n: 1}]);
		const c = await raw();
		const parse = frame('P', 'twice\0select 1\0\0\0');
		await c.ask(parse, frame('S', ''));
		await c.ask(parse, frame('S', ''));
		expect(c.received).toContain('prepared statement "twice" already exists');
		await c.ask(frame('D', 'Sother\0'), frame('S', ''));
		expect(c.received).toContain('prepared statement "other" does not exist');
		await c.ask(frame('C', 'Stwice\0'), frame('S', ''));
		expect((await c.ask(parse, frame('S', ''))).map(([type]) => type)).toEqual(['1', 'Z']);
	});

	test('statements of a client that is gone leave nothing', async () => {
		const a = await connect();
		await a.query({name: 'gone', text: 'select 1'});
		await a.end();
		const b = await connect();
		await until(async () => ((await rows(b, "select count(*)::int from pg_prepared_statements where name like '%gone'")) as [[number]])[0][0] === 0);
	});

	test('a Flush is answered at once and keeps the turn until Sync', async () => {
		const [a, b] = [await raw(), await connect()];
		a.write(frame('P', '\0select generate_series(1, 3)\0\0\0') + frame('B', '\0\0\0\0\0\0\0\0') + frame('E', '\0\0\0\0\u0001') + frame('H', ''));
		expect((await a.messages('s')).map(([type]) => type)).toEqual(['1', '2', 'D', 's']);
		const asked = rows(b, 'select 1');
		a.received = '';
		a.write(frame('E', '\0\0\0\0\0') + frame('H', ''));
		expect((await a.messages('C')).map(([type]) => type)).toEqual(['D', 'D', 'C']);
		expect(await Promise.race([asked, Promise.resolve('waits')])).toBe('waits');
		expect(await a.ask(frame('S', ''))).toEqual([['Z', 'I']]);
		expect(await asked).toEqual([[1]]);
	});

	test('a transaction has the turn until it ends; others wait, connecting included, and see only what was committed', async () => {
		const [a, b] = [await connect(), await connect()];
		await a.query('create table if not exists turns (n int)');
		await a.query('truncate turns');
		await a.query('begin');
		await a.query('insert into turns values (1)');
		let isAnswered = false;
		const asked = rows(b, 'select count(*)::int from turns').then(answer => {
			isAnswered = true;
			return answer;
		});
		// A new client is let in meanwhile; what it asks waits.
		const c = await connect();
		const other = rows(c, 'select 7');
		await a.query('insert into turns values (2)');
		expect(isAnswered).toBe(false);
		await a.query('commit');
		expect(await asked).toEqual([[2]]);
		expect(await other).toEqual([[7]]);
	});

	test.each(['says good-bye', 'is gone without a word'])('the transaction of a client that %s is rolled back', async how => {
		const [a, b] = [await connect(), await connect()];
		await a.query('create table if not exists turns (n int)');
		await a.query('truncate turns');
		await a.query('begin');
		await a.query('insert into turns values (1)');
		const asked = rows(b, 'select count(*)::int from turns');
		if (how === 'says good-bye') {
			await a.end();
		} else {
			(a as unknown as {connection: {stream: {destroy(): void}}}).connection.stream.destroy();
		}

		expect(await asked).toEqual([[0]]);
	});

	test('an error in a transaction is that of its client alone', async () => {
		const [a, b] = [await connect(), await connect()];
		await a.query('begin');
		expect(await failureOf(a.query('select 1/0'))).toMatchObject({code: '22012'});
		expect(await failureOf(a.query('select 1'))).toMatchObject({code: '25P02'});
		await a.query('rollback');
		expect(await rows(b, 'select 1')).toEqual([[1]]);
		expect(await rows(a, 'select 1')).toEqual([[1]]);
	});
});

describe('settings', () => {
	const shown = async (client: pg.Client, name: string) => ((await rows(client, `show ${name}`)) as [[string]])[0][0];

	test("SET, set_config, RESET, roles and names with a dot are each client's own", async () => {
		const [a, b] = [await connect(), await connect()];
		await a.query('create role reader');
		await a.query('set search_path = a, "B c"; set timezone = \'Europe/Berlin\'');
		await a.query("select set_config('my.tenant', 'it''s \\ a', false)");
		await b.query('set search_path = b');
		await b.query('set role reader');
		expect([await shown(a, 'search_path'), await shown(a, 'timezone'), await shown(a, 'role'), await shown(a, 'my.tenant')]).toEqual([
			'a, "B c"',
			'Europe/Berlin',
			'none',
			"it's \\ a",
		]);
		expect([await shown(b, 'search_path'), await shown(b, 'timezone'), await shown(b, 'role')]).toEqual(['b', 'UTC', 'reader']);
		expect(await rows(b, "select current_setting('my.tenant', true)")).toEqual([['']]);
		await a.query('reset search_path');
		expect([await shown(a, 'search_path'), await shown(b, 'search_path'), await shown(a, 'timezone')]).toEqual(['"$user", public', 'b', 'Europe/Berlin']);
		const c = await connect();
		expect([await shown(c, 'search_path'), await shown(c, 'timezone'), await shown(c, 'role')]).toEqual(['"$user", public', 'UTC', 'none']);
		await b.query('reset role');
		await b.query('drop role reader');
	});

	test('what a rolled-back transaction set is not set', async () => {
		const [a, b] = [await connect(), await connect()];
		await a.query('begin');
		await a.query("set work_mem = '9MB'");
		await a.query('rollback');
		await b.query('select 1');
		expect(await shown(a, 'work_mem')).toBe('4MB');
	});

	test.each([
		['set idle_in_transaction_session_timeout = 10', 'idle_in_transaction_session_timeout'],
		["select set_config('idle_session_timeout', '10', false)", 'idle_session_timeout'],
		['alter role postgres set TRANSACTION_TIMEOUT = 10', 'transaction_timeout'],
	])('what would end the session cannot be set: %s', async (sql, name) => {
		const client = await connect();
		const refusal = {code: '0A000', message: `${name} cannot be set: all clients of the embedded engine share one session, which it would end`};
		expect(await failureOf(client.query(sql))).toEqual(refusal);
		expect(await failureOf(client.query(sql.replaceAll('10', '$1'), ['10']))).toEqual(refusal);
		await client.query('begin');
		await failureOf(client.query(sql));
		expect(await failureOf(client.query('select 1'))).toMatchObject({code: '25P02'});
		await client.query('rollback');
		expect(await shown(client, name)).toBe('0');
		expect(await failureOf(connectTo(engine.port, {options: `-c ${name}=10`}))).toEqual(refusal);
	});

	test('a statement timeout ends a statement', async () => {
		const [a, b] = [await connect(), await connect()];
		await a.query('set statement_timeout = 300');
		expect(await failureOf(a.query('select count(*) from generate_series(1, 500000000)'))).toEqual({
			code: '57014',
			message: 'canceling statement due to statement timeout',
		});
		expect([await shown(a, 'statement_timeout'), await shown(b, 'statement_timeout')]).toEqual(['300ms', '0']);
		const c = await connect({statement_timeout: 300});
		expect(await failureOf(c.query('select count(*) from generate_series(1, 500000000)'))).toMatchObject({code: '57014'});
	});

	test('temporary tables last until the last client that made any has gone', async () => {
		const [a, b, c] = [await connect(), await connect(), await connect()];
		await a.query('create temp table passing (n int)');
		await b.query('prepare passing as select 1');
		await c.query({name: 'stays', text: 'select 5 as n'});
		await a.end();
		expect(await rows(c, 'select count(*)::int from passing')).toEqual([[0]]);
		await b.end();
		await until(async () => (await failureOf(c.query('select count(*) from passing'))).code === '42P01');
		expect(await rows(c, "select count(*)::int from pg_prepared_statements where name = 'passing'")).toEqual([[0]]);
		expect((await c.query({name: 'stays', text: 'select 5 as n'})).rows).toEqual([{n: 5}]);
	});

	test('DISCARD ALL of one client takes nothing from another', async () => {
		const [a, b] = [await connect(), await connect()];
		const heard: unknown[] = [];
		b.on('notification', ({payload}) => heard.push(payload));
		await b.query('listen kept');
		await b.query("set work_mem = '7MB'");
		await b.query({name: 'kept', text: 'select 3 as n'});
		await a.query("set work_mem = '8MB'");
		await a.query('discard all');
		expect([await shown(a, 'work_mem'), await shown(b, 'work_mem')]).toEqual(['4MB', '7MB']);
		expect((await b.query({name: 'kept', text: 'select 3 as n'})).rows).toEqual([{n: 3}]);
		await a.query('deallocate all');
		expect((await b.query({name: 'kept', text: 'select 3 as n'})).rows).toEqual([{n: 3}]);
		await a.query("notify kept, 'still'");
		await until(() => heard.length > 0);
		expect(heard).toEqual(['still']);
	});
});

describe('notifications', () => {
	/** What a client heard: channel, payload, and whether from itself. */
	async function listener(): Promise<{client: pg.Client; heard: string[]}> {
		const client = await connect();
		const heard: string[] = [];
		client.on('notification', ({channel, payload, processId}) =>
			heard.push(`${channel} ${payload}${processId === (client as unknown as {processID: number}).processID ? ' own' : ''}`),
		);
		return {client, heard};
	}

	test('reach exactly who listens, of whomever they are', async () => {
		const [a, b, c] = [await listener(), await listener(), await listener()];
		await a.client.query('listen orders; listen "Odd ""name"""');
		await b.client.query({name: 'listen', text: 'LISTEN Orders'});
		await c.client.query("notify orders, '1'");
		await a.client.query('notify "Odd ""name""", \'2\'');
		await b.client.query("select pg_notify('orders', '3')");
		await b.client.query('unlisten *');
		await c.client.query("notify orders, '4'");
		await c.client.query('unlisten orders');
		await c.client.query("notify orders, '5'");
		await until(() => a.heard.length === 5);
		await c.client.query('select 1');
		await b.client.query('select 1');
		expect(a.heard).toEqual(['orders 1', 'Odd "name" 2 own', 'orders 3', 'orders 4', 'orders 5']);
		expect(b.heard).toEqual(['orders 1', 'orders 3 own']);
		expect(c.heard).toEqual([]);
	});

	test('count from the commit on, and not after a rollback', async () => {
		const [a, b, c] = [await listener(), await listener(), await connect()];
		await b.client.query('listen other');
		await a.client.query('begin');
		await a.client.query('listen kept');
		await a.client.query('unlisten other');
		await a.client.query("notify other, 'from a'");
		await a.client.query('commit');
		await a.client.query('begin; listen dropped; rollback');
		expect(await failureOf(a.client.query('listen failed; select 1/0'))).toMatchObject({code: '22012'});
		await c.query("notify kept, 'yes'; notify dropped; notify failed; notify other, 'from c'");
		await until(() => a.heard.length > 0 && b.heard.length === 2);
		await a.client.query('select 1');
		expect(a.heard).toEqual(['kept yes']);
		expect(b.heard).toEqual(['other from a', 'other from c']);
	});

	test('wait for the commit of who sends them', async () => {
		const [a, b] = [await listener(), await connect()];
		await a.client.query('listen late');
		await b.query('begin');
		await b.query("notify late, 'one'");
		expect(a.heard).toEqual([]);
		await b.query('commit');
		await until(() => a.heard.length === 1);
	});
});

describe('refusals', () => {
	const copyRefused = 'COPY FROM STDIN is not supported by the embedded engine';

	test('COPY FROM STDIN is refused, in both protocols, and the data that follows is left out', async () => {
		const client = await raw();
		await client.ask(frame('Q', 'create table if not exists copied (n int)\0'));
		const answers = await client.ask(frame('Q', 'copy copied from stdin\0'), frame('d', '1\n'), frame('c', ''));
		expect(answers.map(([type]) => type)).toEqual(['E', 'Z']);
		expect(client.received).toContain(copyRefused);
		const extended = await client.ask(frame('P', '\0copy copied from stdin\0\0\0'), frame('B', '\0\0\0\0\0\0\0\0'), frame('E', '\0\0\0\0\0'), frame('S', ''));
		expect(extended.map(([type]) => type)).toEqual(['1', '2', 'E', 'Z']);
		expect(client.received).toContain(copyRefused);
		await client.ask(frame('Q', 'begin\0'));
		expect(await client.ask(frame('Q', 'copy copied from stdin\0'))).toMatchObject([
			['E', expect.anything()],
			['Z', 'E'],
		]);
		await client.ask(frame('Q', 'rollback\0'));
		expect((await client.ask(frame('Q', 'select count(*) from copied\0')))[1]).toEqual(['D', '\0\u0001\0\0\0\u00010']);
	});

	test('COPY TO STDOUT works', async () => {
		const client = await raw();
		const answers = await client.ask(frame('Q', 'copy (select generate_series(1, 2)) to stdout\0'));
		expect(answers.map(([type, body]) => (type === 'd' ? body : type))).toEqual(['H', '1\n', '2\n', 'c', 'C', 'Z']);
	});

	test('COPY of a file or a program is refused, and the backend lives on', async () => {
		const client = await connect();
		for (const sql of ["copy (select 1) to program 'cat'", "copy (select 1) to '/tmp/never-written'"]) {
			expect(await failureOf(client.query(sql))).toMatchObject({code: '0A000', message: expect.stringContaining('COPY to and from files and programs')});
		}

		expect(await rows(client, 'select 1')).toEqual([[1]]);
	});

	test('session-level advisory locks are refused, those of a transaction are not', async () => {
		const client = await connect();
		expect(await failureOf(client.query('select pg_advisory_lock(1)'))).toMatchObject({code: '0A000', message: expect.stringContaining('advisory locks')});
		expect(await failureOf(client.query('select pg_try_advisory_lock($1)', [1]))).toMatchObject({code: '0A000'});
		expect(await rows(client, 'select pg_try_advisory_xact_lock(1)')).toEqual([[true]]);
	});
});

test('many clients at once, more than there may be are told so', async () => {
	const clients = await Promise.all(Array.from({length: 60}, async () => connect()));
	const sums = await Promise.all(clients.map(async (client, i) => rows(client, 'select $1::int', [i])));
	expect(sums).toEqual(clients.map((_, i) => [[i]]));
	const more: RawClient[] = [];
	while (!more.at(-1)?.received.startsWith('E')) {
		const client = await RawClient.open(engine.port);
		client.write(startup());
		await until(() => client.received !== '' || client.isClosed);
		more.push(client);
		expect(more.length).toBeLessThan(101);
	}

	expect(more.at(-1)!.received).toContain('sorry, too many clients already');
	for (const client of more) {
		client.close();
	}
});

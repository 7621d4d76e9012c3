// The same messages to the embedded engine and to a real PostgreSQL, and the same answers: rows, tags, SQLSTATEs, what a
// transaction is in. Runs where SHOPSTREAM_TEST_POSTGRES_URL names a server that asks for no password.
import * as fc from 'fast-check';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {Engine} from '../../../source/engines/engine.ts';
import {startPostgresEngine} from '../../../source/engines/postgres/start-postgres-engine.ts';
import {holdServer} from '../../hold-server.ts';
import {frame, int32, RawClient, split} from './open-postgres.ts';

const url = process.env['SHOPSTREAM_TEST_POSTGRES_URL'] ?? '';
const runs = url !== '';
const note = runs ? '' : ' (SHOPSTREAM_TEST_POSTGRES_URL is not set: not run)';
let engine: Engine;
let release: () => Promise<void>;

beforeAll(async () => {
	if (runs) {
		release = await holdServer(url);
		engine = await startPostgresEngine({});
	}
}, 600_000);

afterAll(async () => {
	await engine?.close();
	await release?.();
});

/** A message of a client, by its number, with what is awaited after it: ReadyForQuery, or after a Flush another type. */
type Step = {readonly client: number; readonly bytes: string; readonly until?: string};

/** What both must have in common of a message: the words of errors and notices differ between versions, process ids always. */
function comparable([type, body]: readonly [string, string]): string {
	const field = (letter: string) =>
		body
			.split('\0')
			.find(each => each.startsWith(letter))
			?.slice(1);
	return type === 'E' || type === 'N'
		? `${type} ${field('V')} ${field('C')}`
		: type === 'A'
			? `A ${body.slice(4)}`
			: type === 'T'
				? `T ${withoutTables(body)}`
				: `${type} ${body}`;
}

/** A RowDescription without the tables that its columns are of, whose numbers differ. */
function withoutTables(body: string): string {
	const bytes = Buffer.from(body, 'latin1');
	let [at, text] = [2, ''];
	for (let columns = bytes.readInt16BE(0); columns > 0; columns--) {
		const end = bytes.indexOf(0, at);
		text += `${bytes.toString('latin1', at, end)} ${bytes.toString('hex', end + 7, end + 19)};`;
		at = end + 19;
	}

	return text;
}

async function play(port: number, words: string, steps: readonly Step[]): Promise<string[]> {
	const clients = new Map<number, RawClient>();
	const said: string[] = [];
	for (const {client: number, bytes, until = 'Z'} of steps) {
		const client = clients.get(number) ?? (await RawClient.start(port, words));
		clients.set(number, client);
		client.received = '';
		client.write(bytes);
		// Each Sync is answered by a ReadyForQuery of its own; how they come together is a matter of time.
		const syncs = split(bytes).filter(([type]) => type === 'S').length;
		const answers = await client.messages(until, until === 'Z' ? Math.max(1, syncs) : 1);
		// Settings told as they change differ between versions.
		said.push(
			`${number}: ${answers
				.filter(([type]) => type !== 'S')
				.map(comparable)
				.join(' | ')}`,
		);
	}

	for (const client of clients.values()) {
		client.close();
	}

	return said;
}

async function compare(steps: readonly Step[]): Promise<void> {
	const {port, username, pathname} = new URL(url);
	const real = await play(Number(port || 5432), `user\0${username}\0database\0${pathname.slice(1)}\0\0`, steps);
	const ours = await play(engine.port, 'user\0learner\0database\0shopstream\0\0', steps);
	expect(ours).toEqual(real);
}

const query = (sql: string, client = 0): Step => ({client, bytes: frame('Q', `${sql}\0`)});
const parse = (sql: string, name = '', types: readonly number[] = []) => frame('P', `${name}\0${sql}\0${int16(types.length)}${types.map(int32).join('')}`);
const bind = (values: ReadonlyArray<string | null> = [], name = '', portal = '', format = '\0\0') =>
	frame(
		'B',
		`${portal}\0${name}\0\0\0${int16(values.length)}${values.map(value => (value === null ? int32(-1) : int32(value.length) + value)).join('')}${format}`,
	);
const execute = (portal = '', rows = 0) => frame('E', `${portal}\0${int32(rows)}`);
const describe = (kind: 'S' | 'P', name = '') => frame('D', `${kind}${name}\0`);
const closed = (kind: 'S' | 'P', name = '') => frame('C', `${kind}${name}\0`);
const sync = frame('S', '');
const flush = frame('H', '');
const step = (bytes: string, until?: string): Step => ({client: 0, bytes, ...(until !== undefined && {until})});
const int16 = (value: number) => String.fromCharCode((value >> 8) & 255, value & 255);

const scripts: Readonly<Record<string, readonly Step[]>> = {
	'simple queries': [
		query(
			"select 1, null, 'text', 1.50::numeric, true, now() is null, array[1, 2], '{\"a\":1}'::jsonb, interval '1 day', timestamptz '2026-01-02 03:04:05.678+00'",
		),
		query(''),
		query(' ; ; '),
		query('select 1; select 2'),
		query('select 1; select 1/0; select 2'),
		query('nonsense'),
		query('select * from nowhere'),
		query('create temp table t (n int primary key, w text not null)'),
		query("insert into t values (1, 'a'), (2, 'b')"),
		query("insert into t values (1, 'c')"),
		query('insert into t values (3, null)'),
		query("update t set w = 'z' where n > 1 returning *"),
		query('delete from t'),
		query('select * from t'),
		query("do $$ begin raise notice 'hello'; end $$"),
		query('explain (costs off) select 1'),
		query('drop table t; drop table t'),
	],
	transactions: [
		query('begin'),
		query('select 1'),
		query('select 1/0'),
		query('select 1'),
		query('commit'),
		query('begin; select 1; savepoint a; select 1/0'),
		query('rollback to a'),
		query('select 2'),
		query('release a'),
		query('commit'),
		query('rollback'),
		query('commit'),
		query('begin; begin'),
		query('rollback'),
		query('begin isolation level serializable read only'),
		query('create temp table ro (n int); insert into ro values (1)'),
		query('create table ro2 (n int)'),
		query('rollback and chain'),
		query('rollback'),
		query('start transaction; commit; select 1'),
		query('begin; select 1; commit; select 1/0'),
	],
	'the extended protocol': [
		step(parse('select $1::int + $2, $3::text') + describe('S') + bind(['2', '3', null]) + describe('P') + execute() + sync),
		step(parse('select $1::int8', 'named', [20]) + sync),
		step(bind(['7'], 'named') + execute() + sync),
		step(bind(['x'], 'named') + execute() + sync),
		step(bind([], 'named') + execute() + sync),
		step(parse('select 1', 'named') + sync),
		step(closed('S', 'named') + sync),
		step(bind(['7'], 'named') + execute() + sync),
		step(parse('select 1') + sync),
		step(describe('S') + sync),
		query('select 2'),
		step(describe('S') + sync),
		step(parse('select 1') + sync),
		query('nonsense'),
		step(bind() + execute() + sync),
		step(closed('S', 'never') + closed('P', 'never') + sync),
		step(parse('') + bind() + describe('P') + execute() + sync),
		step(parse('select 1; select 2') + sync),
		step(parse('select n from generate_series(1, 5) n') + bind() + execute('', 2) + execute('', 2) + execute('', 2) + sync),
		step(parse("select 5::int, 6::int8, 'x'::text") + bind([], '', '', '\0\u0001\0\u0001') + execute() + sync),
		step(parse('nonsense') + bind() + execute() + sync),
		step(parse('select 1/0') + bind() + execute() + parse('select 2') + sync),
		step(parse('create temp table e (n int)') + describe('S') + bind() + describe('P') + execute() + sync),
		step(parse('insert into e select generate_series(1, $1)', '', [23]) + bind(['4']) + execute() + sync),
		step(parse('select count(*) from e') + bind() + execute() + sync + parse('select 1') + bind() + execute() + sync),
		step(sync),
	],
	'portals and flushes': [
		query('begin'),
		step(parse('select generate_series(1, 4)', 's') + bind([], 's', 'p') + execute('p', 1) + flush, 's'),
		step(execute('p', 2) + flush, 's'),
		step(execute('p') + flush, 'C'),
		step(execute('p') + flush, 'C'),
		step(sync),
		step(closed('P', 'p') + sync),
		step(execute('p') + sync),
		query('rollback'),
		step(parse('select 1/0') + bind() + execute() + flush, 'E'),
		step(parse('select 1') + sync),
		step(bind() + execute() + sync),
		query('begin; declare c cursor for select generate_series(1, 3)'),
		query('fetch 2 from c'),
		query('fetch all from c'),
		query('close c; commit'),
		step(bind([], 's') + execute() + sync),
		query('deallocate all'),
		step(bind([], 's') + execute() + sync),
	],
	'copy out': [query("copy (select generate_series(1, 3), 'a') to stdout"), query('copy (select 1/0) to stdout'), query('select 1')],
	settings: [
		query('set search_path = a, b'),
		query('show search_path'),
		query("select set_config('my.own', 'x', false)"),
		query('show my.own'),
		query('show my.other'),
		query('show search_path', 1),
		query("begin; set local work_mem = '5MB'; show work_mem; commit"),
		query('show work_mem'),
		query('set nothing_like_it = 1'),
		query("set work_mem = 'lots'"),
		query('reset all'),
		query('show search_path'),
		query("set timezone = 'Europe/Berlin'; select timestamptz '2026-07-01 12:00+00'"),
		query("select timestamptz '2026-07-01 12:00+00'"),
		query('set datestyle = german', 1),
		query("select date '2026-07-01'"),
		query("select date '2026-07-01'", 1),
		query('discard all'),
		query("select date '2026-07-01'", 1),
	],
	'notifications to oneself': [
		query("listen a; notify a, '1'; notify a, '1'; notify b"),
		query("begin; notify a, '2'"),
		query("notify a, '3'; commit"),
		query('begin; notify a; rollback'),
		query('unlisten a; notify a'),
		query('listen "A b"; notify "A b"'),
		query("select pg_notify('A b', 'x')"),
		query('begin; listen c; rollback; notify c'),
		query('unlisten *'),
		query('notify "A b"'),
		query('/* listen x */ select $$ ; listen y $$; -- listen z'),
		query('notify x; notify y; notify z'),
		step(parse('listen e') + bind() + execute() + sync),
		query("notify e, 'late'"),
		query("listen 'f'"),
		query('listen'),
	],
	'prepared in SQL': [
		query('prepare p as select $1::int'),
		query('execute p(3)'),
		query('prepare p as select 1'),
		query('deallocate p'),
		query('execute p(3)'),
		query('deallocate prepare all'),
	],
};

test.runIf(runs).each(Object.entries(scripts))(`%s${note}`, async (_, steps) => {
	await compare(steps);
});

test.runIf(runs)(
	`random batches of two clients${note}`,
	async () => {
		const sql = fc.constantFrom(
			'select 1',
			'select 1/0',
			'begin',
			'commit',
			'rollback',
			'savepoint s',
			'rollback to s',
			"set work_mem = '3MB'",
			'show work_mem',
			'reset work_mem',
			'nonsense',
			'',
			'listen x',
			'notify x',
			'unlisten x',
			'select 1; select 2',
			'deallocate all',
		);
		const name = fc.constantFrom('', 'a', 'b');
		const piece = fc.oneof(
			fc.tuple(sql, name).map(([text, its]) => parse(text, its)),
			fc.tuple(name, name).map(([its, portal]) => bind([], its, portal)),
			name.map(portal => execute(portal)),
			fc.tuple(fc.constantFrom('S', 'P'), name).map(([kind, its]) => describe(kind as 'S', its)),
			fc.tuple(fc.constantFrom('S', 'P'), name).map(([kind, its]) => closed(kind as 'S', its)),
		);
		const batch = fc.oneof(
			sql.map(text => frame('Q', `${text}\0`)),
			fc.array(piece, {minLength: 1, maxLength: 6}).map(pieces => pieces.join('') + sync),
		);
		// A client's run ends outside a transaction: on the one session it would keep the other waiting.
		const turn = fc
			.tuple(fc.integer({min: 0, max: 1}), fc.array(batch, {minLength: 1, maxLength: 5}))
			.map(([client, batches]) => [...batches.map(bytes => ({client, bytes})), query('rollback', client)]);
		// What one tells another comes when it comes: only one of them listens to itself.
		await fc.assert(
			fc.asyncProperty(fc.array(turn, {minLength: 1, maxLength: 4}), async turns => {
				await compare(turns.flat().filter(({client, bytes}) => client === 0 || !/listen|notify/.test(bytes)));
			}),
			{numRuns: 60},
		);
	},
	300_000,
);

import {expect, test} from 'vitest';
import {listenStatements, refusalOf} from '../../../source/engines/postgres/sql-scan.ts';

test.each<[string, string[]]>([
	['listen a', ['listen a']],
	['LISTEN Orders;UnListen *; unlisten "A ""b"""', ['listen orders', 'unlisten all', 'unlisten A "b"']],
	['/* listen a /* nested */ ; listen b */ -- listen c\n listen d', ['listen d']],
	["select '; listen a', E'\\'; listen b', $$; listen c$$, $x$; listen $$ d $x$; listen e", ['listen e']],
	['select 1 as "x; listen a"; listen f', ['listen f']],
	["listen; listen 'a'; listen 1", []],
	['select listen from a', []],
	[`listen ${'n'.repeat(70)}`, [`listen ${'n'.repeat(63)}`]],
	['listen $$', []],
	['/* open', []],
])('%s', (sql, found) => {
	expect(listenStatements(sql).map(({verb, channel}) => `${verb} ${channel ?? 'all'}`)).toEqual(found);
});

test('where a channel stands', () => {
	const sql = 'select 1; unlisten "a b" ; unlisten *';
	expect(listenStatements(sql).map(({start, end}) => sql.slice(start, end))).toEqual(['"a b"', '*']);
});

test('what is refused, and what only looks like it', () => {
	expect(refusalOf('SHOW idle_session_timeout')).toBeUndefined();
	expect(refusalOf("select * from pg_settings where name = 'transaction_timeout'")).toBeUndefined();
	expect(refusalOf('select pg_advisory_xact_lock(1)')).toBeUndefined();
	expect(refusalOf("select proname from pg_proc where proname = 'pg_advisory_lock'")).toBeUndefined();
	expect(refusalOf('SET LOCAL Transaction_Timeout TO 1')?.message).toMatch(/^transaction_timeout cannot be set/);
	expect(refusalOf('select PG_TRY_ADVISORY_LOCK_shared (1)')?.message).toMatch(/^session-level advisory locks/);
});

test.each([
	["copy x to '/tmp/x'", true],
	["COPY /* all */ x (a, b) FROM E'/tmp/x' csv", true],
	["select 1; copy (select a from x) to program 'cat'", true],
	['copy x from program $$echo 1$$', true],
	["copy x to U&'/tmp/x'", true],
	['copy x to stdout', false],
	["copy (select 'x' from x) to stdout (format csv, delimiter ';')", false],
	["copy x from stdin where b is distinct from 'c'", false],
	["select 'copy x to ' || '/tmp/x'", false],
	["select copy from x where a = 'b'; select 'a' from program", false],
])('%s: of a file or a program: %s', (sql, isRefused) => {
	expect(refusalOf(sql) !== undefined).toBe(isRefused);
});

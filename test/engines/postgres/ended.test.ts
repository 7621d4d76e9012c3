// Statements that are ended: by a cancel request, or because their client is gone. The backend is ended with them and comes back.
import {Worker} from 'node:worker_threads';
import type pg from 'pg';
import {afterAll, afterEach, beforeAll, expect, test, vi} from 'vitest';
import type {Engine} from '../../../source/engines/engine.ts';
import {startPostgresEngine} from '../../../source/engines/postgres/start-postgres-engine.ts';
import {until} from '../../until.ts';
import {connectTo, failureOf, frame, int32, keyOf, RawClient, startup} from './open-postgres.ts';
import {rounds} from '../../thorough.ts';

let engine: Engine;
const open: Array<{end(): unknown}> = [];

beforeAll(async () => {
	engine = await startPostgresEngine({});
	const client = await connectTo(engine.port);
	await client.query('create table kept (n int)');
	await client.end();
});

afterAll(async () => {
	await engine?.close();
});

afterEach(async () => {
	await Promise.all(open.splice(0).map(async client => client.end()));
});

async function connect(): Promise<pg.Client> {
	const client = await connectTo(engine.port);
	open.push(client);
	return client;
}

const long = 'select count(*) from generate_series(1, 2000000000)';

/** Something that takes minutes, once the engine works on it: the first, long answer has come. */
async function askForLong(port = engine.port): Promise<RawClient> {
	const client = await RawClient.start(port);
	open.push({end: () => client.close()});
	client.write(frame('Q', `select repeat('x', 100000); ${long}\0`));
	await until(() => client.received !== '');
	return client;
}

async function cancel(key: {id: number; secret: number}): Promise<void> {
	const socket = await RawClient.open(engine.port);
	socket.write(int32(16) + int32(80_877_102) + int32(key.id) + int32(key.secret));
	expect(await socket.untilClosed()).toBe('');
}

/** Cancels what a client has under way, again and again until it is: before it is, that does nothing. */
async function cancelOnce<T>(key: {id: number; secret: number}, failed: Promise<T>): Promise<T> {
	let isDone = false;
	void failed.finally(() => {
		isDone = true;
	});
	await until(async () => {
		await cancel(key);
		return isDone;
	});
	return failed;
}

const cancelled = {code: '57014', message: 'canceling statement due to user request'};

test('a cancel request ends a statement; its client and all others go on, with what was committed, set, prepared, listened to', async () => {
	const [a, b] = [await connect(), await connect()];
	const heard: unknown[] = [];
	b.on('notification', ({payload}) => heard.push(payload));
	await b.query('listen still');
	await a.query('insert into kept values (1)');
	await a.query("set work_mem = '6MB'");
	expect((await b.query({name: 'one', text: 'select n from kept'})).rows).toEqual([{n: 1}]);
	const failed = failureOf(a.query(long));
	let isDone = false;
	void failed.finally(() => {
		isDone = true;
	});
	for (let i = 0; i < 50; i++) {
		await cancel({id: keyOf(a).id, secret: keyOf(a).secret + 1});
		await cancel(keyOf(b));
	}

	expect(isDone).toBe(false);
	expect(await cancelOnce(keyOf(a), failed)).toEqual(cancelled);
	expect((await a.query('show work_mem')).rows).toEqual([{work_mem: '6MB'}]);
	expect((await b.query({name: 'one', text: 'select n from kept'})).rows).toEqual([{n: 1}]);
	await a.query("notify still, 'here'");
	await until(() => heard.length > 0);
});

test('a backend that is stuck where it is ended is not waited for: its client is told, and all others go on', async () => {
	const [a, b] = [await connect(), await connect()];
	const {terminate} = Worker.prototype;
	const stuck = vi.spyOn(Worker.prototype, 'terminate').mockImplementationOnce(async function (this: Worker) {
		// It ends, and nobody hears of it.
		void terminate.call(this.removeAllListeners('exit'));
		return new Promise(() => undefined);
	});
	expect(await cancelOnce(keyOf(a), failureOf(a.query(long)))).toEqual(cancelled);
	expect(stuck).toHaveBeenCalledOnce();
	stuck.mockRestore();
	expect([(await a.query('select 1 as one')).rows, (await b.query('select 2 as two')).rows]).toEqual([[{one: 1}], [{two: 2}]]);
});

test('a cancelled statement fails its transaction, as anywhere', async () => {
	const [a, b] = [await connect(), await connect()];
	await a.query('begin');
	await a.query('insert into kept values (2)');
	expect(await cancelOnce(keyOf(a), failureOf(a.query(long)))).toEqual(cancelled);
	expect(await failureOf(a.query('select 1'))).toMatchObject({code: '25P02'});
	let isAnswered = false;
	const asked = b.query('select count(*)::int as n from kept where n = 2').then(({rows}) => {
		isAnswered = true;
		return rows as unknown;
	});
	await a.query('savepoint late').catch(() => undefined);
	expect(isAnswered).toBe(false);
	await a.query('rollback');
	expect(await asked).toEqual([{n: 0}]);
});

test('a statement that waits for the transaction of another is cancelled, or ends at its time limit', async () => {
	const [a, b, c] = [await connect(), await connect(), await connect()];
	await c.query('set statement_timeout = 300');
	await a.query('begin');
	await a.query('insert into kept values (4)');
	expect(await cancelOnce(keyOf(b), failureOf(b.query('select 1')))).toEqual(cancelled);
	expect(await cancelOnce(keyOf(b), failureOf(b.query('select $1::int', [1])))).toEqual(cancelled);
	expect(await failureOf(c.query('select 1'))).toEqual({code: '57014', message: 'canceling statement due to statement timeout'});
	const asked = b.query('select 2 as two');
	expect((await a.query('select count(*)::int as n from kept where n = 4')).rows).toEqual([{n: 1}]);
	await a.query('commit');
	expect((await asked).rows).toEqual([{two: 2}]);
	await a.query('delete from kept where n = 4');
});

test('a cancel that comes as soon as the answer is there ends nothing, and the client gets no further answer', async () => {
	const client = await connect();
	const unasked: unknown[] = [];
	client.on('error', error => unasked.push(error.message));
	await client.query('begin');
	for (let i = 0; i < 50; i++) {
		// As much as PostgreSQL needs a while to put away.
		await client.query('insert into kept select 3 from generate_series(1, 2000)');
		await cancel(keyOf(client));
		expect((await client.query('select 1 as one')).rows).toEqual([{one: 1}]);
	}

	await client.query('rollback');
	expect(unasked).toEqual([]);
});

test('a cancel after a Flush leaves out what follows up to the Sync', async () => {
	const client = await RawClient.open(engine.port);
	client.write(startup());
	const key = Buffer.from((await client.messages('Z')).find(([type]) => type === 'K')![1], 'latin1');
	client.received = '';
	client.write(frame('P', `\0${long}\0\0\0`) + frame('B', '\0\0\0\0\0\0\0\0') + frame('E', '\0\0\0\0\0') + frame('H', ''));
	const messages = await cancelOnce({id: key.readInt32BE(), secret: key.readInt32BE(4)}, client.messages('E'));
	expect(messages.at(-1)![1]).toContain('57014');
	expect(await client.ask(frame('P', '\0select 1\0\0\0'), frame('S', ''))).toEqual([['Z', 'I']]);
	client.close();
});

test.each(rounds(['closes its socket'], ['closes its socket', 'says good-bye']))('the long statement of a client that %s is ended, others go on', async how => {
	const [a, b] = [await askForLong(), await connect()];
	const asked = b.query('select 7 as n');
	if (how === 'closes its socket') {
		a.close();
	} else {
		a.write(frame('X', ''));
	}

	expect((await asked).rows).toEqual([{n: 7}]);
});

test('what a client asked before it said good-bye is done', async () => {
	const client = await RawClient.start(engine.port);
	client.write(frame('Q', 'insert into kept values (99)\0') + frame('X', ''));
	client.socket.end();
	await client.untilClosed();
	const b = await connect();
	expect((await b.query('select count(*)::int as n from kept where n = 99')).rows).toEqual([{n: 1}]);
});

test('whoever has temporary tables is told that they are gone', async () => {
	const [a, b] = [await connect(), await connect()];
	const ends = new Promise<Error>(resolve => {
		b.on('error', resolve);
	});
	await b.query('create temp table mine (n int)');
	await cancelOnce(keyOf(a), failureOf(a.query(long)));
	expect(await ends).toMatchObject({code: '57P02', message: expect.stringContaining('temporary tables are gone')});
});

test('a large answer that is not read holds no memory and nobody up for long once its reader is gone', async () => {
	const [a, b] = [await RawClient.start(engine.port), await connect()];
	a.socket.pause();
	a.write(frame('Q', "select repeat('x', 1000) from generate_series(1, 2000000)\0"));
	const waiting = b.query('select 7 as n');
	await until(() => a.socket.bytesRead > 0);
	const before = process.memoryUsage().rss;
	const answered = await Promise.race([
		waiting,
		new Promise(resolve => {
			setTimeout(resolve, 1500, 'nobody');
		}),
	]);
	expect(answered).toBe('nobody');
	expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
	a.close();
	expect((await waiting).rows).toEqual([{n: 7}]);
});

test('an engine that is closed while its backend starts again leaves none behind, however long that start takes', async () => {
	const threads: Worker[] = [];
	const keep = (worker: Worker) => void threads.push(worker);
	process.on('worker', keep);
	try {
		const own = await startPostgresEngine({});
		// Its statement is ended, and the backend with it.
		(await askForLong(own.port)).close();
		await until(() => threads.length === 2);
		vi.useFakeTimers({toFake: ['setTimeout']});
		const closed = own.close();
		vi.advanceTimersByTime(1000);
		vi.useRealTimers();
		await closed;
		// One that is busy outside of JavaScript is gone a moment later.
		await until(() => threads.every(({threadId}) => threadId === -1));
		expect(threads).toHaveLength(2);
	} finally {
		process.off('worker', keep);
	}
});

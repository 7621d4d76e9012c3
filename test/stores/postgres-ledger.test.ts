// The ledger over the embedded engine and over a named server: the same answers.
import {setTimeout as pause} from 'node:timers/promises';
import pg from 'pg';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {type Catalogue, createCatalogue} from '../../source/scenarios/shop/catalogue.ts';
import {generateOrders} from '../../source/scenarios/shop/generate-orders.ts';
import type {Order, OrderStatus} from '../../source/scenarios/shop/order.ts';
import {ordersLedger} from '../../source/scenarios/shop/orders-ledger.ts';
import {orders} from '../../source/scenarios/shop/orders.ts';
import {openPostgresLedger, type PostgresLedger} from '../../source/stores/postgres-ledger.ts';
import type {BegunSeed} from '../../source/stores/postgres-seeds.ts';
import {timeLimitsMs} from '../../source/time-limits.ts';
import {holdServer} from '../hold-server.ts';
import {postgresServers} from '../postgres-servers.ts';
import {isThorough} from '../thorough.ts';
import {until} from '../until.ts';

const nowMs = Date.parse('2026-11-20T12:00:00Z');
const longAgo = new Date('2024-02-29T12:00:00Z');
const facts = {...orders, ledger: ordersLedger};
let catalogue: Catalogue;

beforeAll(async () => {
	catalogue = await createCatalogue(1);
});

const some = (count: number, seed = 3) => [...generateOrders({count, days: 30, seed, nowMs}, catalogue)];
const byTime = (a: Order, b: Order) => a.placedAt.getTime() - b.placedAt.getTime() || (a.id < b.id ? -1 : 1);
const open = async (url: string, options?: {embeddedVersion?: string}) => openPostgresLedger(url, facts, options);

async function collect(ledger: PostgresLedger, fromMs: number, toMs: number): Promise<Order[]> {
	const found: object[] = [];
	for await (const order of ledger.stream(fromMs, toMs)) {
		found.push(order);
	}

	return found as Order[];
}

const named = process.env['SHOPSTREAM_TEST_POSTGRES_URL'] ?? '';
describe.each(postgresServers)('$name', ({start, isEmbedded}) => {
	let url: string;
	let stop: () => Promise<void>;
	let direct: pg.Client;
	let ledger: PostgresLedger;

	beforeAll(async () => {
		({url, stop} = await start());
		direct = new pg.Client(url);
		await direct.connect();
	}, 600_000);

	afterAll(async () => {
		await direct?.query('drop schema if exists shopstream cascade');
		await direct?.end();
		await stop?.();
	});

	beforeEach(async () => {
		await direct.query('drop schema if exists shopstream cascade');
		ledger = await open(url);
	});

	afterEach(async () => {
		await ledger.close();
	});

	/** A batch that still has to connect when the signal comes is none: both connections are there before. */
	const connectTwice = async () => Promise.all([1, 2].map(async () => ledger.connected(async query => query('select pg_sleep(0.05)'))));

	/** How many a cancelled insert says stand; where a busy PostgreSQL did not say so in time, how many do. */
	const standingAfter = async ({signal}: AbortController, inserting: Promise<{readonly stored: number}>) => {
		try {
			return (await inserting).stored;
		} catch (error) {
			expect(error).toBe(signal.reason);
			return ledger.count();
		}
	};

	const rowOf = async (sql: string): Promise<Record<string, unknown>> => (await direct.query(sql)).rows[0];

	test('an empty one has nothing, and is not touched by being asked', async () => {
		expect(await ledger.count()).toBe(0);
		expect(await ledger.estimate()).toBe(0);
		expect(await ledger.holdings()).toEqual({count: 0});
		expect(await ledger.identity()).toBeUndefined();
		expect(await rowOf("select to_regnamespace('shopstream') as schema")).toEqual({schema: null});
		expect(ledger.backend).toMatchObject({kind: 'server', label: expect.stringMatching(/^PostgreSQL \d+\.\d+$/)});
		const labelled = await open(url, {embeddedVersion: '1.2.3'});
		expect(labelled.backend).toMatchObject({kind: 'embedded', label: expect.stringMatching(/^embedded engine, PostgreSQL \d/), version: '1.2.3'});
		await labelled.close();
	});

	test('orders come back as they were, in order of time', async () => {
		await ledger.prepare();
		const made = some(2500);
		const seen: number[] = [];
		expect(await ledger.insert(made, {progress: stored => seen.push(stored)})).toEqual({stored: 2500, added: 2500});
		expect(seen).toEqual([1000, 2000, 2500]);
		expect(await ledger.count()).toBe(2500);
		expect(await ledger.estimate()).toBe(2500);
		const sorted = made.toSorted(byTime).map(order => ({...order, version: 1}));
		const held = await ledger.holdings();
		expect(held).toMatchObject({count: 2500, isEstimate: false, oldestMs: sorted[0]!.placedAt.getTime(), newestMs: sorted.at(-1)!.placedAt.getTime()});
		expect(held.bytes).toBeGreaterThan(500_000);
		expect(await collect(ledger, 0, nowMs)).toEqual(sorted);
		// The first instant is left out, the last one is not.
		const [fromMs, toMs] = [sorted[10]!.placedAt.getTime(), sorted[20]!.placedAt.getTime()];
		expect(await collect(ledger, fromMs, toMs)).toEqual(sorted.filter(({placedAt}) => placedAt.getTime() > fromMs && placedAt.getTime() <= toMs));
	});

	test('orders of one instant, more than a page of them, are told once each, by id', async () => {
		await ledger.prepare();
		const placedAt = new Date(nowMs - 1000);
		const made = some(2300).map(order => ({...order, placedAt, updatedAt: placedAt}));
		await ledger.insert(made);
		expect((await collect(ledger, 0, nowMs)).map(({id}) => id)).toEqual(made.map(({id}) => id).sort());
	});

	test('the tables hold them to the cent', async () => {
		await ledger.prepare();
		const made = some(500);
		await ledger.insert(made);
		const cents = made.flatMap(({items}) => items).reduce((sum, {quantity, unitPriceCents}) => sum + quantity * unitPriceCents, 0);
		expect(await rowOf('select sum(quantity * unit_price_cents)::text as cents from shopstream.order_items')).toEqual({cents: String(cents)});
		expect(
			await rowOf(`
			select count(*)::int as wrong from shopstream.orders o
			left join shopstream.customers c on c.id = o.customer_id where c.id is null or not exists (select from shopstream.order_items where order_id = o.id)
		`),
		).toEqual({wrong: 0});
		for (const [sql, constraint] of [
			["update shopstream.orders set status = 'lost'", 'orders_status_check'],
			["update shopstream.orders set updated_at = placed_at - interval '1 s'", 'orders_check'],
			['update shopstream.order_items set quantity = 0', 'order_items_quantity_check'],
			["update shopstream.order_items set sku = 'none'", 'order_items_sku_fkey'],
			['delete from shopstream.customers', 'orders_customer_id_fkey'],
		] as const) {
			await expect(direct.query(sql)).rejects.toMatchObject({constraint});
		}
	});

	test('what is there already is let be: a seed that was cut short can be repeated', async () => {
		await ledger.prepare();
		const made = some(1800);
		await ledger.insert(made.slice(0, 700));
		await direct.query("update shopstream.orders set status = 'returned' where id = $1", [made[0]!.id]);
		expect(await ledger.insert(made)).toEqual({stored: 1800, added: 1100});
		expect(await ledger.insert(made)).toEqual({stored: 1800, added: 0});
		expect(await rowOf('select count(*)::int as items from shopstream.order_items')).toEqual({items: made.flatMap(({items}) => items).length});
		expect((await collect(ledger, 0, nowMs)).find(({id}) => id === made[0]!.id)?.status).toBe('returned');
	});

	describe('moves', () => {
		/** As many orders as statuses are given, one an hour, the last one an hour ago. */
		const orderly = (...statuses: OrderStatus[]) =>
			some(statuses.length).map((order, i) => {
				const placedAt = new Date(nowMs - (statuses.length - i) * 3_600_000);
				return {...order, placedAt, updatedAt: placedAt, status: statuses[i]!};
			});
		const move = async (name: string, count: number, atMs = nowMs) => {
			const {sql} = ordersLedger.moves.find(one => one.name === name)!;
			return (await direct.query(sql, [count, new Date(atMs)])).rows;
		};
		const statuses = async () => (await collect(ledger, 0, nowMs)).map(({status}) => status);

		test('the one that waits longest is sent first, the one longest on its way comes first', async () => {
			await ledger.prepare();
			await ledger.insert(orderly('completed', 'shipped', 'pending', 'shipped', 'pending', 'pending'));
			expect(await move('shipped', 2)).toEqual([{moved: 2}]);
			expect(await statuses()).toEqual(['completed', 'shipped', 'shipped', 'shipped', 'shipped', 'pending']);
			expect(await move('completed', 3)).toEqual([{moved: 3}]);
			expect(await statuses()).toEqual(['completed', 'completed', 'completed', 'completed', 'shipped', 'pending']);
			const [first, second] = await collect(ledger, 0, nowMs);
			expect([first!.updatedAt, second!.updatedAt]).toEqual([first!.placedAt, new Date(nowMs)]);
			// Nothing is placed yet at that instant, and no more are moved than there are.
			expect(await move('shipped', 5, nowMs - 10 * 3_600_000)).toEqual([{moved: 0}]);
			expect(await move('shipped', 5)).toEqual([{moved: 1}]);
		});

		test("a clock that is behind an order's last change does not break it", async () => {
			await ledger.prepare();
			const [order] = orderly('pending');
			await ledger.insert([{...order!, updatedAt: new Date(nowMs)}]);
			expect(await move('shipped', 1, nowMs - 60_000)).toEqual([{moved: 1}]);
			const [{status, updatedAt}] = (await collect(ledger, 0, nowMs)) as [Order];
			expect([status, updatedAt.getTime() >= nowMs]).toEqual(['shipped', true]);
		});

		test('what is returned has come, and was placed within the last 30 days', async () => {
			await ledger.prepare();
			const made = some(400).map((order, i) => {
				const placedAt = new Date(nowMs - i * 4 * 3_600_000 - 1);
				return {...order, placedAt, updatedAt: placedAt, status: i < 30 ? ('shipped' as const) : ('completed' as const)};
			});
			await ledger.insert(made);
			// As many as are wanted, or as there are behind the instant that was drawn: at times none.
			const back = async (wanted: number) => ((await move('returned', wanted)) as [{moved: number}])[0].moved;
			let [tries, single] = [0, 0];
			for (; tries < 25; tries++) {
				single += await back(1);
			}

			expect(single).toBeGreaterThanOrEqual(20);
			expect(single).toBeLessThanOrEqual(tries);
			const moved = await back(3);
			expect([0, 1, 2, 3]).toContain(moved);
			const returned = (await collect(ledger, 0, nowMs)).filter(({status}) => status === 'returned');
			const ages = returned.map(({placedAt}) => (nowMs - placedAt.getTime()) / 86_400_000);
			expect(ages).toHaveLength(single + moved);
			expect(Math.max(...ages)).toBeLessThanOrEqual(30);
			expect(Math.min(...ages)).toBeGreaterThanOrEqual(5);
			// Not the same ones again and again: they lie apart.
			expect(Math.max(...ages) - Math.min(...ages)).toBeGreaterThan(8);
		});

		test('few rows are looked at, however many there are', async () => {
			await ledger.prepare();
			await ledger.insert(some(1));
			await direct.query(
				`
				insert into shopstream.orders (id, placed_at, updated_at, status, customer_id)
				select 'o' || n, $1::timestamptz - n * interval '1 minute', $1::timestamptz - n * interval '1 minute',
					case when n <= 100 then 'pending' when n <= 300 then 'shipped' else 'completed' end, (select id from shopstream.customers limit 1)
				from generate_series(1, 30000) n
			`,
				[new Date(nowMs)],
			);
			await direct.query('analyze shopstream.orders');
			for (const {sql} of ordersLedger.moves) {
				const {
					rows: [
						{
							'QUERY PLAN': [{Plan: plan}],
						},
					],
				} = await direct.query(`explain (analyze, buffers, format json) ${sql}`, [3, new Date(nowMs)]);
				expect(plan['Shared Hit Blocks'] + plan['Shared Read Blocks']).toBeLessThan(200);
			}
		});

		test.runIf(!isEmbedded)('two at once move different ones', async () => {
			await ledger.prepare();
			await ledger.insert(orderly('pending', 'pending', 'pending'));
			const other = new pg.Client(url);
			await other.connect();
			await other.query('begin');
			await other.query(ordersLedger.moves[0]!.sql, [2, new Date(nowMs)]);
			expect(await move('shipped', 2)).toEqual([{moved: 1}]);
			await other.query('commit');
			await other.end();
			expect(await statuses()).toEqual(['shipped', 'shipped', 'shipped']);
		});
	});

	test('two that store the same orders at once store them once', async () => {
		await ledger.prepare();
		const other = await open(url);
		const made = some(3000);
		const results = await Promise.all([ledger.insert(made), other.insert(made.toReversed())]);
		expect(results.map(({stored}) => stored)).toEqual([3000, 3000]);
		expect(results[0].added + results[1].added).toBe(3000);
		expect(await ledger.count()).toBe(3000);
		await other.close();
	});

	test('a question that waits for the only connection waits as long as it takes: PostgreSQL is busy, not silent', async () => {
		const narrow = await ledger.apart(1);
		let isFree = false;
		const holding = narrow.connected(async () => {
			await pause(timeLimitsMs.databaseCommand + 250);
			isFree = true;
		});
		const waiting = narrow.connected(async query => (await query('select 1 as one')).rows);
		expect([await waiting, isFree]).toEqual([[{one: 1}], true]);
		await holding;
		await narrow.close();
	});

	test('a signal stops it between batches; what was stored is told', async () => {
		await ledger.prepare();
		const controller = new AbortController();
		await connectTwice();
		const stored = await standingAfter(controller, ledger.insert(some(5000), {signal: controller.signal, progress: () => controller.abort()}));
		expect(stored).toBe(await ledger.count());
		// Two are under way at a time; the second one is given up where it does not end soon.
		expect([1000, 2000]).toContain(stored);
		expect(await ledger.insert(some(5000), {signal: controller.signal})).toEqual({stored: 0, added: 0});
	});

	describe('seeds', () => {
		const wanted = {count: 4500, days: 30, seed: 3, nowMs, timeZone: 'Europe/Berlin'};
		const insert = async (seed: BegunSeed, options?: Parameters<BegunSeed['insert']>[1]) => seed.insert(generateOrders(seed.wanted, catalogue), options);
		const seeds = async () => (await direct.query('select standing::int, wishes from shopstream.seeds order by id')).rows as Array<{standing: number}>;
		const ids = async () => (await direct.query('select id from shopstream.orders order by id')).rows.map(({id}) => id as string);
		let wantedIds: string[];

		beforeEach(async () => {
			await ledger.prepare();
			wantedIds = [...generateOrders(wanted, catalogue)].map(({id}) => id).sort();
		});

		test('one that is done is forgotten; the same once more is set apart', async () => {
			const few = {...wanted, count: 1500};
			const first = await ledger.beginSeed(few);
			expect(first).toMatchObject({wanted: few, standing: 0});
			expect(await insert(first)).toEqual({stored: 1500, added: 1500});
			expect(await ids()).toEqual([...generateOrders(few, catalogue)].map(({id}) => id).sort());
			expect(await seeds()).toEqual([]);
			const second = await ledger.beginSeed({...few, nowMs: nowMs + 60_000});
			expect(second).toMatchObject({wanted: {...few, nowMs: nowMs + 60_000, apart: String(nowMs + 60_000)}, standing: 0});
			expect(await insert(second)).toEqual({stored: 1500, added: 1500});
			expect(await ledger.count()).toBe(3000);
		});

		test('one that was cancelled goes on where it stopped, another day too', async () => {
			const controller = new AbortController();
			await connectTwice();
			const stored = await standingAfter(controller, insert(await ledger.beginSeed(wanted), {signal: controller.signal, progress: () => controller.abort()}));
			expect([stored, (await seeds())[0]!.standing]).toEqual([await ledger.count(), stored]);
			expect([1000, 2000]).toContain(stored);
			const seen: number[] = [];
			const again = await ledger.beginSeed({...wanted, nowMs: nowMs + 86_400_000});
			expect(again).toMatchObject({wanted, standing: stored});
			expect(await insert(again, {progress: standing => seen.push(standing)})).toEqual({stored: 4500, added: 4500 - stored});
			expect(seen).toEqual([...[2000, 3000, 4000].filter(standing => standing > stored), 4500]);
			expect(await ids()).toEqual(wantedIds);
			expect(await seeds()).toEqual([]);
		});

		test('one with other wishes is another one, and waits for nobody', async () => {
			const controller = new AbortController();
			await connectTwice();
			const stored = await standingAfter(controller, insert(await ledger.beginSeed(wanted), {signal: controller.signal, progress: () => controller.abort()}));
			for (const other of [
				{...wanted, seed: 4},
				{...wanted, days: 31},
				{...wanted, count: 4501},
				{...wanted, timeZone: 'UTC'},
			]) {
				expect(await ledger.beginSeed(other)).toMatchObject({standing: 0, wanted: {apart: String(nowMs)}});
			}

			expect(await ledger.beginSeed(wanted)).toMatchObject({standing: stored});
		});

		test.runIf(!isEmbedded)('what is remembered is never more than what stands, whichever batch waits', async () => {
			// The third batch of six waits for this lock; those before and after it do not.
			const made = [...generateOrders({...wanted, count: 6000}, catalogue)];
			const {id, placedAt, customer} = made[2500]!;
			const blocking = new pg.Client(url);
			await blocking.connect();
			await ledger.insert(made.slice(0, 1000));
			await blocking.query('begin');
			await blocking.query("insert into shopstream.orders (id, placed_at, updated_at, status, customer_id) values ($1, $2, $2, 'pending', $3)", [
				id,
				placedAt,
				customer.id,
			]);
			const seed = await ledger.beginSeed({...wanted, count: 6000});
			const inserting = seed.insert(made).catch((error: unknown) => error);
			await until(async () => (await direct.query('select from shopstream.orders')).rows.length === 3000);
			const [row] = await seeds();
			expect(row!.standing).toBeLessThanOrEqual(2000);
			await blocking.query('commit');
			await blocking.end();
			expect(await inserting).toEqual({stored: 6000, added: 4999});
		});

		test('a failure keeps what was stored, and says so', async () => {
			const made = [...generateOrders(wanted, catalogue)];
			const broken = {...made[3200]!, updatedAt: new Date(0)};
			const failure: unknown = await (await ledger.beginSeed(wanted)).insert(made.with(3200, broken)).catch((error: unknown) => error);
			const [row] = await seeds();
			const standing = await ledger.count();
			expect(failure).toMatchObject({name: 'StoreFailure', kind: 'refuses', stored: standing, isExact: true});
			expect(row!.standing).toBeGreaterThanOrEqual(2000);
			expect(row!.standing).toBeLessThanOrEqual(3000);
			// One that goes on and fails again counts those that stood before.
			const again: unknown = await (
				await ledger.beginSeed(wanted)
			)
				.insert(made.with(3300, {...made[3300]!, updatedAt: new Date(0)}))
				.catch((error: unknown) => error);
			expect(again).toMatchObject({name: 'StoreFailure', stored: await ledger.count(), isExact: true});
			expect(await ledger.count()).toBeGreaterThanOrEqual(3000);
			expect(await insert(await ledger.beginSeed(wanted))).toMatchObject({stored: 4500});
			expect(await ids()).toEqual(wantedIds);
		});
	});

	test('a signal ends a question at once, on the server too', async () => {
		await ledger.prepare();
		await direct.query('begin');
		await direct.query('lock table shopstream.orders in access exclusive mode');
		const controller = new AbortController();
		const counting = ledger.count(controller.signal);
		controller.abort(new Error('not wanted any more'));
		await expect(counting).rejects.toThrow('not wanted any more');
		await direct.query('rollback');
		await until(
			async () =>
				(await rowOf("select count(*)::int as waiting from pg_stat_activity where query like 'select count(*) from%' and state = 'active'"))['waiting'] === 0,
		);
	});

	test("a change of an order's own items raises its version, however old it is", async () => {
		await ledger.prepare();
		await ledger.insert(some(10).map(order => ({...order, placedAt: longAgo, updatedAt: longAgo})));
		const {id} = await rowOf('select min(order_id) as id from shopstream.order_items');
		const versions = async () => (await direct.query<{version: number}>('select version from shopstream.orders order by id')).rows.map(({version}) => version);
		let version = 1;
		for (const sql of [
			'update shopstream.order_items set quantity = quantity + 1 where order_id = $1',
			'insert into shopstream.order_items select order_id, 99, sku, quantity, unit_price_cents from shopstream.order_items where order_id = $1 limit 1',
			'delete from shopstream.order_items where order_id = $1 and line = 99',
		]) {
			await direct.query(sql, [id]);
			expect(await versions()).toEqual([++version, ...Array.from({length: 9}, () => 1)]);
		}

		expect(await rowOf('select count(*)::int as queued from shopstream.outbox')).toEqual({queued: 0});
	});

	test('made twice, and by many at once, the tables are made once, with one identity', async () => {
		const others = await Promise.all(Array.from({length: 4}, async () => open(url)));
		await Promise.all([ledger, ...others].map(async one => one.prepare()));
		await ledger.prepare();
		const identities = await Promise.all([ledger, ...others].map(async one => one.identity()));
		expect(new Set(identities).size).toBe(1);
		expect(identities[0]).toMatch(/^[\da-f-]{36}$/);
		expect(await rowOf('select count(*)::int as rows, max(version) as version from shopstream.ledger')).toEqual({
			rows: 1,
			version: ordersLedger.migrations.length,
		});
		await Promise.all(others.map(async one => one.close()));
	});

	test('a further migration is done once, on what stands; one that fails changes nothing', async () => {
		await ledger.prepare();
		await ledger.insert(some(10));
		const later = await openPostgresLedger(url, {
			...facts,
			ledger: {...ordersLedger, migrations: [...ordersLedger.migrations, "alter table shopstream.orders add column note text not null default 'none'"]},
		});
		await Promise.all([later.prepare(), later.prepare()]);
		expect(await later.count()).toBe(10);
		expect(await rowOf('select count(note)::int as notes from shopstream.orders')).toEqual({notes: 10});
		const failing = await openPostgresLedger(url, {
			...facts,
			ledger: {...ordersLedger, migrations: [...ordersLedger.migrations, '', 'create table shopstream.half (n int); select 1/0']},
		});
		await expect(failing.prepare()).rejects.toMatchObject({name: 'StoreFailure', store: 'postgres', kind: 'refuses', reason: 'division by zero'});
		expect(await rowOf("select to_regclass('shopstream.half') as half, version from shopstream.ledger")).toEqual({
			half: null,
			version: ordersLedger.migrations.length + 1,
		});
		// An earlier version of the program keeps its hands off.
		await expect(open(url)).rejects.toThrow('of a later version of this program');
		await later.close();
		await failing.close();
	});

	test('tables of others are never touched', async () => {
		await direct.query('create table if not exists public.orders (theirs int)');
		await direct.query('insert into public.orders values (7)');
		await ledger.prepare();
		await ledger.insert(some(5));
		expect(await rowOf('select array_agg(theirs) as theirs from public.orders')).toEqual({theirs: [7]});
		await direct.query('drop table public.orders');
		await direct.query(
			'drop schema shopstream cascade; create schema shopstream; create table shopstream.orders (theirs int); insert into shopstream.orders values (8)',
		);
		const refused = {
			name: 'StoreFailure',
			kind: 'refuses',
			message: expect.stringMatching(
				/^PostgreSQL at postgres:\/\/.* has a schema shopstream that is not of this program, and it stays untouched: name another database in the URL, or move the schema away$/,
			),
		};
		await expect(open(url)).rejects.toMatchObject(refused);
		await expect(ledger.prepare()).rejects.toMatchObject(refused);
		expect(await rowOf('select theirs from shopstream.orders')).toEqual({theirs: 8});
	});

	test('a schema that stands empty is taken', async () => {
		await direct.query('create schema shopstream');
		await ledger.prepare();
		expect(await ledger.insert(some(3))).toEqual({stored: 3, added: 3});
	});

	test('tables that go away meanwhile are said', async () => {
		await ledger.prepare();
		await direct.query('drop schema shopstream cascade');
		await expect(ledger.insert(some(5))).rejects.toMatchObject({
			name: 'StoreFailure',
			kind: 'refuses',
			reason: 'its tables are gone or not as they were made',
			stored: 0,
			isExact: true,
		});
		expect(await ledger.count()).toBe(0);
	});

	test('its clock is told', async () => {
		expect(Math.abs((await ledger.clockOffsetMs()) ?? Number.NaN)).toBeLessThan(500);
	});

	test.runIf(isThorough)('a large table is estimated from the books', async () => {
		await ledger.prepare();
		await ledger.insert(some(1));
		const insert = async (name: string, rows: number) =>
			direct.query(
				`insert into shopstream.orders select '${name}' || n, now(), now(), 'pending', (select id from shopstream.customers limit 1) from generate_series(1, ${rows}) n`,
			);
		await insert('many', 30_000);
		expect(await ledger.estimate()).toBe(30_001);
		expect(await ledger.holdings()).toMatchObject({count: 30_001, isEstimate: false});
		await direct.query('analyze shopstream.orders');
		expect(await ledger.estimate()).toBe(30_001);
		await insert('more', 30_000);
		expect(Math.abs((await ledger.estimate()) - 60_001)).toBeLessThan(1500);
		expect(await ledger.holdings()).toMatchObject({isEstimate: true});
	});

	test('one of which the books know nothing yet is estimated from its first pages', async () => {
		await ledger.prepare();
		await ledger.insert(some(1));
		await direct.query('alter table shopstream.orders set (autovacuum_enabled = false)');
		await direct.query(
			"insert into shopstream.orders select rpad('many' || n, 300, '-'), now(), now(), 'pending', (select id from shopstream.customers limit 1) from generate_series(1, 30000) n",
		);
		const {count, isEstimate} = await ledger.holdings();
		expect(isEstimate).toBe(true);
		expect(Math.abs(count! - 30_001)).toBeLessThan(600);
	});
});

describe.runIf(named !== '')("what only a server of one's own can refuse", () => {
	let release: () => Promise<void>;
	let direct: pg.Client;
	const url = (user: string, database?: string) => {
		const changed = new URL(named);
		changed.username = user;
		changed.password = 'secret';
		changed.pathname = database ?? changed.pathname;
		return changed.toString();
	};

	beforeAll(async () => {
		release = await holdServer(named);
		direct = new pg.Client(named);
		await direct.connect();
		await direct.query('drop schema if exists shopstream cascade; drop role if exists shopstream_guest; create role shopstream_guest login');
	}, 600_000);

	afterAll(async () => {
		await direct?.query('drop schema if exists shopstream cascade; drop role if exists shopstream_guest');
		await direct?.end();
		await release?.();
	});

	test('no database of the name', async () => {
		const {username} = new URL(named);
		await expect(open(url(username, 'no_such_one'))).rejects.toMatchObject({
			exitCode: 1,
			message: expect.stringMatching(
				/^PostgreSQL at postgres:\/\/.*:\*\*\*@.*\/no_such_one has no such database \(database "no_such_one" does not exist\): create it, or name another in the URL$/,
			),
		});
	});

	test('a role that may not make schemas, until its owner makes one for it', async () => {
		await expect(open(url('shopstream_guest'))).rejects.toMatchObject({
			kind: 'refuses',
			message: expect.stringContaining(
				'does not let the role shopstream_guest make or use the schema shopstream: grant it create on the database shopstream, or have its owner run: create schema shopstream authorization shopstream_guest',
			),
		});
		await direct.query('create schema shopstream authorization shopstream_guest');
		const ledger = await open(url('shopstream_guest'));
		await ledger.prepare();
		expect(await ledger.insert(some(3))).toEqual({stored: 3, added: 3});
		await ledger.close();
	});

	test('a connection that the server ended is not asked again', async () => {
		const ledger = await open(named);
		await expect(ledger.connected(async query => query('select pg_terminate_backend(pg_backend_pid())'))).rejects.toMatchObject({name: 'StoreFailure'});
		expect(await ledger.count()).toBeGreaterThanOrEqual(0);
		await ledger.close();
	});

	test('a server that ends its connections in the middle of a seed says what stands, and a repeat goes on', async () => {
		const ledger = await open(named);
		await direct.query('drop schema if exists shopstream cascade');
		await ledger.prepare();
		const made = some(4000);
		let ending: Promise<unknown> | undefined;
		const failed: {stored?: number; isExact?: boolean; kind?: string} = await ledger
			.insert(made, {
				// Once: a further one might end the connection that asks what stands.
				progress: () => void (ending ??= direct.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'shopstream-tui'")),
			})
			.then(
				() => ({}),
				(error: unknown) => error as object,
			);
		const {
			rows: [{count}],
		} = await direct.query('select count(*)::int as count from shopstream.orders');
		expect(failed).toMatchObject({name: 'StoreFailure', store: 'postgres', stored: count, isExact: true});
		expect((await ledger.insert(made)).stored).toBe(4000);
		expect(await ledger.count()).toBe(4000);
		await ledger.close();
	});
});

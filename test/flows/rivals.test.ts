// PostgreSQL against the cache, over the embedded engine and over a named server: the same answers, and nothing left behind.
import pg from 'pg';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {startMongoEngine} from '../../source/engines/mongo/start-mongo-engine.ts';
import {startRedisEngine} from '../../source/engines/redis/start-redis-engine.ts';
import {type CompareOptions, comparePlans} from '../../source/flows/compare-plans.ts';
import {contend} from '../../source/flows/contend.ts';
import type {Order} from '../../source/scenarios/shop/order.ts';
import {shop} from '../../source/scenarios/shop/shop.ts';
import type {MongoWindow} from '../../source/stores/mongo-window.ts';
import {openPostgresLedger, type PostgresLedger} from '../../source/stores/postgres-ledger.ts';
import type {RedisCache} from '../../source/stores/redis-cache.ts';
import {postgresServers} from '../postgres-servers.ts';
import {openShopCache, openShopWindow, revenueOf} from '../scenarios/shop/of-shop.ts';
import {until} from '../until.ts';
import {isThorough} from '../thorough.ts';

// Noon of yesterday: what is older than 35 days by the real clock goes from MongoDB while it is compared.
const nowMs = Math.floor(Date.now() / 86_400_000) * 86_400_000 - 43_200_000;
const facts = {...shop.facts, ledger: shop.facts.ledger!};
const count = 12_000;
const wanted = {count, days: 1200, seed: 3, nowMs};
let all: Order[];
let inWindow: Order[];
let engines: ReadonlyArray<{close(): Promise<void>}>;
let window: MongoWindow;
let cache: RedisCache;

beforeAll(async () => {
	all = [...(await shop.facts.generate(wanted))] as Order[];
	inWindow = all.filter(({placedAt}) => placedAt.getTime() > nowMs - 35 * 86_400_000);
	const [mongo, redis] = [await startMongoEngine({}), await startRedisEngine({})];
	engines = [mongo, redis];
	window = await openShopWindow(`mongodb://127.0.0.1:${mongo.port}`);
	cache = await openShopCache(`redis://127.0.0.1:${redis.port}`);
});

afterAll(async () => {
	await Promise.all([window?.close(), cache?.close()]);
	await Promise.all(engines?.map(async engine => engine.close()) ?? []);
});

describe.each(postgresServers)('$name', {timeout: 180_000}, ({start, isEmbedded: isEngine}) => {
	let url: string;
	let stop: () => Promise<void>;
	let direct: pg.Client;
	let ledger: PostgresLedger;

	beforeAll(async () => {
		({url, stop} = await start());
		direct = new pg.Client(url).on('error', () => undefined);
		await direct.connect();
		await direct.query('drop schema if exists shopstream cascade');
		ledger = await openPostgresLedger(url, facts, isEngine ? {embeddedVersion: 'test'} : {});
		await ledger.prepare();
		await ledger.insert(all);
	}, 600_000);

	afterAll(async () => {
		await ledger?.close();
		await direct?.query('drop schema if exists shopstream cascade').catch(() => undefined);
		await direct?.end();
		await stop?.();
	});

	beforeEach(async () => {
		await window.prepare();
		await window.insert(inWindow);
	});

	afterEach(async () => {
		const {MongoClient} = await import('mongodb');
		const client = await MongoClient.connect(window.backend.address);
		await client.db('shopstream').collection('orders').deleteMany({});
		await client.close();
	});

	const compare = async (changes: CompareOptions = {}, ofWindow: Partial<MongoWindow> = {}) =>
		comparePlans({scenario: shop, window: {...window, ...ofWindow}, cache, ledger, timeZone: 'UTC', clock: () => nowMs}, {catchUpMs: 0, rounds: 2, ...changes});
	/** What stands in the schema beside the ledger's own. */
	const leftBehind = async () =>
		(await direct.query("select relname from pg_class where relnamespace = 'shopstream'::regnamespace and relname like 'compare%' order by relname")).rows.map(
			({relname}) => relname as string,
		);

	test('all five say the same, and the scan reads all that the index spares; nothing that was made is left, and no order', async () => {
		const {rows, equal, different, facts: held, growth, inserts, indexes, usedIndexes, view, snapshots} = await compare({rounds: 20});
		const truth = await revenueOf(window, nowMs);
		expect(truth.totals.orders).toBeGreaterThan(200);
		expect(rows.map(({plan, total}) => [plan, total])).toEqual(
			['postgres-scan', 'postgres-index', 'postgres-matview', 'mongo', 'redis'].map(plan => [plan, truth.totals.revenueCents]),
		);
		expect({equal, different, held, snapshots}).toEqual({equal: true, different: [], held: count, snapshots: 1});
		const {
			rows: [sizes],
		} = await direct.query('select (select count(*) from shopstream.order_items)::int as items, (select count(*) from shopstream.products)::int as products');
		const [scan, index, matview, mongo, redis] = rows.map(({rowsRead}) => rowsRead!);
		expect(scan).toBe(count + sizes.items + sizes.products);
		expect(index).toBeLessThan(scan! / 10);
		expect(usedIndexes).toEqual(expect.arrayContaining(['compare_orders', 'compare_items']));
		expect([matview, mongo! >= truth.totals.orders, redis]).toEqual([truth.categories.length + 1, true, 0]);
		expect(rows.every(({p50Ms, p95Ms, samples, ageMs}) => p50Ms > 0 && p95Ms! >= p50Ms && samples >= 20 && ageMs >= 0)).toBe(true);
		expect(growth!.scan.points.map(({rows: read}) => read / scan!)).toEqual([0.125, 0.25, 0.5, 1].map(share => expect.closeTo(share, 1)));
		// PostgreSQL tells the rows of each process of a plan, rounded.
		expect(growth!.index.points.at(-1)!.rows / index!).toBeCloseTo(1, 2);
		// On a busy machine chance may hide that it grows; then nothing is told.
		expect(growth!.scan.atMany?.low ?? 1).toBeGreaterThan(0);
		expect([inserts!.facts, inserts!.withIndexesMs > 0, inserts!.withoutMs! > 0, indexes!.buildMs! > 0, indexes!.bytes > 100_000, view!.refreshMs > 0]).toEqual(
			[1000, true, true, true, true, true],
		);
		expect(await leftBehind()).toEqual([]);
		expect(await ledger.count()).toBe(count);
	});

	test('an index that was there before is used, and stays', async () => {
		await direct.query('create index compare_items on shopstream.order_items (order_id) include (sku, quantity, unit_price_cents)');
		const {equal, indexes, inserts} = await compare();
		expect([equal, indexes!.buildMs, inserts!.withoutMs, await leftBehind()]).toEqual([true, undefined, undefined, ['compare_items']]);
		await direct.query('drop index shopstream.compare_items');
	});

	test('a relation of others in the place of the view stays untouched, and is said', async () => {
		await direct.query('create table shopstream.compare_revenue (precious int)');
		await expect(compare()).rejects.toThrow('shopstream.compare_revenue already');
		expect(await leftBehind()).toEqual(['compare_revenue']);
		await direct.query('drop table shopstream.compare_revenue');
	});

	test('what is placed later than the instant, or becomes of orders meanwhile, is in no answer', async () => {
		const later = [...(await shop.facts.generate({count: 5, days: 1, seed: 9, nowMs: nowMs + 86_400_000}))].map(order => ({
			...order,
			placedAt: new Date(nowMs + 1000),
			updatedAt: new Date(nowMs + 1000),
		}));
		const before = await revenueOf(window, nowMs);
		await Promise.all([window.insert(later), ledger.insert(later)]);
		const {id} = inWindow.find(({status, placedAt}) => status === 'completed' && placedAt.getTime() > nowMs - 20 * 86_400_000)!;
		let returned: Promise<unknown> | undefined;
		const {equal, changedMeanwhile, rows} = await compare({
			progress(done) {
				returned ??= done === 4 ? direct.query("update shopstream.orders set status = 'returned' where id = $1", [id]) : undefined;
			},
		});
		expect([equal, ...new Set(rows.map(({total}) => total))]).toEqual([true, before.totals.revenueCents]);
		expect([changedMeanwhile, returned === undefined]).toEqual([false, false]);
		await returned;
		await direct.query("update shopstream.orders set status = 'completed' where id = $1", [id]);
		await direct.query('delete from shopstream.orders where placed_at > $1', [new Date(nowMs)]);
	});

	test('an order that MongoDB lacks is seen, and no equality is claimed', async () => {
		const lost = inWindow.find(({status, placedAt}) => status !== 'returned' && placedAt.getTime() > nowMs - 20 * 86_400_000)!;
		await without(lost.id);
		const {equal, different, rows} = await compare();
		expect([equal, different]).toEqual([false, ['mongo', 'redis']]);
		expect(rows.find(({plan}) => plan === 'mongo')!.total).toBeLessThan(rows[0]!.total);
	});

	test.runIf(isThorough)('MongoDB gets the time to catch up', async () => {
		const lost = inWindow.find(({status, placedAt}) => status !== 'returned' && placedAt.getTime() > nowMs - 20 * 86_400_000)!;
		await without(lost.id);
		let asked = 0;
		const {equal, snapshots} = await compare(
			{catchUpMs: 20_000},
			{
				async ask(pipeline, signal) {
					const rows = await window.ask(pipeline, signal);
					if (++asked === 2) {
						await window.insert([lost]);
					}

					return rows;
				},
			},
		);
		expect([equal, snapshots]).toEqual([true, 3]);
	});

	async function without(id: string): Promise<void> {
		const {MongoClient} = await import('mongodb');
		const client = await MongoClient.connect(window.backend.address);
		await client.db('shopstream').collection<{_id: string}>('orders').deleteOne({_id: id});
		await client.close();
	}

	test('a signal ends it, and what was made goes', async () => {
		const controller = new AbortController();
		const comparing = compare({signal: controller.signal, progress: done => void (done === 6 && controller.abort(new Error('enough')))});
		await expect(comparing).rejects.toThrow('enough');
		await until(async () => (await leftBehind().catch(() => ['not asked'])).length === 0);
		expect(await ledger.count()).toBe(count);
	});

	test('checkouts are placed in all phases, and counted from their plan', async () => {
		const before = await ledger.count();
		const seconds: number[] = [];
		const {phases, added, isEmbedded} = await contend(
			{scenario: shop, window, cache, ledger, timeZone: 'UTC', clock: Date.now},
			{
				dashboards: 3,
				everySeconds: 0.2,
				checkoutsPerSecond: 40,
				secondsPerPhase: 1,
				seed: 7,
				progress: done => void seconds.push(done),
			},
		);
		expect(phases.map(({phase}) => phase)).toEqual(['alone', 'scans', 'cached']);
		expect(phases.map(({reads}) => reads > 0)).toEqual([false, true, true]);
		// The same plan in each.
		expect(new Set(phases.map(({checkouts}) => checkouts)).size).toBe(1);
		expect(phases.every(({checkouts, p50Ms, p95Ms, perSecond}) => checkouts > 20 && p50Ms > 0 && p95Ms! >= p50Ms && perSecond > 0)).toBe(true);
		expect([(await ledger.count()) - before, isEmbedded]).toEqual([added, isEngine]);
		expect(seconds).toEqual(seconds.toSorted((a, b) => a - b));
		await direct.query('delete from shopstream.orders where placed_at > $1', [new Date(nowMs)]);
	});

	test('a signal ends the checkouts before their phase is over', async () => {
		const controller = new AbortController();
		const contending = contend(
			{scenario: shop, window, cache, ledger, timeZone: 'UTC', clock: Date.now},
			{
				dashboards: 2,
				everySeconds: 0.2,
				checkoutsPerSecond: 20,
				secondsPerPhase: 30,
				seed: 7,
				signal: controller.signal,
				progress: done => void (done > 1 && controller.abort(new Error('enough'))),
			},
		);
		let abortedAt = 0;
		controller.signal.addEventListener('abort', () => {
			abortedAt = performance.now();
		});
		await expect(contending).rejects.toThrow('enough');
		expect(performance.now() - abortedAt).toBeLessThan(10_000);
		await direct.query('delete from shopstream.orders where placed_at > $1', [new Date(nowMs)]);
	});

	test('an empty ledger is said', async () => {
		await direct.query('truncate shopstream.orders cascade');
		await expect(compare()).rejects.toThrow('holds no orders to ask about');
	});
});

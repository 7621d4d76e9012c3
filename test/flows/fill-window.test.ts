// What changes in PostgreSQL reaches MongoDB, over the embedded engine and over a named server.
import pg from 'pg';
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import type {Order} from '../../source/scenarios/shop/order.ts';
import {ordersLedger} from '../../source/scenarios/shop/orders-ledger.ts';
import {StoreFailure} from '../../source/stores/store-failure.ts';
import {rounds} from '../thorough.ts';
import {until} from '../until.ts';
import {postgresServers} from '../postgres-servers.ts';
import {openFill, type OpenFill} from './open-fill.ts';

describe.each(postgresServers)('$name', server => {
	let at: OpenFill;

	beforeAll(async () => {
		at = await openFill(server);
	});

	afterAll(async () => {
		await at?.close();
	});

	beforeEach(async () => {
		await at.empty();
	});

	const queued = async () => at.queued();
	const sql = async (text: string, values?: unknown[]) => (await at.direct.query(text, values)).rows;

	test('the window becomes what the ledger has of the last 35 days, and stays so whatever changes there', async () => {
		const made = await at.make(rounds(100, 200));
		await at.ledger.insert([...made, ...(await at.make(40, {days: 5, agoDays: 60}))]);
		expect(await queued()).toBe(made.length);
		expect(await at.fillAll()).toBe(made.length);
		expect([await at.window.count(), await queued(), await at.differences()]).toEqual([made.length, 0, []]);

		for (const change of [
			"update shopstream.orders set status = 'returned' where id in (select id from shopstream.orders order by id desc limit 30)",
			'delete from shopstream.orders where id in (select id from shopstream.orders order by id desc limit 7)',
			"update shopstream.orders set placed_at = placed_at - interval '50 days', updated_at = now() where id in (select id from shopstream.orders order by id desc limit 5)",
			'update shopstream.order_items set quantity = quantity + 1 where order_id in (select id from shopstream.orders order by placed_at desc limit 4)',
			'delete from shopstream.order_items where order_id in (select id from shopstream.orders order by placed_at desc limit 2)',
			"update shopstream.orders set id = id || 'x' where not exists (select from shopstream.order_items where order_id = id)",
			'insert into shopstream.order_items select id, 99, (select sku from shopstream.products limit 1), 1, 100 from shopstream.orders order by placed_at desc limit 6',
			"update shopstream.products set category = 'Toys' where sku in (select sku from shopstream.order_items order by order_id desc limit 1)",
			"update shopstream.customers set city = 'Bled' where id in (select customer_id from shopstream.orders order by placed_at desc limit 1)",
		]) {
			await sql(change);
			expect(await queued()).toBeGreaterThan(0);
			await at.fillAll();
			expect([change, await queued(), await at.differences()]).toEqual([change, 0, []]);
		}

		expect((await at.documents.findOne({}, {sort: {_id: -1}}))!['version']).toBeGreaterThan(1);
		await sql('truncate shopstream.orders cascade');
		await at.fillAll();
		expect(await at.documents.countDocuments({})).toBe(0);
	});

	test('what was rolled back is not queued, and history never', async () => {
		await sql('begin');
		await sql("insert into shopstream.customers values ('c')");
		await sql("insert into shopstream.orders values ('a', now(), now(), 'pending', 'c')");
		await sql('rollback');
		await at.ledger.insert(await at.make(100, {agoDays: 60}));
		await sql("update shopstream.orders set status = 'returned'");
		await sql('delete from shopstream.orders');
		expect(await queued()).toBe(0);
	});

	test('an order has one row in the outbox, however often it changes while nobody reads', async () => {
		await at.ledger.insert(await at.make(20));
		for (let i = 0; i < rounds(10, 25); i++) {
			await sql("update shopstream.orders set status = 'shipped'");
		}

		expect(await queued()).toBe(20);
		// Deleted and there again, it is another: its versions begin anew.
		await at.fillAll();
		const [{id}] = (await sql('select id from shopstream.orders limit 1')) as [{id: string}];
		for (let i = 0; i < 5; i++) {
			const [kept] = await sql('delete from shopstream.orders where id = $1 returning *', [id]);
			await sql("insert into shopstream.orders (id, placed_at, updated_at, status, customer_id) values ($1, $2, $3, 'pending', $4)", [
				id,
				kept!['placed_at'],
				kept!['updated_at'],
				kept!['customer_id'],
			]);
		}

		expect(await queued()).toBeLessThanOrEqual(2);
		await at.fillAll();
		expect(await at.differences()).toEqual([]);
	});

	test('it is woken by a commit, and measures how long that takes to be seen', async () => {
		const running = at.start();
		await at.ledger.insert(await at.make(10));
		await until(async () => (await at.documents.countDocuments({})) === 10);
		const startedAt = performance.now();
		await at.ledger.insert(await at.make(5, {seed: 4, days: 1}));
		await until(async () => (await at.documents.countDocuments({})) === 15);
		expect(performance.now() - startedAt).toBeLessThan(4500);
		await until(() => (running.figures()?.lag?.samples ?? 0) >= 1 && running.figures()!.queued === 0);
		const {lag, queued: waiting, heldBackBy, bound} = running.figures()!;
		expect(lag!.p50Ms).toBeGreaterThan(0);
		expect(lag!.p95Ms).toBeLessThan(10_000);
		expect([waiting, heldBackBy, bound]).toEqual([0, undefined, 'at most one row an order of the last 36 days']);
		expect(await running.stop()).toBe(15);
		expect(await at.differences()).toEqual([]);
	});

	test('MongoDB that is emptied, or another one, is filled again from the ledger alone', async () => {
		await at.ledger.insert(await at.make(100));
		await at.fillAll();
		const running = at.start();
		await until(() => running.figures());
		await at.documents.deleteMany({});
		await until(async () => (await at.documents.countDocuments({})) === 100);
		await at.documents.drop();
		await until(async () => (await at.documents.countDocuments({})) === 100);
		expect(running.news.filter(({type}) => type === 'refilling')).toEqual([
			{type: 'refilling', facts: 100, why: 'lost'},
			{type: 'refilling', facts: 100, why: 'another'},
		]);
		await running.stop();
		// Some that went while nobody looked are missed at the next start.
		await at.documents.deleteMany({status: 'completed'});
		await at.fillAll();
		expect(await at.differences()).toEqual([]);
		expect((await at.documents.listIndexes().toArray()).find(({key}) => 'placedAt' in key)).toMatchObject({expireAfterSeconds: 35 * 86_400});
	});

	// More than a batch.
	const facts = rounds(600, 1200);

	test('how far a MongoDB is that lacks facts is told, to those who do not fill it themselves too; and that it is whole', async () => {
		await at.ledger.insert(await at.make(facts));
		await at.documents.drop();
		const running = at.start();
		const told = (from: typeof running) => from.news.filter(({type}) => type === 'behind' || type === 'whole' || type === 'failed');
		await until(() => told(running).at(-1)?.type === 'whole');
		expect(told(running)).toContainEqual({type: 'behind', refill: {facts, left: facts}});
		expect(await at.window.count()).toBe(facts);
		await running.stop();

		await at.documents.drop();
		let go: (() => void) | undefined;
		const upsert: typeof at.window.upsert = async (...args) => {
			await new Promise<void>(resolve => {
				go = resolve;
			});
			return at.window.upsert(...args);
		};
		const slow = at.start({window: {...at.window, upsert}});
		await until(() => go !== undefined);
		const other = at.start({ledger: await at.another(), window: {...at.window, upsert: async () => new Promise(() => undefined)}});
		await until(() => told(other).length > 0);
		expect(told(other)[0]).toMatchObject({type: 'behind', refill: {facts}});
		await slow.stop().catch(() => undefined);
		await other.stop().catch(() => undefined);
	});

	test('who waits for the end is told how far it came, when PostgreSQL or MongoDB goes away; a repeat goes on', async () => {
		await at.ledger.insert(await at.make(facts));
		await at.documents.drop();
		let batches = 0;
		const upsert: typeof at.window.upsert = async (...args) => {
			if (++batches === 2) {
				throw new StoreFailure('mongo', 'silent', 'no connection', 'MongoDB at mongodb://x does not answer');
			}

			return at.window.upsert(...args);
		};
		await expect(at.fillAll({window: {...at.window, upsert}})).rejects.toThrow(
			/^MongoDB at mongodb:\/\/x does not answer; at least (?:0|500) of the (?:600|1,200) orders of the window are in MongoDB; run it again to go on from there$/,
		);
		expect(await at.window.count()).toBe(500);
		expect(await at.fillAll()).toBe(facts - 500);
		expect(await at.differences()).toEqual([]);
	});

	test('a MongoDB that fails is waited for, and said to hold the orders back', async () => {
		let fails = true;
		const upsert: typeof at.window.upsert = async (...args) => {
			if (fails) {
				throw new StoreFailure('mongo', 'silent', 'no connection', 'MongoDB at mongodb://x does not answer');
			}

			return at.window.upsert(...args);
		};
		await at.ledger.insert(await at.make(50));
		const running = at.start({window: {...at.window, upsert}});
		await until(() => running.figures()?.heldBackBy === 'MongoDB at mongodb://x does not answer');
		expect(await queued()).toBe(50);
		fails = false;
		await until(() => running.figures()?.heldBackBy === undefined);
		await until(async () => (await queued()) === 0);
		expect(await at.differences()).toEqual([]);
		await running.stop();
		fails = true;
		await at.ledger.insert(await at.make(1, {seed: 5}));
		await expect(at.fillAll({window: {...at.window, upsert}})).rejects.toThrow('MongoDB at mongodb://x does not answer');
	});

	test('orders that MongoDB does not take hold up no other, and stay queued', async () => {
		await at.window.prepare();
		await at.documents.createIndex({'customer.id': 1}, {unique: true});
		const made = await at.make(60);
		const twice = made.map((order, i) => ({...order, customer: {...order.customer, id: i < 3 ? 'one' : order.id}}));
		await at.ledger.insert(twice);
		const running = at.start();
		await until(
			() =>
				running.figures()?.heldBackBy ===
				'MongoDB does not take 2 orders: a unique index on customer.id is in the way (E11000): drop it, or use another database',
		);
		expect([await at.documents.countDocuments({}), await queued()]).toEqual([58, 2]);
		await at.documents.dropIndex('customer.id_1');
		await until(async () => (await queued()) === 0);
		expect(await at.differences()).toEqual([]);
		await until(() => running.figures()?.heldBackBy === undefined);
		await running.stop();
	});

	test('two programs share the work', async () => {
		const other = await at.another();
		// The embedded one has one session, in which they take turns.
		const count = at.isEmbedded ? rounds(600, 2500) : 6000;
		await at.ledger.insert(await at.make(count));
		const handled = await Promise.all([at.fillAll(), at.fillAll({ledger: other})]);
		expect(handled.reduce((sum, one) => sum + one, 0)).toBeGreaterThanOrEqual(count);
		if (!at.isEmbedded) {
			expect(handled[0] + handled[1]).toBe(count);
			expect(Math.min(...handled)).toBeGreaterThan(0);
		}

		expect(await at.differences()).toEqual([]);
	});

	test('each MongoDB gets all, whoever else is filled; one that nobody fills is let go, and made right when it is back', async () => {
		const first = await at.make(200);
		await at.ledger.insert(first);
		const standing = new Map<string, number>();
		const another: typeof at.window = {
			...at.window,
			identity: async () => 'another',
			estimate: async () => standing.size,
			count: async () => standing.size,
			async *versionedIds() {
				yield* standing.keys();
			},
			async upsert(facts) {
				facts.forEach(({fact, version}) => standing.set((fact as Order).id, version));
				return {added: [], standing: [], refused: [], refusal: undefined};
			},
			remove: async ids => ids.forEach(id => standing.delete(id)),
		};
		const elsewhere = at.start({window: another});
		await until(() => standing.size === 200);
		expect(elsewhere.news.filter(({type}) => type === 'refilling')).toEqual([{type: 'refilling', facts: 200, why: 'another'}]);
		expect(await queued()).toBe(200);
		await at.fillAll();
		await sql("update shopstream.orders set status = 'returned' where id = $1", [first[0]!.id]);
		await until(() => standing.get(first[0]!.id) === 2);
		expect(await queued()).toBe(1);
		await elsewhere.stop();

		await sql("update shopstream.windows set seen_at = now() - interval '2 hours' where identity = 'another'");
		await at.ledger.outbox.tidy();
		await sql('delete from shopstream.orders where id = $1', [first[1]!.id]);
		await sql("update shopstream.orders set status = 'returned' where id = $1", [first[2]!.id]);
		await at.ledger.insert(await at.make(3, {seed: 9, days: 1}));
		expect(await at.ledger.outbox.size('another')).toBe(0);
		expect(standing.has(first[1]!.id)).toBe(true);
		await at.fillAll({window: another});
		expect(Object.fromEntries(standing)).toEqual(
			Object.fromEntries((await sql('select id, version from shopstream.orders')).map(({id, version}) => [id, version])),
		);
		await at.fillAll();
		expect(await at.differences()).toEqual([]);
	});

	test('what was written by a transaction that began before a MongoDB was known reaches it too', async () => {
		if (at.isEmbedded) {
			return;
		}

		const [early, late] = (await at.make(2)) as [Order, Order];
		const writer = new pg.Client(at.urls.postgres);
		await writer.connect();
		await writer.query('begin');
		await writer.query(ordersLedger.insert, ordersLedger.columns([early]));
		await sql('delete from shopstream.windows');
		const running = at.start();
		await until(() => running.figures()?.heldBackBy === 'transactions are open that began before PostgreSQL knew this MongoDB');
		await at.ledger.insert([late]);
		await until(async () => (await at.documents.countDocuments({})) === 1);
		await writer.query('commit');
		await until(async () => (await at.documents.countDocuments({})) === 2);
		await until(() => running.figures()?.heldBackBy === undefined);
		await running.stop();
		await writer.end();
	});
});

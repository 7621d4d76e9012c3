// Archived facts back in the ledger, over the embedded engine and over a named server: the same answers.
import pg from 'pg';
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {createCatalogue} from '../../source/scenarios/shop/catalogue.ts';
import {generateOrders} from '../../source/scenarios/shop/generate-orders.ts';
import type {Order, StoredOrder} from '../../source/scenarios/shop/order.ts';
import {ordersLedger} from '../../source/scenarios/shop/orders-ledger.ts';
import {orders} from '../../source/scenarios/shop/orders.ts';
import {openPostgresLedger, type PostgresLedger} from '../../source/stores/postgres-ledger.ts';
import type {Restored, RestoreOptions} from '../../source/stores/postgres-restores.ts';
import {postgresServers} from '../postgres-servers.ts';

const nowMs = Date.parse('2026-11-20T12:00:00Z');
let made: readonly Order[];

beforeAll(async () => {
	made = [...generateOrders({count: 300, days: 30, seed: 3, nowMs}, await createCatalogue(1))];
});

describe.each(postgresServers)('$name', ({start}) => {
	let stop: () => Promise<void>;
	let direct: pg.Client;
	let ledger: PostgresLedger;

	beforeAll(async () => {
		const server = await start();
		({stop} = server);
		direct = new pg.Client(server.url);
		await direct.connect();
		ledger = await openPostgresLedger(server.url, {...orders, ledger: ordersLedger});
	}, 600_000);

	afterAll(async () => {
		await ledger?.close();
		await direct?.query('drop schema if exists shopstream cascade');
		await direct?.end();
		await stop?.();
	});

	beforeEach(async () => {
		await direct.query('drop schema if exists shopstream cascade');
		await ledger.prepare();
	});

	const restore = async (facts: readonly StoredOrder[], options?: RestoreOptions): Promise<Restored> =>
		ledger.restoring(async restoring => restoring.restore(facts), options);
	const archived = (): StoredOrder[] => made.map((order, i) => ({...order, version: 1 + (i % 3)}));

	/** All orders with their versions, items and times, as they stand. */
	const standing = async () =>
		(
			await direct.query(`
			select id, version, placed_at, updated_at, status, customer_id,
				(select jsonb_agg(jsonb_build_array(line, sku, quantity, unit_price_cents) order by line) from shopstream.order_items where order_id = id) as items
			from shopstream.orders order by id
		`)
		).rows as ReadonlyArray<{readonly id: string; readonly version: number; readonly updated_at: Date; readonly status: string}>;

	test('an empty ledger gets them with their versions and times, once', async () => {
		expect(await restore(archived())).toEqual({added: 300, replaced: 0, standing: 0, newer: 0});
		const after = await standing();
		const byId = new Map(archived().map(({id, updatedAt, version}) => [id, {updatedAt, version}]));
		expect(after.map(({id, version, updated_at: updatedAt}) => [id, {updatedAt, version}])).toEqual([...byId].sort(([a], [b]) => (a < b ? -1 : 1)));
		expect(await restore(archived())).toEqual({added: 0, replaced: 0, standing: 300, newer: 0});
		expect(await standing()).toEqual(after);
	});

	test('what lies between is filled in, what is older goes, and what is newer stays unless it is told otherwise', async () => {
		await restore(archived());
		const whole = await standing();
		const [gone, older, newer, fewer, more] = made.slice(10).map(({id}) => id) as [string, string, string, string, string];
		await direct.query('delete from shopstream.orders where id = $1', [gone]);
		await direct.query('delete from shopstream.order_items where order_id = $1', [fewer]);
		await direct.query('insert into shopstream.order_items select order_id, 99, sku, 1, 1 from shopstream.order_items where order_id = $1 and line = 1', [
			more,
		]);
		await direct.query('begin');
		await direct.query("set local shopstream.keeps_versions = 'on'");
		await direct.query("update shopstream.orders set version = 0, updated_at = placed_at, status = 'pending' where id = any($1)", [[older, fewer, more]]);
		await direct.query('commit');
		await direct.query("update shopstream.orders set status = 'returned', updated_at = now() where id = $1", [newer]);
		const before = await standing();
		expect(await restore(archived())).toEqual({added: 1, replaced: 3, standing: 295, newer: 1});
		const after = await standing();
		expect(after.filter(({id}) => id !== newer)).toEqual(whole.filter(({id}) => id !== newer));
		expect(after.find(({id}) => id === newer)).toEqual(before.find(({id}) => id === newer));

		// Overwritten it is as it was, by a further change.
		expect(await restore(archived(), {overwritesNewer: true})).toEqual({added: 0, replaced: 1, standing: 299, newer: 0});
		const overwritten = await standing();
		const {version} = before.find(({id}) => id === newer)!;
		expect(overwritten).toEqual(whole.map(row => (row.id === newer ? {...row, version: version + 1} : row)));
		expect(await restore(archived(), {overwritesNewer: true})).toEqual({added: 0, replaced: 0, standing: 300, newer: 0});
		expect(await restore(archived())).toEqual({added: 0, replaced: 0, standing: 300, newer: 0});
		expect(await standing()).toEqual(overwritten);
	});

	test('microseconds that others wrote are no change', async () => {
		await restore(archived());
		await direct.query('begin');
		await direct.query("set local shopstream.keeps_versions = 'on'");
		await direct.query("update shopstream.orders set updated_at = updated_at + interval '999 microseconds'");
		await direct.query('commit');
		expect(await restore(archived())).toEqual({added: 0, replaced: 0, standing: 300, newer: 0});
	});

	test('a change afterwards raises the version again', async () => {
		await restore(archived());
		const [{id}] = made as [Order];
		await direct.query("update shopstream.orders set status = 'returned' where id = $1", [id]);
		expect((await standing()).find(row => row.id === id)).toMatchObject({version: 2, status: 'returned'});
	});

	test('whole or not at all', async () => {
		await expect(
			ledger.restoring(async restoring => {
				await restoring.restore(archived().slice(0, 100));
				throw new Error('the part is damaged');
			}),
		).rejects.toThrow('the part is damaged');
		expect(await standing()).toEqual([]);
	});

	test('they are queued for MongoDB like any other', async () => {
		const now = Date.now();
		const recent = [...generateOrders({count: 50, days: 20, seed: 5, nowMs: now}, await createCatalogue(1))];
		await ledger.outbox.follow('a MongoDB');
		await restore(recent.map(order => ({...order, version: 4})));
		expect(await ledger.outbox.size('a MongoDB')).toBe(50);
		const brought: Array<{readonly version: number}> = [];
		await ledger.outbox.handle({limit: 100, identity: 'a MongoDB', without: []}, async ({standing}) => {
			brought.push(...standing);
			return [];
		});
		expect(brought.map(({version}) => version)).toEqual(Array.from({length: 50}, () => 4));
		// What stands already is not queued again.
		await restore(recent.map(order => ({...order, version: 4})));
		expect(await ledger.outbox.size('a MongoDB')).toBe(0);
	});
});

// The same question in every way, as of one instant: PostgreSQL, MongoDB, the cached answer and the counter.
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {fillWindow} from '../../../source/flows/fill-window.ts';
import {readAnswer} from '../../../source/flows/read-answer.ts';
import {plainPolicy} from '../../../source/lab/cache-policy.ts';
import type {MerchantOrder} from '../../../source/scenarios/merchants/merchant-order.ts';
import type {MerchantSales} from '../../../source/scenarios/merchants/merchant-sales.ts';
import type {Scenario} from '../../../source/scenarios/scenario.ts';
import {openPostgresLedger, type PostgresLedger} from '../../../source/stores/postgres-ledger.ts';
import {postgresServers} from '../../postgres-servers.ts';
import {hasRedisServer, redisServerNote, startRedisServer} from '../../redis-server.ts';
import {markets, nowMs, openMarket, type OpenMarket, scenario} from './open-market.ts';

const {question} = scenario as Scenario;
const timeZone = 'UTC';

for (const {name, runs, ...backings} of markets) {
	describe.runIf(runs).each(postgresServers)(`all ways give one answer, ${name}, $name`, ({isEmbedded, start}) => {
		let market: OpenMarket;
		let ledger: PostgresLedger;
		let stop: () => Promise<void>;

		beforeAll(async () => {
			market = await openMarket(backings);
			await market.documents.deleteMany({});
			const server = await start();
			stop = server.stop;
			ledger = await openPostgresLedger(server.url, {...scenario.facts, ledger: scenario.facts.ledger!}, isEmbedded ? {embeddedVersion: 'test'} : {});
			await ledger.connected(async query => query('drop schema if exists shopstream_merchants cascade'));
			await ledger.prepare();
			await ledger.insert(market.orders);
			await market.keep();
			await fillWindow(
				{scenario, timeZone, ledger, window: market.window, cache: market.cache, now: () => nowMs},
				{signal: new AbortController().signal, untilEmpty: true},
			);
		});

		afterAll(async () => {
			await ledger?.connected(async query => query('drop schema if exists shopstream_merchants cascade'));
			await ledger?.close();
			await stop?.();
			await market?.close();
		});

		test.each([1, 2, 3, 50, 1000])('of the merchant that is no. %i', async rank => {
			const about = question.abouts!.all[rank - 1]!;
			const asking = {about, asOfMs: nowMs, timeZone};
			const {rows} = await ledger.connected(async query => query(question.ledger!.sql(asking)));
			const ofPostgres = question.answer(question.ledger!.rows(rows), asking) as MerchantSales;
			const ofMongo = await market.mongo(about);
			const path = {
				scenario,
				timeZone,
				window: market.window,
				cache: market.cache,
				key: `shopstream:{test:${about}}`,
				about,
				policy: () => plainPolicy(60),
				flight: {current: undefined},
				clock: () => nowMs,
			};
			await readAnswer(path);
			expect(await readAnswer(path)).toMatchObject({outcome: 'hit', answer: ofMongo});
			expect(ofPostgres).toEqual(ofMongo);
			const live = await market.live(about);
			expect(live.today).toEqual(ofMongo.today);
			expect(question.isSame!(live, ofMongo)).toBe(true);
			expect(question.isSame!({...live, today: {...live.today, cents: live.today.cents + 1}} as MerchantSales, ofMongo)).toBe(false);
			// Reckoned here, from the orders.
			const sold = market.orders.filter(({merchant, status}) => merchant === about && status !== 'returned');
			expect(ofMongo.window).toEqual({
				cents: sold.reduce((sum, {items}) => sum + items.reduce((of, item) => of + item.quantity * item.unitPriceCents, 0), 0),
				orders: sold.length,
			});
		});

		test('and MongoDB, which finds a merchant by its index, looks at no order of another', async () => {
			const [about] = question.abouts!.all;
			const held = market.orders.filter(({merchant}) => merchant === about).length;
			const examined = await market.window.examined(question.pipeline({about, asOfMs: nowMs, timeZone}));
			expect(examined === undefined || examined <= held).toBe(true);
		});

		test('a return in PostgreSQL is taken off in MongoDB and from the counter', async () => {
			const order = market.orders.find(({status, placedAt}) => status !== 'returned' && nowMs - placedAt.getTime() < 6 * 3_600_000)!;
			const {today: before} = await market.live(order.merchant);
			await ledger.connected(async query => query("update shopstream_merchants.orders set status = 'returned' where id = $1", [order.id]));
			await fillWindow(
				{scenario, timeZone, ledger, window: market.window, cache: market.cache, now: () => nowMs},
				{signal: new AbortController().signal, untilEmpty: true},
			);
			expect((await market.live(order.merchant)).today.orders).toBe(before.orders - 1);
			expect([await market.differences(), await market.keep()]).toEqual([[], []]);
		});
	});
}

test.runIf(hasRedisServer)(
	`a Redis that is full refuses in one sentence, takes nothing half, and lacks nothing once there is room${redisServerNote}`,
	async () => {
		const server = await startRedisServer();
		const market = await openMarket({
			mongo: markets[0]!.mongo,
			redis: {name: 'a redis-server', runs: true, open: async () => ({store: undefined as never, url: server.url, close: async () => undefined})},
		});
		await market.keep();
		const order: MerchantOrder = {...market.orders[0]!, id: '01ARZ3NDEKTSV4RRFFQ69G5FAV', placedAt: new Date(nowMs - 5), status: 'pending', version: 1};
		await market.store([order]);
		await server.ask('CONFIG', 'SET', 'maxmemory', '1mb');
		await server.ask('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
		await expect(market.tell([order])).rejects.toMatchObject({
			message: expect.stringMatching(/^Redis at redis:\S+ refuses to store: out of memory$/) as string,
		});
		expect(await market.differences()).toHaveLength(1);
		await server.ask('CONFIG', 'SET', 'maxmemory', '0');
		await market.keep();
		expect(await market.differences()).toEqual([]);
		await market.close();
		await server.stop();
	},
);

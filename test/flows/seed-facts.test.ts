import {MongoClient} from 'mongodb';
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {placeFacts} from '../../source/flows/place-facts.ts';
import {expiryWarning, type SeedProgress, seedFacts} from '../../source/flows/seed-facts.ts';
import {createCatalogue} from '../../source/scenarios/shop/catalogue.ts';
import {generateOrders} from '../../source/scenarios/shop/generate-orders.ts';
import type {StoredOrder} from '../../source/scenarios/shop/order.ts';
import type {MongoWindow} from '../../source/stores/mongo-window.ts';
import {mongoBackings} from '../open-stores.ts';
import {noLive, ofShop, ordersOf, revenueOf} from '../scenarios/shop/of-shop.ts';
import {sumRevenue} from '../scenarios/shop/sum-revenue.ts';

const wanted = {count: 2500, days: 35, seed: 42, nowMs: Date.now()};

for (const backing of mongoBackings) {
	describe.runIf(backing.runs)(`seed-facts on ${backing.name}`, () => {
		let window: MongoWindow;
		let close: (() => Promise<void>) | undefined;
		let client: MongoClient;

		beforeAll(async () => {
			let url: string;
			({store: window, url, close} = await backing.open());
			client = await MongoClient.connect(url);
		});

		beforeEach(async () => {
			await client.db('shopstream').collection('orders').deleteMany({});
		});

		afterAll(async () => {
			await client?.close();
			await close?.();
		});

		test('stores exactly the orders of its seed and clock, and the revenue of MongoDB is their sum to the cent', async () => {
			const seen: SeedProgress[] = [];
			expect(
				await seedFacts({...ofShop, placing: placeFacts({...ofShop, window, cache: noLive})}, wanted, {progress: progress => seen.push(progress)}),
			).toEqual({stored: 2500, wanted: 2500, tookMs: expect.any(Number) as number, expiring: 0});
			expect(seen).toEqual(
				[1000, 2000, 2500].map(stored => ({stored, wanted: 2500, perSecond: expect.any(Number) as number, leftSeconds: expect.any(Number) as number})),
			);
			expect(seen.at(-1)).toMatchObject({leftSeconds: 0});
			const orders = [...generateOrders(wanted, await createCatalogue(wanted.seed))];
			const held: StoredOrder[] = [];
			for await (const order of ordersOf(window, 0, wanted.nowMs)) {
				held.push(order);
			}

			const byId = (a: StoredOrder, b: StoredOrder) => (a.id < b.id ? -1 : 1);
			expect(held.sort(byId)).toEqual(orders.sort(byId));
			expect(await revenueOf(window, wanted.nowMs)).toEqual(sumRevenue(orders, wanted.nowMs));
		});

		test('makes the TTL index first', async () => {
			await client.db('shopstream').dropDatabase();
			await seedFacts({...ofShop, placing: placeFacts({...ofShop, window, cache: noLive})}, {...wanted, count: 1});
			const indexes = await client.db('shopstream').collection('orders').listIndexes().toArray();
			expect(indexes.find(({key}) => 'placedAt' in key)).toMatchObject({key: {placedAt: 1}, expireAfterSeconds: 35 * 86_400});
		});

		test('a cancelled seed keeps what was stored and says how much', async () => {
			const controller = new AbortController();
			const result = await seedFacts({...ofShop, placing: placeFacts({...ofShop, window, cache: noLive})}, wanted, {
				signal: controller.signal,
				progress: () => controller.abort(),
			});
			expect(result).toMatchObject({stored: 1000, wanted: 2500});
			expect(await window.count()).toBe(1000);
		});

		test('two seeds are twice the orders, of one seed and instant too', async () => {
			await seedFacts({...ofShop, placing: placeFacts({...ofShop, window, cache: noLive})}, {...wanted, count: 300});
			await seedFacts({...ofShop, placing: placeFacts({...ofShop, window, cache: noLive})}, {...wanted, count: 200, seed: 43});
			await seedFacts({...ofShop, placing: placeFacts({...ofShop, window, cache: noLive})}, {...wanted, count: 300});
			expect(await window.count()).toBe(800);
		});

		test('orders too old to stay are counted, and said before', async () => {
			const result = await seedFacts({...ofShop, placing: placeFacts({...ofShop, window, cache: noLive})}, {...wanted, count: 1000, days: 365});
			const old = await client
				.db('shopstream')
				.collection('orders')
				.countDocuments({placedAt: {$lt: new Date(wanted.nowMs - 35 * 86_400_000)}});
			expect(result).toMatchObject({stored: 1000, expiring: old});
			const [, about] = /^about (\d{3}) of 1,000/.exec(expiryWarning(ofShop.scenario.facts, {...wanted, count: 1000, days: 365}, {layer: 'mongo'})!) ?? [];
			expect(Math.abs(Number(about) - old)).toBeLessThan(15);
			expect(expiryWarning({...ofShop.scenario.facts, older: () => 904}, {...wanted, count: 1000, days: 365}, {layer: 'mongo'})).toBe(
				"about 904 of 1,000 orders will be older than 35 days, and MongoDB's TTL index removes them within a minute or two",
			);
			expect([35, 7].map(days => expiryWarning(ofShop.scenario.facts, {...wanted, days}, {layer: 'mongo'}))).toEqual([undefined, undefined]);
			expect(expiryWarning(ofShop.scenario.facts, {...wanted, days: 1826}, {layer: 'postgres'})).toBeUndefined();
		});

		test('one that an index of others stops says how many stand', async () => {
			await client.db('shopstream').collection('orders').createIndex({status: 1}, {unique: true});
			const failure: unknown = await seedFacts({...ofShop, placing: placeFacts({...ofShop, window, cache: noLive})}, wanted).catch((error: unknown) => error);
			await client.db('shopstream').collection('orders').dropIndex('status_1');
			expect(failure).toMatchObject({store: 'mongo', kind: 'refuses'});
			expect((failure as Error).message).toMatch(new RegExp(`E11000.*; ${await window.count()} of 2,500 orders stand$`));
		});
	});
}

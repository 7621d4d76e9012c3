import {MongoClient} from 'mongodb';
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {type SeedProgress, seedOrders} from '../../source/flows/seed-orders.ts';
import {createCatalogue} from '../../source/orders/catalogue.ts';
import {generateOrders} from '../../source/orders/generate-orders.ts';
import type {Order} from '../../source/orders/order.ts';
import {sumRevenue} from '../../source/orders/revenue.ts';
import type {MongoWindow} from '../../source/stores/mongo-window.ts';
import {mongoBackings, openLimitMs} from '../open-stores.ts';

const wanted = {count: 2500, days: 35, seed: 42, nowMs: Date.now()};

for (const backing of mongoBackings) {
	describe.runIf(backing.runs)(`seed-orders on ${backing.name}`, () => {
		let window: MongoWindow;
		let close: (() => Promise<void>) | undefined;
		let client: MongoClient;

		beforeAll(async () => {
			let url: string;
			({store: window, url, close} = await backing.open());
			client = await MongoClient.connect(url);
		}, openLimitMs);

		beforeEach(async () => {
			await client.db('shopstream').collection('orders').deleteMany({});
		});

		afterAll(async () => {
			await client?.close();
			await close?.();
		});

		test('stores exactly the orders of its seed and clock, and the revenue of MongoDB is their sum to the cent', async () => {
			const seen: SeedProgress[] = [];
			expect(await seedOrders(window, wanted, {progress: progress => seen.push(progress)})).toEqual({stored: 2500, wanted: 2500, tookMs: expect.any(Number) as number});
			expect(seen).toEqual([1000, 2000, 2500].map(stored => ({stored, wanted: 2500})));
			const orders = [...generateOrders(wanted, await createCatalogue(wanted.seed))];
			const held: Order[] = [];
			for await (const order of window.streamOrders(0, wanted.nowMs)) {
				held.push(order);
			}

			const byId = (a: Order, b: Order) => a.id < b.id ? -1 : 1;
			expect(held.sort(byId)).toEqual(orders.sort(byId));
			expect(await window.revenueByCategory(wanted.nowMs)).toEqual(sumRevenue(orders, wanted.nowMs));
		});

		test('makes the TTL index first', async () => {
			await client.db('shopstream').dropDatabase();
			await seedOrders(window, {...wanted, count: 1});
			const indexes = await client.db('shopstream').collection('orders').listIndexes().toArray();
			expect(indexes.find(({key}) => 'placedAt' in key)).toMatchObject({key: {placedAt: 1}, expireAfterSeconds: 35 * 86_400});
		});

		test('a cancelled seed keeps what was stored and says how much', async () => {
			const controller = new AbortController();
			const result = await seedOrders(window, wanted, {signal: controller.signal, progress: () => controller.abort()});
			expect(result).toMatchObject({stored: 1000, wanted: 2500});
			expect(await window.countOrders()).toBe(1000);
		});

		test('two seeds are twice the orders', async () => {
			await seedOrders(window, {...wanted, count: 300});
			await seedOrders(window, {...wanted, count: 200, seed: 43});
			expect(await window.countOrders()).toBe(500);
		});
	});
}

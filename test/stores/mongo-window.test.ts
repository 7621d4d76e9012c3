import fc from 'fast-check';
import {MongoClient} from 'mongodb';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {createCatalogue} from '../../source/orders/catalogue.ts';
import {generateOrders} from '../../source/orders/generate-orders.ts';
import type {Order} from '../../source/orders/order.ts';
import {sumRevenue} from '../../source/orders/revenue.ts';
import {type MongoWindow, openMongoWindow} from '../../source/stores/mongo-window.ts';
import {mongoBackings} from '../open-stores.ts';

const thirtyFiveDays = 35 * 86_400;

for (const backing of mongoBackings) {
	describe.runIf(backing.runs)(`mongo-window on ${backing.name}`, () => {
		let window: MongoWindow;
		let url: string;
		let close: () => Promise<void>;
		let client: MongoClient;

		beforeAll(async () => {
			({store: window, url, close} = await backing.open());
			client = await MongoClient.connect(url);
		});

		afterAll(async () => {
			await client.close();
			await close();
		});

		const orders = () => client.db('shopstream').collection('orders');
		const ttl = async () => (await orders().listIndexes().toArray()).find(({key}) => 'placedAt' in key)?.['expireAfterSeconds'];

		test('prepare makes the TTL index of 35 days', async () => {
			await window.prepare();
			await window.prepare();
			expect(await ttl()).toBe(thirtyFiveDays);
		});

		test('an index that stands with another time is changed, not an error', async context => {
			await orders().dropIndexes();
			await orders().createIndex({placedAt: 1}, {expireAfterSeconds: 99});
			await window.prepare().catch((error: unknown) => {
				// mongo-java-server knows no collMod; MongoDB's manual does.
				if (backing.name.includes('SHOPSTREAM_TEST') && String(error).includes('collMod')) {
					context.skip('this server has no collMod');
				}

				throw error;
			});
			expect(await ttl()).toBe(thirtyFiveDays);
		});

		test('revenue by category is what plain addition gives, to the cent', async () => {
			const nowMs = Date.now();
			await fc.assert(fc.asyncProperty(
				fc.integer({min: 1, max: 150}), fc.integer({min: 1, max: 60}), fc.integer({min: 0, max: 1e9}),
				async (count, days, seed) => {
					await orders().deleteMany({});
					const all = [...generateOrders({count, days, seed, nowMs}, await createCatalogue(1))];
					expect(await window.insertOrders(all)).toBe(count);
					expect(await window.revenueByCategory(nowMs)).toEqual(sumRevenue(all, nowMs));
				},
			), {numRuns: 12});
		});

		test('an empty window has no categories and zero totals', async () => {
			await orders().deleteMany({});
			expect(await window.countOrders()).toBe(0);
			expect(await window.revenueByCategory(Date.now())).toMatchObject({categories: [], totals: {todayCents: 0, revenueCents: 0, orders: 0, units: 0}});
		});

		test('streams orders oldest first, as they were stored', async () => {
			await orders().deleteMany({});
			const nowMs = Date.now();
			const all = [...generateOrders({count: 2500, days: 30, seed: 3, nowMs}, await createCatalogue(1))];
			await window.insertOrders(all);
			const streamed: Order[] = [];
			for await (const order of window.streamOrders(0, nowMs)) {
				streamed.push(order);
			}

			expect(streamed.map(({placedAt}) => placedAt.getTime())).toEqual(all.map(({placedAt}) => placedAt.getTime()).sort((a, b) => a - b));
			expect(new Map(streamed.map(order => [order.id, order]))).toEqual(new Map(all.map(order => [order.id, order])));
		});

		test('a foreign document is named, not guessed', async () => {
			await orders().deleteMany({});
			await orders().insertOne({_id: 'foreign\u001B[31m' as never, placedAt: new Date(Date.now() - 1000), status: 'completed', items: [{category: 'x', quantity: 1.5, unitPriceCents: 3}]});
			await expect(window.revenueByCategory(Date.now())).rejects.toThrow('foreign documents');
			await expect(window.streamOrders(0, Date.now()).next()).rejects.toThrow('The order foreign?[31m in MongoDB cannot be archived');
			await orders().deleteMany({});
		});
	});
}

test('nobody listening is one sentence, with the password masked', async () => {
	const failure = await openMongoWindow('mongodb://teacher:secret@127.0.0.1:1').catch((error: Error) => error.message);
	expect(failure).toMatch(/^MongoDB at mongodb:\/\/teacher:\*\*\*@127\.0\.0\.1:1 did not answer within 5 s \(.*\): start it/);
	expect(failure).not.toContain('secret');
}, 15_000);

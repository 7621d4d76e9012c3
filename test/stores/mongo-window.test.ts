import fc from 'fast-check';
import {MongoClient} from 'mongodb';
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {type Catalogue, createCatalogue} from '../../source/orders/catalogue.ts';
import {generateOrders} from '../../source/orders/generate-orders.ts';
import type {Order} from '../../source/orders/order.ts';
import {sumRevenue} from '../../source/orders/revenue.ts';
import type {MongoWindow} from '../../source/stores/mongo-window.ts';
import {mongoBackings, openLimitMs} from '../open-stores.ts';
import {anyOrder} from '../orders/any-order.ts';

const dayMs = 86_400_000;
const thirtyFiveDays = 35 * 86_400;
const asOfMs = Date.now();
const today = {day: new Date(asOfMs).toISOString().slice(0, 10), timeZone: 'UTC'};

const withOwnIds = (orders: readonly Order[]) => orders.map((order, i) => ({...order, id: `${i} ${order.id}`}));

for (const backing of mongoBackings) {
	describe.runIf(backing.runs)(`mongo-window on ${backing.name}`, () => {
		let window: MongoWindow;
		let url: string;
		let close: (() => Promise<void>) | undefined;
		let client: MongoClient;
		let catalogue: Catalogue;

		beforeAll(async () => {
			({store: window, url, close} = await backing.open());
			client = await MongoClient.connect(url);
			catalogue = await createCatalogue(1);
		}, openLimitMs);

		beforeEach(async () => {
			await orders().deleteMany({});
		});

		afterAll(async () => {
			await client?.close();
			await close?.();
		});

		const orders = () => client.db('shopstream').collection('orders');
		const ttl = async () => (await orders().listIndexes().toArray()).find(({key}) => 'placedAt' in key)?.['expireAfterSeconds'];
		const generate = (count: number, days = 34, seed = 3) => [...generateOrders({count, days, seed, nowMs: asOfMs}, catalogue)];
		const collect = async (stream: AsyncIterable<Order>) => {
			const streamed: Order[] = [];
			for await (const order of stream) {
				streamed.push(order);
			}

			return streamed;
		};

		test('it says what stands behind it', () => {
			const {version} = window.backend;
			expect(window.backend).toEqual({kind: 'server', label: `MongoDB ${version}`, version, address: url});
			expect(version).toMatch(/^\d+\.\d+\.\d+/);
		});

		test('it tells its clock, how many orders stand by its books, and what it is', async () => {
			await window.insertOrders(generate(7));
			expect(Math.abs(await window.clockOffsetMs() ?? Number.NaN)).toBeLessThan(500);
			expect(await window.estimateOrders()).toBe(7);
			expect(await window.identity()).toMatch(/^[\da-f]{32}$/);
		});

		test('prepare makes the TTL index of 35 days, also where there is no collection, and once', async () => {
			await client.db('shopstream').dropDatabase();
			await window.prepare();
			await window.prepare();
			expect(await ttl()).toBe(thirtyFiveDays);
			expect(await orders().listIndexes().toArray()).toHaveLength(2);
		});

		test.each([
			['another time', {expireAfterSeconds: 99}],
			['no time', {}],
		])('an index that stands with %s is changed, not an error', async (what, options) => {
			await orders().dropIndexes();
			await orders().createIndex({placedAt: 1}, options);
			let reason = '';
			await window.prepare().catch((error: unknown) => {
				reason = String(error);
			});
			// Independent servers of MongoDB's protocol know no collMod, or not this one; MongoDB's manual (collMod, TTL) does.
			if (backing.name.includes('SHOPSTREAM_TEST') && reason.includes('collMod')) {
				return;
			}

			expect(reason).toBe('');
			expect(await ttl(), what).toBe(thirtyFiveDays);
		});

		test('revenue by category is what plain addition gives, to the cent: generated orders', async () => {
			await fc.assert(fc.asyncProperty(
				fc.integer({min: 1, max: 150}), fc.integer({min: 1, max: 60}), fc.integer({min: 0, max: 1e9}), fc.integer({min: 1e12, max: 4e12}),
				async (count, days, seed, nowMs) => {
					await orders().deleteMany({});
					const all = [...generateOrders({count, days, seed, nowMs}, catalogue)];
					expect(await window.insertOrders(all)).toBe(count);
					expect(await window.revenueByCategory(nowMs)).toEqual(sumRevenue(all, nowMs));
				},
			), {numRuns: 12});
		});

		test('revenue by category is what plain addition gives, to the cent: any orders, none without items, around every bound', async () => {
			const instants = [asOfMs, asOfMs - 30 * dayMs, Math.floor(asOfMs / dayMs) * dayMs];
			const placed = fc.tuple(fc.constantFrom(...instants), fc.integer({min: -2, max: 2})).map(([ms, off]) => new Date(ms + off));
			const atBounds = fc.tuple(anyOrder(asOfMs - 40 * dayMs, asOfMs + dayMs), fc.option(placed, {nil: undefined}))
				.map(([order, placedAt]) => placedAt ? {...order, placedAt} : order);
			await fc.assert(fc.asyncProperty(fc.array(atBounds, {maxLength: 25}).map(withOwnIds), async all => {
				await orders().deleteMany({});
				await window.insertOrders(all);
				expect(await window.countOrders()).toBe(all.length);
				expect(await window.revenueByCategory(asOfMs)).toEqual(sumRevenue(all, asOfMs));
			}), {numRuns: 40});
		});

		test('sums past 32 bits stay whole', async () => {
			const [first] = generate(1);
			const items = Array.from({length: 5}, (_, i) => ({sku: String(i), name: '', category: 'Cars', quantity: 999, unitPriceCents: 2_000_000_001 + i}));
			const all = Array.from({length: 20}, (_, i) => ({...first!, id: String(i), status: 'completed' as const, placedAt: new Date(asOfMs - 1), items}));
			await window.insertOrders(all);
			const report = await window.revenueByCategory(asOfMs);
			expect(report).toEqual(sumRevenue(all, asOfMs));
			expect(report.totals.revenueCents).toBe(20 * 999 * (5 * 2_000_000_001 + 10));
		});

		test('200 categories are 200 rows, highest first', async () => {
			const all = generate(40).map((order, i) => ({
				...order,
				status: 'completed' as const,
				placedAt: new Date(asOfMs - i),
				items: Array.from({length: 5}, (_, j) => ({sku: `${j}`, name: '', category: `c${i * 5 + j}`, quantity: 1, unitPriceCents: 1 + (i * 7 + j * 3) % 90})),
			}));
			await window.insertOrders(all);
			const report = await window.revenueByCategory(asOfMs);
			expect(report.categories).toHaveLength(200);
			expect(report).toEqual(sumRevenue(all, asOfMs));
		});

		test('all returned, and none at all, are no categories and zero totals', async () => {
			const none = {asOfMs, windowDays: 30, ...today, categories: [], totals: {todayCents: 0, revenueCents: 0, orders: 0, units: 0}};
			expect(await window.countOrders()).toBe(0);
			expect(await window.revenueByCategory(asOfMs)).toEqual(none);
			await window.insertOrders(generate(30).map(order => ({...order, status: 'returned' as const})));
			expect(await window.countOrders()).toBe(30);
			expect(await window.revenueByCategory(asOfMs)).toEqual(none);
		});

		test('no database yet is an empty window: servers differ in what they make of a $facet over nothing', async () => {
			await client.db('shopstream').dropDatabase();
			expect(await window.countOrders()).toBe(0);
			expect(await window.revenueByCategory(asOfMs)).toEqual({asOfMs, windowDays: 30, ...today, categories: [], totals: {todayCents: 0, revenueCents: 0, orders: 0, units: 0}});
			expect(await collect(window.streamOrders(0, asOfMs))).toEqual([]);
		});

		test('streams orders oldest first, as they were stored, from its bounds', async () => {
			const all = generate(2500);
			expect(await window.insertOrders(all)).toBe(2500);
			const streamed = await collect(window.streamOrders(0, asOfMs));
			expect(streamed.map(({placedAt}) => placedAt.getTime())).toEqual(all.map(({placedAt}) => placedAt.getTime()).sort((a, b) => a - b));
			expect(new Map(streamed.map(order => [order.id, order]))).toEqual(new Map(all.map(order => [order.id, order])));
			const [from, to] = [streamed[10]!, streamed[20]!];
			expect((await collect(window.streamOrders(from.placedAt.getTime(), to.placedAt.getTime()))).map(({id}) => id)).toEqual(streamed.slice(11, 21).map(({id}) => id));
		});

		test('streams orders of one instant by their ids, whatever order they were stored in', async () => {
			const [first, second, third] = [asOfMs - 3000, asOfMs - 2000, asOfMs - 1000].map(ms => new Date(ms));
			const all = generate(7).map((order, i) => ({...order, placedAt: i === 0 ? first! : i === 6 ? third! : second!}));
			await window.insertOrders(all.toReversed());
			const streamed = await collect(window.streamOrders(0, asOfMs));
			expect(streamed.map(({id}) => id)).toEqual([all[0]!.id, ...all.slice(1, 6).map(({id}) => id).toSorted(), all[6]!.id]);
		});

		test('says after each batch how many are stored, and stops between batches when cancelled', async () => {
			const controller = new AbortController();
			const seen: number[] = [];
			const stored = await window.insertOrders(generate(5000), {
				signal: controller.signal,
				progress(count) {
					seen.push(count);
					if (count === 2000) {
						controller.abort();
					}
				},
			});
			expect({seen, stored}).toEqual({seen: [1000, 2000], stored: 2000});
			expect(await window.countOrders()).toBe(2000);
		});

		test('a cancelled aggregation, count and stream end in the reason, and the window goes on', async () => {
			await window.insertOrders(generate(3000));
			const reason = new Error('enough');
			const aborted = AbortSignal.abort(reason);
			await expect(window.revenueByCategory(asOfMs, aborted)).rejects.toThrow('enough');
			await expect(window.countOrders(aborted)).rejects.toThrow('enough');
			const controller = new AbortController();
			let rows = 0;
			await expect((async () => {
				for await (const order of window.streamOrders(0, asOfMs, controller.signal)) {
					rows += order.items.length > 0 ? 1 : 0;
					if (rows === 1500) {
						controller.abort(reason);
					}
				}
			})()).rejects.toThrow('enough');
			expect(rows).toBeLessThan(3000);
			expect(await window.countOrders()).toBe(3000);
		});

		test('an order stored twice is an error, not a second order', async () => {
			const all = generate(3);
			await window.insertOrders(all);
			await expect(window.insertOrders(all)).rejects.toMatchObject({kind: 'refuses', stored: 0, isExact: true, message: expect.stringMatching(/E11000/) as string});
			expect(await window.countOrders()).toBe(3);
		});

		test('a foreign document is named, not guessed', async () => {
			await orders().insertOne({_id: 'foreign\u001B[31m' as never, placedAt: new Date(asOfMs - 1000), status: 'completed', items: [{category: 'x', quantity: 1.5, unitPriceCents: 3}]});
			await expect(window.revenueByCategory(asOfMs)).rejects.toThrow(/^MongoDB's revenue answer is not usable \(.*\): look for foreign documents in shopstream\.orders$/);
			await expect(window.streamOrders(0, asOfMs).next()).rejects.toThrow('The order foreign?[31m in MongoDB cannot be archived, its updatedAt is not as expected: mend or remove it');
		});

		test.each([
			['a category that is no text', {category: 7, quantity: 1, unitPriceCents: 3}],
			['no category', {quantity: 1, unitPriceCents: 3}],
			['a negative price', {category: 'x', quantity: 1, unitPriceCents: -300}],
		])('money of a foreign item with %s is not shown as revenue', async (_, item) => {
			await orders().insertOne({_id: 'foreign' as never, placedAt: new Date(asOfMs - 1000), status: 'completed', items: [item]});
			await expect(window.revenueByCategory(asOfMs)).rejects.toThrow('look for foreign documents in shopstream.orders');
		});

		test('a foreign document with an id that is no text is named in one sentence too', async () => {
			await orders().insertOne({placedAt: new Date(asOfMs - 1000), status: 'completed', items: []});
			await expect(window.streamOrders(0, asOfMs).next()).rejects.toThrow(/^The order [\da-f]{24} in MongoDB cannot be archived, its id is not as expected: mend or remove it$/);
		});

		test('a category\'s name cannot write escape sequences', async () => {
			const [order] = generate(1);
			const placedAt = new Date(asOfMs - 1);
			await window.insertOrders([{...order!, placedAt, status: 'completed', items: [{sku: 's', name: 'n', category: '\u001B[2JBooks', quantity: 1, unitPriceCents: 5}]}]);
			expect((await window.revenueByCategory(asOfMs)).categories).toMatchObject([{category: '?[2JBooks', revenueCents: 5}]);
		});
	});
}

import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {askLive} from '../../../source/flows/ask-live.ts';
import {keepAllLive} from '../../../source/flows/keep-live.ts';
import {writeLive} from '../../../source/flows/write-live.ts';
import type {MerchantOrder} from '../../../source/scenarios/merchants/merchant-order.ts';
import type {Scenario} from '../../../source/scenarios/scenario.ts';
import {markets, nowMs, openMarket, type OpenMarket, scenario} from './open-market.ts';

const day = new Date(nowMs).toISOString().slice(0, 10);
const dayMs = 86_400_000;

for (const {name, runs, ...backings} of markets) {
	describe.runIf(runs)(`counters kept while orders arrive, ${name}`, () => {
		let market: OpenMarket;
		let place: string;
		let ofToday: readonly MerchantOrder[];
		/** The one that sells most. */
		let first: string;

		beforeAll(async () => {
			market = await openMarket(backings);
			place = `shopstream:live:{sales:${await market.window.name()}:UTC:${day}}`;
			ofToday = market.orders.filter(({placedAt}) => placedAt.toISOString().startsWith(day));
			[first] = scenario.question.abouts!.all;
		});

		beforeEach(async () => {
			await market.raw.flushdb();
			await market.keep();
		});

		afterEach(async () => {
			// However a program ends, nothing of it stays in Redis for ever.
			const keys = await market.raw.keys('shopstream:live:*');
			const ends = await Promise.all(keys.map(async key => market.raw.pttl(key)));
			const endless = keys.filter((_, i) => ends[i]! <= 0);
			if (endless.length > 0) {
				throw new Error(`without an end in Redis: ${endless.join(', ')}`);
			}
		});

		afterAll(async () => market?.close());

		const another = (seed: number, placedAtMs = nowMs - 1000): MerchantOrder => {
			const [order] = ofToday;
			return {
				...order!,
				id: `${order!.id.slice(0, 20)}${String(seed).padStart(6, '0')}`,
				placedAt: new Date(placedAtMs),
				status: 'pending',
				merchant: first,
				version: 1,
			};
		};

		test('are made from MongoDB where there are none, and then answer as it does', async () => {
			await market.raw.flushdb();
			await expect(market.live(first)).rejects.toThrow('the counters of today are not whole');
			const count = new Set(ofToday.map(({merchant}) => merchant)).size;
			expect(await market.keep()).toEqual([`counters of today made from MongoDB: ${ofToday.length} orders of ${count} merchants`]);
			for (const merchant of [first, scenario.question.abouts!.all[1]!, scenario.question.abouts!.all[999]!]) {
				const {today, day} = await market.mongo(merchant);
				expect(await market.live(merchant)).toMatchObject({today, day, merchant});
			}

			const {top} = (await market.live(first)).counters!;
			expect(top).toHaveLength(20);
			expect(top.map(({cents}) => cents)).toEqual(top.map(({cents}) => cents).sort((a, b) => b - a));
			expect((await market.mongo(top[0]!.merchant)).today.cents).toBe(top[0]!.cents);
			expect(await market.keep()).toEqual([]);
		});

		test('count an order once, however often it is delivered; a return is taken off, and an older version changes nothing', async () => {
			const order = another(1);
			const cents = order.items.reduce((sum, item) => sum + item.quantity * item.unitPriceCents, 0);
			const {today: before} = await market.live(first);
			const after = {cents: before.cents + cents, orders: before.orders + 1};
			await market.tell([order, order]);
			await Promise.all([market.tell([order]), market.tell([order]), market.tell([order])]);
			expect((await market.live(first)).today).toEqual(after);
			const returned: MerchantOrder = {...order, status: 'returned', version: 3};
			await market.tell([returned]);
			expect((await market.live(first)).today).toEqual(before);
			await market.tell([{...order, version: 2}]);
			expect((await market.live(first)).today).toEqual(before);
			await market.store([returned]);
			expect([await market.differences(), await market.keep()]).toEqual([[], []]);
		});

		test('of another MongoDB behind the same Redis are counted apart, and answer apart', async () => {
			const {today} = await market.live(first);
			const another = {name: async () => 'another', ask: async () => []};
			const ends = {scenario: scenario as Scenario, window: another, cache: market.cache, timeZone: 'UTC'};
			const order = ofToday.find(({merchant, status}) => merchant === first && status !== 'returned')!;
			await keepAllLive(ends, nowMs);
			await writeLive({...ends, now: () => nowMs}, [order]);
			expect(await askLive(ends, {about: first, asOfMs: nowMs})).toMatchObject({today: {orders: 1}});
			expect((await market.live(first)).today).toEqual(today);
			// To compare them with its MongoDB, which has none, mends them alone.
			expect(await keepAllLive(ends, nowMs)).toHaveLength(1);
			expect([await market.differences(), await market.keep()]).toEqual([[], []]);
			expect(await askLive({...ends, window: {name: async () => undefined}}, {about: first, asOfMs: nowMs})).toBeUndefined();
		});

		test('are of today: what is older is not counted, and a new day begins at 0', async () => {
			const {today} = await market.live(first);
			await market.tell([another(2, nowMs - dayMs)]);
			expect((await market.live(first)).today).toEqual(today);
			// A clock that is ahead has begun the next day.
			const midnightMs = Date.parse(`${day}T00:00:00Z`) + dayMs;
			const early = another(3, midnightMs + 5);
			await market.tell([early], midnightMs - 5);
			expect((await market.live(first)).today).toEqual(today);
			await market.store([early]);
			await market.keep(midnightMs + 10);
			expect((await market.live(first, midnightMs + 10)).today.orders).toBe(1);
			expect((await market.live(scenario.question.abouts!.all[1]!, midnightMs + 10)).today).toEqual({cents: 0, orders: 0});
			expect(await market.mongo(first, midnightMs + 10)).toMatchObject({today: {orders: 1}});
			expect(await market.raw.pttl(`${place}:totals`)).toBeGreaterThan(6 * 3_600_000);
			await market.window.remove([early.id]);
		});

		test.for([
			['by somebody above', 12_345, 'above'],
			['by somebody below', -700, 'below'],
		] as const)('that were changed %s are mended, with a word', async ([, cents, way]) => {
			await market.raw.hincrby(`${place}:totals`, `${first}:cents`, cents);
			expect((await market.live(first)).today.cents).not.toBe((await market.mongo(first)).today.cents);
			expect(await market.keep()).toEqual([`the counter of ${first} was ${(Math.abs(cents) / 100).toFixed(2)} ${way} what MongoDB holds: mended`]);
			expect(await market.differences()).toEqual([]);
			expect((await market.live(first)).counters?.reconciled).toEqual({atMs: nowMs, offCents: Math.abs(cents)});
			expect(await market.keep()).toEqual([]);
		});

		test('that hold no number, or are gone, or are of a merchant without orders, are mended', async () => {
			const [, second, third] = ofToday.map(({merchant}) => merchant).filter((name, i, all) => name !== first && all.indexOf(name) === i);
			await market.raw.hset(`${place}:totals`, `${first}:cents`, 'plenty', 'nobody:cents', 5, 'nobody:orders', 1);
			await market.raw.hdel(`${place}:totals`, `${second}:cents`);
			await market.raw.del(`${place}:counted:${third}`);
			await market.raw.zrem(`${place}:top`, third!);
			await expect(market.live(first)).rejects.toThrow(`the counter of ${first} is no whole number`);
			expect(await market.keep()).toEqual([expect.stringMatching(/^4 counters were not what MongoDB holds, that of .+: mended$/) as string]);
			expect(await market.differences()).toEqual([]);
			expect(await market.keep()).toEqual([]);
			expect(Number(await market.raw.zscore(`${place}:top`, third!))).toBe((await market.mongo(third!)).today.cents);
		});

		test('at whose key something else stands: the write is refused in a sentence, and nothing is lost', async () => {
			const order = another(4);
			await market.store([order]);
			await market.raw.del(`${place}:counted:${first}`);
			await market.raw.set(`${place}:counted:${first}`, 'mine');
			await expect(market.tell([order])).rejects.toMatchObject({message: expect.stringMatching(/: something of another type stands at the key$/) as string});
			expect((await market.keep()).join()).toContain(`the counter of ${first} was`);
			expect(await market.differences()).toEqual([]);
			await market.raw.del(`${place}:totals`);
			await market.raw.lpush(`${place}:totals`, 'mine');
			await market.keep();
			await market.keep();
			expect(await market.differences()).toEqual([]);
			await market.window.remove([order.id]);
			expect((await market.keep()).join()).toContain(`the counter of ${first} was`);
		});

		test('of which the list of those who sold most is gone, are listed again', async () => {
			await market.raw.del(`${place}:top`);
			expect(await market.keep()).toHaveLength(1);
			expect((await market.live(first)).counters!.top).toHaveLength(20);
			expect(await market.keep()).toEqual([]);
		});

		test('miss nothing that Redis was not told of, nor what went from MongoDB', async () => {
			const orders = [another(5), another(6)];
			await market.store(orders);
			expect((await market.keep())[0]).toMatch(/^the counter of .+ was .+ below what MongoDB holds: mended$/);
			expect(await market.differences()).toEqual([]);
			await market.window.remove(orders.map(({id}) => id));
			expect((await market.keep())[0]).toMatch(/^the counter of .+ was .+ above what MongoDB holds: mended$/);
			expect(await market.differences()).toEqual([]);
		});
	});
}

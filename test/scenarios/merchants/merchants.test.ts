import {expect, test} from 'vitest';
import {zipf} from '../../../source/chance/popularity.ts';
import {createRandom} from '../../../source/chance/random.ts';
import {merchantName, mostMerchants} from '../../../source/scenarios/merchants/merchant-names.ts';
import type {MerchantOrder} from '../../../source/scenarios/merchants/merchant-order.ts';
import type {MerchantSales} from '../../../source/scenarios/merchants/merchant-sales.ts';
import {merchants} from '../../../source/scenarios/merchants/merchants.ts';
import {shop} from '../../../source/scenarios/shop/shop.ts';
import {answerTable} from '../../../source/tables/answer-table.ts';
import {csvOf} from '../../../source/tables/csv.ts';
import {Problem} from '../../../source/words/problem.ts';

const nowMs = Date.UTC(2026, 10, 26, 18);
const wanted = {count: 4000, days: 35, seed: 7, nowMs};
const {all, rare, popularity} = merchants.question.abouts!;

test('merchants have names of their own, short enough for a row, the same however many there are', () => {
	const names = new Set(Array.from({length: mostMerchants}, (_, rank) => merchantName(rank)));
	expect([names.size, Math.max(...[...names].map(({length}) => length))]).toEqual([100_000, 15]);
	expect(merchants.population!.sized(1000).question.abouts!.all).toEqual(all.slice(0, 1000));
	expect([all.length, rare!.has(all[99]!), rare!.has(all[100]!)]).toEqual([10_000, false, true]);
});

test("orders are the shop's, each with a merchant that chance drew by Zipf's law", async () => {
	const orders = [...(await merchants.facts.generate(wanted))] as MerchantOrder[];
	const ofShop = [...(await shop.facts.generate(wanted))];
	expect(orders.map(({merchant: _, ...order}) => order)).toEqual(ofShop);
	const share = orders.filter(({merchant}) => merchant === all[0]).length / orders.length;
	expect(Math.abs(share - zipf(10_000)[0]!)).toBeLessThan(0.02);
	expect(new Set(orders.map(({merchant}) => merchant)).size).toBeGreaterThan(1000);
	const arrive = await merchants.facts.arrivals(1);
	expect([arrive(nowMs, createRandom(1))].flat()[0]).toHaveProperty('merchant');
});

test('an order goes to the archive with its merchant and comes back as it was; a line without one is refused', async () => {
	const [order] = [...(await merchants.facts.generate({...wanted, count: 1}))] as [MerchantOrder];
	const {line, read} = merchants.archive!;
	expect(read(line(order).trimEnd())).toEqual(order);
	expect(line(order)).toContain(`"merchant_id":"${order.merchant}"`);
	expect(() => read(shop.archive!.line(order).trimEnd())).toThrow(new Problem('is no order: its merchant_id is not as expected'));
	expect(merchants.facts.ledger!.columns([order])).toHaveLength(17);
});

const sales = (todayCents: number, day = '2026-11-26'): MerchantSales => ({
	asOfMs: nowMs,
	merchant: all[0],
	day,
	timeZone: 'UTC',
	today: {cents: todayCents, orders: 2},
	window: {cents: 50_000, orders: 20},
});

test('a file of the sales has the same columns whoever is asked about, and says whose sales a line has', () => {
	const counters = {top: [{merchant: all[4]!, cents: 700}], keys: 2, reconciled: undefined};
	const {body} = merchants.view(sales(900), nowMs + 19_000, {truth: sales(1000), live: {...sales(1000), counters}});
	if (body.kind !== 'table') {
		throw new Error('no table');
	}

	expect(csvOf(answerTable(body)).trimEnd().split('\n')).toEqual([
		'merchant,source,todayCents,orders,offByCents,windowCents',
		`${all[0]},cached,900,2,-100,50000`,
		`${all[0]},counter,1000,2,0,50000`,
		`${all[0]},mongo,1000,2,,50000`,
		`${all[4]},top,700,,,`,
	]);
});

test('what is cached comes back as it was, and what is none is corrupt', () => {
	const {encode, decode} = merchants.question.codec;
	expect(decode(JSON.parse(JSON.stringify(encode(sales(900)))) as object, nowMs)).toEqual(sales(900));
	for (const [broken, fault] of [
		[{sales: {...sales(900), today: {cents: 1.5, orders: 2}}}, 'its sales.today is not as expected'],
		[{sales: {...sales(900), day: 'today'}}, 'its sales.day is not as expected'],
		[{sales: {...sales(900), timeZone: 'Mars/Olympus'}}, 'its sales.timeZone is not as expected'],
		[{}, 'its sales is not as expected'],
	] as const) {
		expect(decode(broken, nowMs)).toEqual({corrupt: fault});
	}
});

test('cached sales miss what came since, all of today where they are of yesterday; the counter misses nothing', () => {
	const {compare, expectedShare, budget} = merchants.error;
	expect(compare(sales(900), sales(1000)).rows).toMatchObject([
		{id: 'today', amount: -100, share: -0.1},
		{id: 'window', amount: 0},
	]);
	expect(compare(sales(900, '2026-11-25'), sales(1000)).rows[0]).toMatchObject({amount: -1000, missing: 'today (Thu 26 Nov)'});
	const {window: _, ...counter} = sales(1000);
	expect(compare(counter, sales(1000)).rows).toEqual([expect.objectContaining({id: 'today', amount: 0})]);
	// Of 10 orders a second this merchant has its part, and a value of 10 s misses what comes to it meanwhile.
	const at = {truth: sales(100_000), trade: {orders: 10, cents: 50_000, squareCents: 3e8}, factsPerSecond: 10};
	expect(expectedShare!({...at, leastSeconds: 10, mostSeconds: 10})).toBeCloseTo((10 * popularity[0]! * 5000 * 10) / 100_000, 10);
	expect(budget!({...at, errorShare: 0.1, fillSeconds: 0})!.ttlSeconds).toBeGreaterThan(0);
	expect(expectedShare!({...at, truth: {...at.truth, merchant: 'nobody'}, leastSeconds: 10, mostSeconds: 10})).toBeUndefined();
});

test('the screen has the cached sales, the counter and MongoDB side by side, and who sold most', () => {
	const {body, notes, below} = merchants.view(sales(900), nowMs, {
		truth: sales(1000),
		live: {...sales(1000), window: undefined, counters: {top: [{merchant: 'x', cents: 7000}], reconciled: {atMs: nowMs - 4000, offCents: 250}}},
	});
	expect(body).toMatchObject({
		rows: [
			{name: 'cached', figures: [900, 2, -100, 50_000]},
			{name: 'counter', figures: [1000, 2, 0, undefined]},
			{name: 'MongoDB now', figures: [1000, 2, undefined, 50_000]},
			{name: '1 x', figures: [7000, null, null, null]},
		],
	});
	expect(notes[0]).toBe('popularity 1 of 10,000; today, without returns');
	expect(below[0]).toBe('Counters are compared with MongoDB every 10 s, last 4 s ago: 2.50 off, mended.');
	expect(merchants.view(sales(900), nowMs).body).toMatchObject({rows: [{name: 'cached'}]});
	// Beside a measurement nothing is asked: what was asked before it is not called the present.
	expect(merchants.view(sales(900), nowMs + 19_000, {truth: sales(1000), live: sales(1000)}).body).toMatchObject({
		rows: [{name: 'cached'}, {name: 'counter 19 s ago'}, {name: 'MongoDB 19 s ago'}],
	});
});

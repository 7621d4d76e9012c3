import {expect, test} from 'vitest';
import {createErrorWatch} from '../../source/flows/watch-error.ts';
import type {RevenueReport} from '../../source/scenarios/shop/revenue.ts';
import {shop} from '../../source/scenarios/shop/shop.ts';
import {ofShop} from '../scenarios/shop/of-shop.ts';
import {until} from '../until.ts';

const report = (todayCents: number, revenueCents: number, day = '2026-11-24'): RevenueReport => ({
	asOfMs: 0,
	windowDays: 30,
	day,
	timeZone: 'UTC',
	categories: [{category: 'Books', todayCents, revenueCents, orders: 1, units: 1}],
	totals: {todayCents, revenueCents, orders: 1, units: 1},
});

const isForValues = (pipeline: object[]) => JSON.stringify(pipeline).includes('squareCents');

/** A MongoDB that says one thing after the other. */
function watchOf(truths: readonly RevenueReport[]) {
	let asked = 0;
	const window = {
		ask: async (pipeline: object[]) =>
			isForValues(pipeline) ? [{orders: 1, cents: 100, squareCents: 10_000}] : [truths[Math.min(asked++, truths.length - 1)]!],
	};
	const question = {...shop.question, answer: ([report]: readonly unknown[]) => report as RevenueReport};
	return {watch: createErrorWatch({...ofShop, scenario: {...shop, question}, window}, () => 0), asked: () => asked};
}

test('compares what is shown with the truth, and says the mean and the greatest distance', async () => {
	const {watch, asked} = watchOf([report(1000, 10_000), report(2000, 11_000)]);
	watch.show(report(900, 9900));
	const ending = new AbortController();
	const running = watch.run(ending.signal);
	await until(() => asked() >= 2);
	ending.abort();
	await running;
	expect(watch.total()).toMatchObject({
		comparisons: 2,
		off: [
			{id: 'today', mean: 600, most: 1100, meanShare: (0.1 + 0.55) / 2},
			{id: 'window', mean: 600, most: 1100, meanShare: (100 / 10_000 + 1100 / 11_000) / 2},
		],
	});
});

test('an answer of yesterday is off by all of today', async () => {
	const {watch, asked} = watchOf([report(1000, 10_000)]);
	watch.show(report(5000, 9900, '2026-11-23'));
	const ending = new AbortController();
	const running = watch.run(ending.signal);
	await until(() => asked() >= 1);
	ending.abort();
	await running;
	expect(watch.total()?.off[0]).toMatchObject({mean: 1000, most: 1000, meanShare: 1});
});

test('without a read there is nothing to compare, and a MongoDB that fails says so', async () => {
	const {watch, asked} = watchOf([report(1000, 10_000)]);
	await watch.compare(new AbortController().signal);
	expect([asked(), watch.total()]).toEqual([0, undefined]);
	const failing = createErrorWatch({...ofShop, window: {ask: async () => Promise.reject(new Error('gone'))}}, () => 0);
	failing.show(report(1, 1));
	await expect(failing.run(new AbortController().signal)).rejects.toThrow('gone');
});

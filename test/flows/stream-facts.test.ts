import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {placeFacts} from '../../source/flows/place-facts.ts';
import {streamFacts} from '../../source/flows/stream-facts.ts';
import type {Order} from '../../source/scenarios/shop/order.ts';
import {rides} from '../../source/scenarios/rides/rides.ts';
import type {Scenario} from '../../source/scenarios/scenario.ts';
import {createRandom} from '../../source/chance/random.ts';
import type {MongoWindow} from '../../source/stores/mongo-window.ts';
import {mongoBackings} from '../open-stores.ts';
import {noLive, ofShop} from '../scenarios/shop/of-shop.ts';

for (const backing of mongoBackings) {
	describe.runIf(backing.runs)(`stream-facts on ${backing.name}`, () => {
		let window: MongoWindow;
		let close: (() => Promise<void>) | undefined;

		beforeAll(async () => {
			({store: window, close} = await backing.open());
		});

		afterAll(async () => close?.());

		/** Streams for some ticks of a clock that jumps `tickSeconds` each. */
		const stream = async (perSecond: (tick: number) => number, ticks: number, tickSeconds: number) => {
			const controller = new AbortController();
			const startMs = Date.now() - 1_000_000;
			const batches: Array<readonly Order[]> = [];
			const before = await window.count();
			let tick = -1;
			await streamFacts(
				{...ofShop, placing: placeFacts({...ofShop, window, cache: noLive})},
				{
					perSecond: () => perSecond(tick),
					seed: 1,
					random: createRandom(`stream ${ticks} ${tickSeconds}`),
					signal: controller.signal,
					stored: orders => batches.push(orders as Order[]),
					clock() {
						tick += 1;
						if (tick > ticks) {
							controller.abort();
						}

						return startMs + tick * tickSeconds * 1000;
					},
				},
			);
			const orders = batches.flat();
			expect((await window.count()) - before).toBe(orders.length);
			return {orders, batches, startMs};
		};

		test('orders arrive at the rate, within five standard deviations of a Poisson count, each placed when it is stored', async () => {
			const {orders, batches, startMs} = await stream(() => 40, 5, 10);
			expect(Math.abs(orders.length - 2000)).toBeLessThan(5 * Math.sqrt(2000));
			expect(batches).toHaveLength(5);
			expect(batches.map(batch => [...new Set(batch.map(({placedAt}) => placedAt.getTime() - startMs))])).toEqual([
				[10_000],
				[20_000],
				[30_000],
				[40_000],
				[50_000],
			]);
			expect(new Set(orders.map(({id}) => id)).size).toBe(orders.length);
		});

		test('counts differ from tick to tick as independent arrivals do', async () => {
			const {batches} = await stream(() => 20, 8, 20);
			const counts = batches.map(batch => batch.length);
			const mean = counts.reduce((a, b) => a + b, 0) / counts.length;
			const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (counts.length - 1);
			// Poisson: variance = mean. A metronome would have none, a burst many times as much.
			expect(variance / mean).toBeGreaterThan(0.1);
			expect(variance / mean).toBeLessThan(4);
		});

		test('a rate of none stores none, and a live change of the rate is met', async () => {
			expect((await stream(() => 0, 2, 100)).orders).toEqual([]);
			const {batches, startMs} = await stream(tick => (tick <= 2 ? 0 : 100), 4, 10);
			expect(batches.map(batch => batch[0]!.placedAt.getTime() - startMs)).toEqual([30_000, 40_000]);
			expect(Math.abs(batches.flat().length - 2000)).toBeLessThan(5 * Math.sqrt(2000));
		});

		test('a clock that goes back brings none', async () => {
			expect((await stream(() => 1000, 2, -10)).orders).toEqual([]);
		});

		test('cancelled before it began it stores nothing and ends', async () => {
			const before = await window.count();
			await streamFacts(
				{...ofShop, placing: placeFacts({...ofShop, window, cache: noLive})},
				{perSecond: () => 1e6, seed: 1, random: createRandom(1), signal: AbortSignal.abort(), stored: () => expect.unreachable()},
			);
			expect(await window.count()).toBe(before);
		});
	});
}

test("of what moves a second's worth is placed at once, however long the store took: the others come again", async () => {
	const scenario = rides as unknown as Scenario;
	const batches = async (perSecond: number, stallSeconds: number) => {
		const controller = new AbortController();
		const counts: number[] = [];
		let tick = -1;
		await streamFacts(
			{scenario, placing: {prepare: async () => undefined, arrive: async facts => void counts.push(facts.length), moves: [], move: async () => 0}},
			{
				perSecond: () => perSecond,
				seed: 1,
				random: createRandom('stall'),
				signal: controller.signal,
				stored: () => undefined,
				clock() {
					tick += 1;
					if (tick > 2) {
						controller.abort();
					}

					return Date.UTC(2026, 10, 26, 11) + tick * stallSeconds * 1000;
				},
			},
		);
		return counts;
	};

	// Each tells with the first report of a trip of the end of the one before, too.
	for (const count of await batches(125, 60)) {
		expect(count).toBeGreaterThan(60);
		expect(count).toBeLessThanOrEqual(250);
	}

	for (const count of await batches(10, 8)) {
		expect(count).toBeGreaterThan(40);
	}
});

test('rejects when MongoDB fails', async () => {
	const window = {
		prepare: async () => undefined,
		insert: async () => Promise.reject(new Error('MongoDB is on fire')),
	} as unknown as MongoWindow;
	await expect(
		streamFacts(
			{...ofShop, placing: placeFacts({...ofShop, window, cache: noLive})},
			{perSecond: () => 1e4, seed: 1, random: createRandom(1), signal: new AbortController().signal, stored: () => undefined},
		),
	).rejects.toThrow('MongoDB is on fire');
});

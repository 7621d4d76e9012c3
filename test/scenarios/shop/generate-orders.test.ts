import fc from 'fast-check';
import {beforeAll, describe, expect, test} from 'vitest';
import {type Catalogue, categories, createCatalogue} from '../../../source/scenarios/shop/catalogue.ts';
import type {FactsWanted} from '../../../source/scenarios/scenario.ts';
import {generateOrders} from '../../../source/scenarios/shop/generate-orders.ts';
import {type Order, orderSchema} from '../../../source/scenarios/shop/order.ts';
import {dayOf, localDay} from '../../../source/words/local-day.ts';
import {sumRevenue} from './sum-revenue.ts';

const dayMs = 86_400_000;
const anyWanted = (leastCount: number): fc.Arbitrary<FactsWanted> => fc.record({
	count: fc.integer({min: leastCount, max: 60}),
	days: fc.integer({min: 1, max: 365}),
	seed: fc.integer({min: 0, max: 4_294_967_295}),
	nowMs: fc.integer({min: Date.UTC(2001, 0, 1), max: Date.UTC(2099, 0, 1)}),
	timeZone: fc.constantFrom('UTC', 'America/New_York', 'Asia/Kolkata', 'Pacific/Kiritimati', 'America/Sao_Paulo', 'Australia/Lord_Howe'),
});

let catalogue: Catalogue;

beforeAll(async () => {
	catalogue = await createCatalogue(42);
});

const generate = (wanted: FactsWanted) => [...generateOrders(wanted, catalogue)];

describe('every order, of any seed, clock, count and days', () => {
	test('they are as many as wanted, and each is a valid order', () => {
		fc.assert(fc.property(anyWanted(0), wanted => {
			const orders = generate(wanted);
			expect(orders).toHaveLength(wanted.count);
			for (const order of orders) {
				expect(orderSchema.parse(order)).toEqual(order);
			}
		}));
	});

	test('is placed in [now − days, now) and updated between then and now', () => {
		fc.assert(fc.property(anyWanted(0), wanted => {
			for (const {placedAt, updatedAt} of generate(wanted)) {
				expect(placedAt.getTime()).toBeGreaterThanOrEqual(wanted.nowMs - wanted.days * dayMs);
				expect(placedAt.getTime()).toBeLessThan(wanted.nowMs);
				expect(updatedAt.getTime()).toBeGreaterThanOrEqual(placedAt.getTime());
				expect(updatedAt.getTime()).toBeLessThanOrEqual(wanted.nowMs);
			}
		}));
	});

	test('has one to five items of different SKUs, at positive whole cents', () => {
		fc.assert(fc.property(anyWanted(0), wanted => {
			for (const {items} of generate(wanted)) {
				expect(items.length).toBeGreaterThanOrEqual(1);
				expect(items.length).toBeLessThanOrEqual(5);
				expect(new Set(items.map(({sku}) => sku)).size).toBe(items.length);
				expect(items.every(({unitPriceCents, quantity}) =>
					Number.isSafeInteger(unitPriceCents) && unitPriceCents > 0 && Number.isSafeInteger(quantity) && quantity > 0)).toBe(true);
			}
		}));
	});

	test('has an id of its own that sorts by the time it was placed', () => {
		fc.assert(fc.property(anyWanted(0), wanted => {
			const orders = generate(wanted);
			expect(new Set(orders.map(({id}) => id)).size).toBe(orders.length);
			const byId = orders.toSorted((a, b) => a.id < b.id ? -1 : 1).map(({placedAt}) => placedAt.getTime());
			expect(byId).toEqual(byId.toSorted((a, b) => a - b));
		}));
	});

	test('is the same for the same seed and clock, and another for another', async () => {
		const again = await createCatalogue(42);
		expect(again).toEqual(catalogue);
		fc.assert(fc.property(anyWanted(1), wanted => {
			const orders = generate(wanted);
			expect([...generateOrders(wanted, again)]).toEqual(orders);
			expect(generate({...wanted, seed: wanted.seed + 1})).not.toEqual(orders);
			expect(generate({...wanted, apart: 'others'}).map(({id}) => id).filter(id => orders.some(order => order.id === id))).toEqual([]);
		}));
	});
});

describe('days', () => {
	const zones = ['America/New_York', 'Asia/Kolkata', 'Pacific/Kiritimati'] as const;
	/** What an order is apart from how far it has got. */
	const sold = ({id, placedAt, customer, items, status}: Order) => ({id, placedAt, customer, items, isReturned: status === 'returned'});
	const ofDay = (orders: readonly Order[], day: string, timeZone: string) => orders.filter(({placedAt}) => dayOf(placedAt.getTime(), timeZone) === day).map(sold).sort((a, b) => a.id < b.id ? -1 : 1);

	test.each(zones)('whole ones have the same orders whenever they are generated: %s', timeZone => {
		const first = {count: 500, days: 35, seed: 42, nowMs: Date.parse('2026-11-10T11:00Z'), timeZone};
		const before = generate(first);
		for (const laterMs of [60_000, 3_600_000, 86_400_000, 7 * 86_400_000 + 12_345]) {
			const after = generate({...first, nowMs: first.nowMs + laterMs});
			for (const day of ['2026-10-20', '2026-10-31', '2026-11-01', '2026-11-02', '2026-11-08', '2026-11-09']) {
				expect(ofDay(after, day, timeZone)).toEqual(ofDay(before, day, timeZone));
				expect(ofDay(before, day, timeZone).length).toBeGreaterThanOrEqual(11);
			}
		}
	});

	test.each(zones.flatMap(timeZone => [42, 1, 7, 99].map(seed => [timeZone, seed] as const)))('today has orders from its second hour on, and more by noon: %s, seed %i', (timeZone, seed) => {
		const {startMs} = localDay(Date.parse('2026-11-26T12:00Z'), timeZone);
		const today = (minutes: number) => {
			const nowMs = startMs + minutes * 60_000;
			return sumRevenue(generate({count: 500, days: 35, seed, nowMs, timeZone}), nowMs, 30, timeZone).totals.todayCents;
		};
		const amounts = [60, 65, 3 * 60, 12 * 60, 18 * 60, 23 * 60].map(today);
		expect(amounts[0]).toBeGreaterThan(0);
		expect(amounts).toEqual(amounts.toSorted((a, b) => a - b));
		expect(amounts[3]).toBeGreaterThan(amounts[1]!);
		expect(amounts[5]).toBeGreaterThan(amounts[3]!);
		expect(today(20)).toBeLessThanOrEqual(amounts[0]!);
		expect(today(4)).toBe(0);
	});

	test('every day of a year has an order in its first hour that is not returned, its clocks set forward or back', () => {
		for (const timeZone of ['Europe/Berlin', 'America/Sao_Paulo', 'Africa/Cairo']) {
			const orders = generate({count: 1500, days: 364, seed: 3, nowMs: Date.parse('2026-11-26T12:00Z'), timeZone});
			for (let {startMs} = localDay(Date.parse('2025-12-01T12:00Z'), timeZone); startMs < Date.parse('2026-11-26T00:00Z'); startMs = localDay(startMs, timeZone).nextMs) {
				expect(orders.some(({placedAt, status}) => status !== 'returned' && placedAt.getTime() >= startMs && placedAt.getTime() < startMs + 3_600_000)).toBe(true);
			}
		}
	});
});

describe('many orders together', () => {
	const count = 40_000;
	let all: readonly Order[];
	const orders = () => all;

	beforeAll(() => {
		// 364 days: every weekday as often as the others.
		all = generate({count, days: 364, seed: 7, nowMs: Date.UTC(2026, 10, 24)});
	});

	/** Five standard deviations of a binomial count: a right share fails once in two million runs, and the seed is fixed. */
	const expectShare = (found: number, share: number) => {
		expect(Math.abs(found - count * share)).toBeLessThan(5 * Math.sqrt(count * share * (1 - share)));
	};

	test('about 8 % are returned, new ones and old ones alike', () => {
		expectShare(all.filter(({status}) => status === 'returned').length, 0.08);
		const young = all.filter(({placedAt}) => placedAt.getTime() > Date.UTC(2026, 10, 24) - 30 * dayMs);
		const share = young.filter(({status}) => status === 'returned').length / young.length;
		expect(Math.abs(share - 0.08)).toBeLessThan(5 * Math.sqrt(0.08 * 0.92 / young.length));
	});

	test('the status follows the age', () => {
		const nowMs = Date.UTC(2026, 10, 24);
		const statusAt = (days: number) => days < 1 ? 'pending' : days < 4 ? 'shipped' : 'completed';
		const kept = orders().filter(({status}) => status !== 'returned');
		expect(kept.filter(({status, placedAt}) => status !== statusAt((nowMs - placedAt.getTime()) / dayMs))).toEqual([]);
		expect(new Set(kept.map(({status}) => status))).toEqual(new Set(['pending', 'shipped', 'completed']));
	});

	test('the evening is busiest, the night is quiet, weekends are busier than the middle of the week', () => {
		const hours = Array.from({length: 24}, () => 0);
		const weekdays = Array.from({length: 7}, () => 0);
		for (const {placedAt} of orders()) {
			hours[placedAt.getUTCHours()]! += 1;
			weekdays[placedAt.getUTCDay()]! += 1;
		}

		const mean = (of: number[], ...at: number[]) => at.reduce((sum, i) => sum + of[i]!, 0) / at.length;
		expect(hours.indexOf(Math.max(...hours))).toBe(20);
		expect(mean(hours, 18, 19, 20, 21)).toBeGreaterThan(6 * mean(hours, 1, 2, 3, 4, 5));
		expect(mean(hours, 12, 13)).toBeGreaterThan(1.1 * mean(hours, 16));
		expect(mean(weekdays, 0, 6)).toBeGreaterThan(1.25 * mean(weekdays, 1, 2, 3, 4));
	});

	test('all eight categories sell, each as often as its weight says and at its own price level', () => {
		const items = orders().flatMap(order => order.items);
		const means = categories.map(({name, medianPriceCents}) => {
			const prices = items.filter(({category}) => category === name).map(({unitPriceCents}) => unitPriceCents).sort((a, b) => a - b);
			expect(prices.length).toBeGreaterThan(items.length * 0.05);
			const median = prices[prices.length >> 1]!;
			expect(median).toBeGreaterThan(medianPriceCents * 0.6);
			expect(median).toBeLessThan(medianPriceCents * 1.6);
			return prices.reduce((sum, price) => sum + price, 0) / prices.length;
		});
		expect(categories).toHaveLength(8);
		expect(new Set(items.map(({category}) => category)).size).toBe(8);
		expect(Math.max(...means)).toBeGreaterThan(10 * Math.min(...means));
	});
});

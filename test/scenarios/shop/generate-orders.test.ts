import {createHash} from 'node:crypto';
import fc from 'fast-check';
import {beforeAll, describe, expect, test} from 'vitest';
import {type Catalogue, categories, createCatalogue} from '../../../source/scenarios/shop/catalogue.ts';
import type {FactsWanted} from '../../../source/scenarios/scenario.ts';
import {generateOrders} from '../../../source/scenarios/shop/generate-orders.ts';
import {dayNumber, dayWeight} from '../../../source/scenarios/shop/order-days.ts';
import {type Order, orderSchema} from '../../../source/scenarios/shop/order.ts';
import {dayOf, localDay} from '../../../source/words/local-day.ts';
import {rounds} from '../../thorough.ts';
import {sumRevenue} from './sum-revenue.ts';

const dayMs = 86_400_000;
const anyWanted = (leastCount: number): fc.Arbitrary<FactsWanted> =>
	fc.record({
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
		fc.assert(
			fc.property(anyWanted(0), wanted => {
				const orders = generate(wanted);
				expect(orders).toHaveLength(wanted.count);
				for (const order of orders) {
					expect(orderSchema().parse(order)).toEqual(order);
				}
			}),
		);
	});

	test('is placed in [now − days, now) and updated between then and now', () => {
		fc.assert(
			fc.property(anyWanted(0), wanted => {
				for (const {placedAt, updatedAt} of generate(wanted)) {
					expect(placedAt.getTime()).toBeGreaterThanOrEqual(wanted.nowMs - wanted.days * dayMs);
					expect(placedAt.getTime()).toBeLessThan(wanted.nowMs);
					expect(updatedAt.getTime()).toBeGreaterThanOrEqual(placedAt.getTime());
					expect(updatedAt.getTime()).toBeLessThanOrEqual(wanted.nowMs);
				}
			}),
		);
	});

	test('has one to five items of different SKUs, at positive whole cents', () => {
		fc.assert(
			fc.property(anyWanted(0), wanted => {
				for (const {items} of generate(wanted)) {
					expect(items.length).toBeGreaterThanOrEqual(1);
					expect(items.length).toBeLessThanOrEqual(5);
					expect(new Set(items.map(({sku}) => sku)).size).toBe(items.length);
					expect(
						items.every(
							({unitPriceCents, quantity}) => Number.isSafeInteger(unitPriceCents) && unitPriceCents > 0 && Number.isSafeInteger(quantity) && quantity > 0,
						),
					).toBe(true);
				}
			}),
		);
	});

	test('has an id of its own that sorts by the time it was placed', () => {
		fc.assert(
			fc.property(anyWanted(0), wanted => {
				const orders = generate(wanted);
				expect(new Set(orders.map(({id}) => id)).size).toBe(orders.length);
				const byId = orders.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(({placedAt}) => placedAt.getTime());
				expect(byId).toEqual(byId.toSorted((a, b) => a - b));
			}),
		);
	});

	test('is the same for the same seed and clock, and another for another', async () => {
		const again = await createCatalogue(42);
		expect(again).toEqual(catalogue);
		fc.assert(
			fc.property(anyWanted(1), wanted => {
				const orders = generate(wanted);
				expect([...generateOrders(wanted, again)]).toEqual(orders);
				expect(generate({...wanted, seed: wanted.seed + 1})).not.toEqual(orders);
				expect(
					generate({...wanted, apart: 'others'})
						.map(({id}) => id)
						.filter(id => orders.some(order => order.id === id)),
				).toEqual([]);
			}),
		);
	});
});

// Another version of the program shall make the same shop: lessons are written down with their figures, and an archive is compared with what a seed says.
test.each([
	['UTC', 35, 42, 'cc4543370735498c'],
	['America/New_York', 400, 7, '400157e8600d05ab'],
])('the orders of a seed are these very ones: %s, %i days, seed %i', (timeZone, days, seed, hash) => {
	const orders = generate({count: 1000, days, seed, nowMs: Date.UTC(2026, 10, 24, 12), timeZone});
	expect(createHash('sha256').update(JSON.stringify(orders)).digest('hex').slice(0, 16)).toBe(hash);
});

describe('days', () => {
	const zones = ['America/New_York', 'Asia/Kolkata', 'Pacific/Kiritimati'] as const;
	const lessonDays = 35;
	/** The orders by day, each day's in the order in which they were drawn, without the day that the stretch begins in and the present one. */
	const fullDays = (wanted: FactsWanted) => {
		const {timeZone = 'UTC', nowMs, days} = wanted;
		const broken = [nowMs, nowMs - days * dayMs].map(ms => dayOf(ms, timeZone));
		const byDay = new Map<string, Order[]>();
		for (const order of generate(wanted)) {
			const day = dayOf(order.placedAt.getTime(), timeZone);
			if (!broken.includes(day)) {
				byDay.set(day, [...(byDay.get(day) ?? []), order]);
			}
		}

		return byDay;
	};

	const anyDay = fc.record({
		count: fc.integer({min: 30, max: rounds(500, 2000)}),
		days: fc.integer({min: 2, max: 60}),
		seed: fc.integer({min: 0, max: 4_294_967_295}),
		noonMs: fc.integer({min: 11_000, max: 25_000}).map(day => day * dayMs + dayMs / 2),
		minutes: fc.tuple(fc.double({min: 0, max: 1, noNaN: true, maxExcluded: true}), fc.double({min: 0, max: 1, noNaN: true, maxExcluded: true})),
		timeZone: fc.constantFrom('UTC', 'America/New_York', 'Asia/Kolkata', 'Pacific/Kiritimati', 'America/Sao_Paulo', 'Australia/Lord_Howe'),
	});

	test('whole ones are the same whatever the minute of the start, how far their orders have got included', () => {
		fc.assert(
			fc.property(anyDay, ({noonMs, minutes, ...wanted}) => {
				const {startMs, nextMs} = localDay(noonMs, wanted.timeZone);
				const [first, second] = minutes.map(part => fullDays({...wanted, nowMs: startMs + Math.floor(part * (nextMs - startMs))})) as [
					ReturnType<typeof fullDays>,
					ReturnType<typeof fullDays>,
				];
				// Clocks that are set between the two may make one more day a whole one.
				const common = [...first.keys()].filter(day => second.has(day));
				expect(common.length).toBeGreaterThanOrEqual(Math.max(first.size, second.size) - 1);
				expect(common.map(day => first.get(day))).toEqual(common.map(day => second.get(day)));
			}),
			{numRuns: rounds(15, 60)},
		);
	});

	/** What an order is apart from how far it has got. */
	const sold = ({id, placedAt, customer, items}: Order) => ({id, placedAt, customer, items});

	test("a denser seed, another stretch and another day of the start give more or fewer of a day's one sequence", () => {
		fc.assert(
			fc.property(
				anyDay,
				fc.integer({min: 1, max: 6000}),
				fc.integer({min: 2, max: 60}),
				fc.integer({min: 0, max: 20}),
				({noonMs, minutes: _, ...wanted}, count, days, daysLater) => {
					const [before, after] = [fullDays({...wanted, nowMs: noonMs}), fullDays({...wanted, count, days, nowMs: noonMs + daysLater * dayMs})];
					for (const [day, orders] of before) {
						const others = after.get(day) ?? [];
						const common = Math.min(orders.length, others.length);
						expect(others.slice(0, common).map(sold)).toEqual(orders.slice(0, common).map(sold));
					}
				},
			),
			{numRuns: rounds(15, 60)},
		);
	});

	test.each(zones)('five years are the last 35 days, continued backwards: %s', timeZone => {
		const short = {count: 500, days: lessonDays, seed: 42, nowMs: Date.parse('2026-11-10T11:00Z'), timeZone};
		const weight = (days: number) => {
			const lastDay = dayNumber(dayOf(short.nowMs, timeZone));
			return Array.from({length: days}, (_, i) => dayWeight(lastDay - i)).reduce((sum, one) => sum + one, 0);
		};
		const years = {...short, days: 5 * 365, count: Math.round((short.count / weight(lessonDays)) * weight(5 * 365))};
		const [recent, all] = [fullDays(short), fullDays(years)];
		expect(all.size).toBeGreaterThan(1820);
		// The count is a whole number, so that the density is not quite the same.
		const others = [...recent].filter(([day, orders]) => orders.length !== all.get(day)!.length);
		expect(others.length).toBeLessThan(3);
		for (const [day, orders] of recent) {
			expect(Math.abs(all.get(day)!.length - orders.length)).toBeLessThanOrEqual(1);
			expect(all.get(day)!.slice(0, orders.length)).toEqual(orders.slice(0, all.get(day)!.length));
		}

		const ofYear = (from: string, to: string) => [...all].filter(([day]) => day >= from && day < to).reduce((sum, [, orders]) => sum + orders.length, 0);
		expect(ofYear('2025-01-01', '2026-01-01') / ofYear('2022-01-01', '2023-01-01')).toBeCloseTo(1.25 ** 3, 1);
		expect(ofYear('2024-12-01', '2024-12-21') / 20).toBeGreaterThan((1.5 * ofYear('2024-08-01', '2024-08-29')) / 28);
	});

	// One seed in two hundred has none between its second hour and noon, by chance: these are others.
	test.each(zones.flatMap(timeZone => rounds([42], [42, 1, 5, 99]).map(seed => [timeZone, seed] as const)))(
		'today has orders from its second hour on, and more by noon: %s, seed %i',
		(timeZone, seed) => {
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
		},
	);

	test('every day of a year has an order in its first hour, its clocks set forward or back', () => {
		for (const timeZone of ['Europe/Berlin', 'America/Sao_Paulo', 'Africa/Cairo']) {
			const orders = generate({count: 1500, days: 364, seed: 3, nowMs: Date.parse('2026-11-26T12:00Z'), timeZone});
			for (
				let {startMs} = localDay(Date.parse('2025-12-01T12:00Z'), timeZone);
				startMs < Date.parse('2026-11-26T00:00Z');
				startMs = localDay(startMs, timeZone).nextMs
			) {
				expect(orders.some(({placedAt}) => placedAt.getTime() >= startMs && placedAt.getTime() < startMs + 3_600_000)).toBe(true);
			}
		}
	});
});

describe('many orders together', () => {
	const count = 40_000;
	const nowMs = Date.UTC(2026, 10, 24);
	let all: readonly Order[];
	const orders = () => all;

	beforeAll(() => {
		// 364 days: every weekday as often as the others.
		all = generate({count, days: 364, seed: 7, nowMs});
	});

	/** Five standard deviations of a binomial count: a right share fails once in two million runs, and the seed is fixed. */
	const expectShare = (found: number, share: number, of: number) => {
		expect(Math.abs(found - of * share)).toBeLessThan(5 * Math.sqrt(of * share * (1 - share)));
	};

	const ageDays = ({placedAt}: Order) => (nowMs - placedAt.getTime()) / dayMs;

	test('about 8 % are returned in the end, none before it has come', () => {
		const old = all.filter(order => ageDays(order) > 25);
		expectShare(old.filter(({status}) => status === 'returned').length, 0.08, old.length);
		const share = (from: number, to: number) => {
			const these = all.filter(order => ageDays(order) > from && ageDays(order) <= to);
			return these.filter(({status}) => status === 'returned').length / these.length;
		};
		expect(share(0, 3.5)).toBe(0);
		expect(share(8, 11)).toBeLessThan(share(16, 21));
		expect(share(0, 30)).toBeGreaterThan(0.03);
		expect(share(0, 30)).toBeLessThan(0.06);
		const days = all.filter(({status}) => status === 'returned').map(({placedAt, updatedAt}) => (updatedAt.getTime() - placedAt.getTime()) / dayMs);
		expect(Math.min(...days)).toBeGreaterThan(3.5);
		expect(Math.max(...days)).toBeLessThan(25);
	});

	test('they go from one state to the next with their age, each at its instant', () => {
		const states = new Set(all.map(order => `${order.status} ${Math.floor(ageDays(order))}`));
		expect([...states].filter(state => /^pending ([2-9]|\d\d)|^shipped ([5-9]|\d\d)|^completed 0$/.test(state))).toEqual([]);
		expect(all.filter(({status, placedAt, updatedAt}) => (status === 'pending') !== (placedAt.getTime() === updatedAt.getTime()))).toEqual([]);
		expect(new Set(all.filter(order => ageDays(order) < 5).map(({status}) => status))).toEqual(new Set(['pending', 'shipped', 'completed']));
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
			const prices = items
				.filter(({category}) => category === name)
				.map(({unitPriceCents}) => unitPriceCents)
				.sort((a, b) => a - b);
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

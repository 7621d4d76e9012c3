import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {expectedErrorShare} from '../../../source/dashboard/selectors/expected-error.ts';
import {ttlError} from '../../../source/lab/ttl-error.ts';
import {shop} from '../../../source/scenarios/shop/shop.ts';
import {truth} from '../desk.ts';

// So many read so often that a value is replaced as soon as it stands.
const crowd = {scenario: shop, viewers: {count: 1000, arrivals: 'poll', everySeconds: 1e-6, ownProcess: false}, refreshSeconds: 1.2} as const;
const trading = {...crowd, isStreaming: true, factsPerSecond: 0.5, truth: truth(1_000_000)};

test('is μ·v·a over what today brought: 0.5 orders/s of 60.00, a minute old, of 10,000.00', () => {
	expect(expectedErrorShare(trading, 60)).toBeCloseTo((0.5 * 6000 * 60) / 1_000_000, 9);
	expect(expectedErrorShare(trading, 0)).toBeCloseTo(0, 9);
	// The lone dashboard reads every 1.2 s: a value stands for 0.6 s on average.
	expect(expectedErrorShare({...trading, viewers: {...trading.viewers, count: 0}}, 60)).toBeCloseTo((0.5 * 6000 * 60.6) / 1_000_000, 9);
});

test('is as the formulas have it: a/t of a day that comes evenly, "today" at 01:00 8 % off when 5 min old', () => {
	const factsPerSecond = 0.0634;
	expect(expectedErrorShare({...crowd, isStreaming: true, factsPerSecond, truth: truth(factsPerSecond * 3600 * 6000)}, 300)).toBeCloseTo(300 / 3600, 9);
});

test('of values that outlive what today brought, some miss all of it, and none misses more', () => {
	// Today's 10,000.00 come in 333 s: of ages up to 20,000 s nearly all miss all of it.
	expect(expectedErrorShare(trading, 10_000)).toBeCloseTo((1_000_000 / 3000 / 2 + 20_000 - 1_000_000 / 3000) / 20_000, 6);
});

test('is what `what-if` says of the same load, values from before midnight included', () => {
	const [noonMs, factsPerSecond] = [Date.UTC(2026, 10, 24, 12), 2];
	const known = truth(factsPerSecond * 43_200 * 6000, {asOfMs: noonMs});
	const atNoon = {...crowd, isStreaming: true, factsPerSecond, truth: {...known, answer: {...known.answer, timeZone: 'UTC'}}};
	for (const ttlSeconds of [300, 3600, 86_400]) {
		const {todayMeanPercent} = ttlError({hitRate: 1, ttlSeconds, sinceMidnightSeconds: 43_200, ordersPerSecond: factsPerSecond, valueVariation: 1});
		expect(100 * expectedErrorShare(atNoon, ttlSeconds / 2)!).toBeCloseTo(todayMeanPercent, 6);
	}
});

test('is not known while no orders come, before the truth is, and of a day without any revenue', () => {
	expect(expectedErrorShare({...trading, isStreaming: false}, 60)).toBeUndefined();
	expect(expectedErrorShare({...trading, truth: undefined}, 60)).toBeUndefined();
	expect(expectedErrorShare({...trading, truth: truth(0)}, 60)).toBeUndefined();
	expect(expectedErrorShare({...trading, truth: {...truth(100), trade: {orders: 0, cents: 0, squareCents: 0}}}, 60)).toBeUndefined();
});

test('grows with the age and the rate, and is a share', () => {
	const age = fc.double({min: 0, max: 86_400, noNaN: true});
	const rate = fc.double({min: 0.01, max: 1000, noNaN: true});
	fc.assert(
		fc.property(age, age, rate, rate, (a, b, slow, fast) => {
			const of = (seconds: number, factsPerSecond: number) => expectedErrorShare({...trading, factsPerSecond}, seconds)!;
			const least = of(Math.min(a, b), Math.min(slow, fast));
			const most = of(Math.max(a, b), Math.max(slow, fast));
			expect(least).toBeGreaterThanOrEqual(0);
			// Shares near 0 are differences of numbers near 1.
			expect(least).toBeLessThanOrEqual(most + 1e-12);
			expect(most).toBeLessThanOrEqual(1);
		}),
	);
});

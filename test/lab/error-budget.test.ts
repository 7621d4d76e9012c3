import * as fc from 'fast-check';
import {describe, expect, it, test} from 'vitest';
import {budgetTtl, type ErrorBudget} from '../../source/lab/error-budget.ts';
import {poissonCount} from '../../source/lab/poisson.ts';
import {createRandom, type Random} from '../../source/chance/random.ts';

const noon: ErrorBudget = {
	errorShare: 0.01,
	readShare: 0.95,
	ordersPerSecond: 0.5,
	meanCents: 6000,
	squareCents: 2 * 6000 ** 2,
	todayCents: 0.5 * 43_200 * 6000,
	sinceMidnightSeconds: 43_200,
};

const kinds: Record<string, {c2: number; draw: (random: Random) => number}> = {
	'one price': {c2: 0, draw: () => 1},
	even: {c2: 1 / 3, draw: random => 2 * random.next()},
	exponential: {c2: 1, draw: random => -Math.log(1 - random.next())},
};

/** The share of reads within the budget, their ages even over the TTL, orders drawn one by one. */
function simulatedShare(
	{errorShare, ordersPerSecond, meanCents, todayCents, fillSeconds = 0}: ErrorBudget,
	ttlSeconds: number,
	draw: (random: Random) => number,
): number {
	const random = createRandom(31);
	const reads = 20_000;
	let held = 0;
	for (let read = 0; read < reads; read++) {
		let missed = 0;
		for (let orders = poissonCount(ordersPerSecond * (fillSeconds + ttlSeconds * random.next()), random); orders > 0; orders--) {
			missed += meanCents * draw(random);
		}

		held += missed <= errorShare * todayCents ? 1 : 0;
	}

	return held / reads;
}

describe('the TTL proposed holds the budget q of the time, and no more', () => {
	test.each(
		Object.keys(kinds).flatMap(
			kind =>
				[
					[kind, 0.5, 43_200, 0.01, 0.95],
					[kind, 0.0634, 43_200, 0.01, 0.95],
					[kind, 0.0634, 7200, 0.02, 0.9],
					[kind, 5, 3600, 0.005, 0.5],
					[kind, 0.5, 43_200, 0.002, 0.99],
				] as const,
		),
	)('%s values, %d orders/s, %d s after midnight, %d off, %d of the reads', (kind, ordersPerSecond, sinceMidnightSeconds, errorShare, readShare) => {
		const {c2, draw} = kinds[kind]!;
		const budget = {
			errorShare,
			readShare,
			ordersPerSecond,
			sinceMidnightSeconds,
			meanCents: 6000,
			squareCents: (1 + c2) * 6000 ** 2,
			todayCents: ordersPerSecond * sinceMidnightSeconds * 6000,
			fillSeconds: 0.4,
		};
		const {ttlSeconds} = budgetTtl(budget);
		expect(Math.abs(simulatedShare(budget, ttlSeconds!, draw) - readShare)).toBeLessThan(0.02);
		expect(simulatedShare(budget, ttlSeconds! * 1.3, draw)).toBeLessThan(readShare - 0.01);
	});
});

it('at noon, 0.5 orders/s: 1 % is 7 min 12 s of trade, and the TTL a little more, for most ages are below it', () => {
	const {ttlSeconds, reason} = budgetTtl(noon);
	expect(ttlSeconds).toBeGreaterThan(400);
	expect(ttlSeconds).toBeLessThan(432 / 0.95);
	expect(reason).toMatch(
		/^1 % of today's 1,296,000\.00 is 7 min 12 s of trade at 0\.5 orders a second of 60\.00; with ages spread evenly up to the TTL, (6 min 5\d|7 min \d+) s keeps 95 % of reads within it$/,
	);
});

it('says what a fill takes of the age', () => {
	expect(budgetTtl({...noon, fillSeconds: 60}).reason).toMatch(
		/; with ages spread evenly over the TTL, after a fill of 1 min, (5 min 5\d|6 min \d+) s keeps 95 % /,
	);
});

it('counts one order as one', () => {
	expect(budgetTtl({...noon, ordersPerSecond: 1}).reason).toContain(' of trade at 1 order a second of 60.00; ');
});

it('at a high rate it is what the mean alone says: qT misses the budget', () => {
	const busy = {...noon, ordersPerSecond: 10_000, todayCents: 10_000 * 43_200 * 6000};
	expect(budgetTtl(busy).ttlSeconds! / (432 / 0.95)).toBeCloseTo(1, 2);
});

it('without orders, or just after midnight, it is the day so far', () => {
	const quiet = budgetTtl({...noon, ordersPerSecond: 0});
	expect(quiet).toEqual({
		ttlSeconds: 43_200,
		reason: 'no orders come at present, but a value from before midnight holds nothing of today: 12 h is the day so far',
	});
	expect(budgetTtl({...noon, errorShare: 5, sinceMidnightSeconds: 60, todayCents: 180_000}).ttlSeconds).toBe(60);
});

it('says so when none does', () => {
	const slow = budgetTtl({...noon, fillSeconds: 600});
	expect(slow).toEqual({
		ttlSeconds: undefined,
		reason:
			"no TTL keeps 95 % of reads that close: 1 % of today's 1,296,000.00 is 7 min 12 s of trade at 0.5 orders a second of 60.00, and a value is 10 min old when it is stored, 12 h after midnight",
	});
	expect(budgetTtl({...noon, sinceMidnightSeconds: 0, todayCents: 0}).ttlSeconds).toBeUndefined();
});

it('a wider budget never asks for a shorter TTL', () => {
	const share = fc.double({min: 0.001, max: 0.5, noNaN: true});
	fc.assert(
		fc.property(
			share,
			share,
			fc.double({min: 0.01, max: 20, noNaN: true}),
			fc.double({min: 60, max: 86_400, noNaN: true}),
			(a, b, ordersPerSecond, sinceMidnightSeconds) => {
				const budget = {...noon, ordersPerSecond, sinceMidnightSeconds, todayCents: ordersPerSecond * sinceMidnightSeconds * 6000};
				const ttlOf = (errorShare: number) => budgetTtl({...budget, errorShare}).ttlSeconds ?? 0;
				expect(ttlOf(Math.min(a, b))).toBeLessThanOrEqual(ttlOf(Math.max(a, b)) + 0.002);
				expect(ttlOf(a)).toBeLessThanOrEqual(sinceMidnightSeconds);
			},
		),
		{numRuns: 15},
	);
});

it('refuses what is out of range', () => {
	expect(() => budgetTtl({...noon, errorShare: 0})).toThrow('errorShare must be a finite number above 0, not 0');
	expect(() => budgetTtl({...noon, readShare: 1})).toThrow('readShare must lie between 0 and 1, not 1');
	expect(() => budgetTtl({...noon, meanCents: 0})).toThrow(RangeError);
});

import {describe, expect, test} from 'vitest';
import {configOf} from '../config-of.ts';
import type {WhatIfRow} from '../../source/lab/what-if.ts';
import {Problem} from '../../source/words/problem.ts';
import {runWhatIf, type WhatIfResult} from '../../source/reports/what-if.ts';
import {rounds} from '../thorough.ts';

/** The command's own way: flags, configuration, the laboratory's thread. */
async function ask(flags: Readonly<Record<string, unknown>>, signal = new AbortController().signal): Promise<WhatIfResult> {
	return runWhatIf(configOf('what-if', flags), signal, () => undefined);
}

/** Of a short simulation, as what it agrees with to the half per cent is the laboratory's own test. */
async function rowOf(flags: Readonly<Record<string, unknown>>): Promise<WhatIfRow> {
	const {rows} = await ask({reads: '50000', ...flags});
	expect(rows).toHaveLength(1);
	return rows[0]!;
}

/** Both agree with a reference value within a share of it. */
function expectBoth([theory, simulation]: readonly [number | undefined, number], reference: number, tolerance = 0.02, ofTheory = 0.005): void {
	expect(Math.abs(theory! / reference - 1)).toBeLessThan(ofTheory);
	expect(Math.abs(simulation / reference - 1)).toBeLessThan(tolerance);
}

const hitRates = ({theory, simulation}: WhatIfRow) => [theory?.hitRate, simulation.hitRate] as const;
const meanAges = ({theory, simulation}: WhatIfRow) => [theory?.meanAgeSeconds, simulation.meanAgeSeconds] as const;

describe('one viewer who polls: the reference table', () => {
	test.each([
		['5s', '12s', '0', 0.666_67, 5],
		['5s', '14.8s', '400ms', 0.75, 7.6],
		// The whole table is the laboratory's own test.
		...rounds<Array<[string, string, string, number, number]>>(
			[],
			[
				['5s', '30s', '0', 0.857_14, 15],
				['5s', '300s', '0', 0.9836, 150],
				['2s', '5s', '0', 0.666_67, 2],
				['2s', '5s', '1.5s', 0.75, 3.375],
			],
		),
	] as const)('P = %s, T = %s, L = %s', async (poll, ttl, fill, hitRate, meanAgeSeconds) => {
		const row = await rowOf({poll, ttl, fill, reads: '20000'});
		expectBoth(hitRates(row), hitRate, 0.000_05, 0.000_05);
		expectBoth(meanAges(row), meanAgeSeconds, 0.000_05, 0.000_05);
	});
});

describe('Poisson reads: the reference tables', () => {
	test.each([
		['0.2', '30s', 0.857_15, 12.858],
		...rounds<Array<[string, string, number, number]>>(
			[],
			[
				['0.2', '5s', 0.499_61, 1.249],
				['0.2', '300s', 0.983_61, 147.6],
				['5', '300s', 0.999_33, 149.71],
			],
		),
	] as const)('λ = %s, T = %s', async (rate, ttl, hitRate, meanAgeSeconds) => {
		const row = await rowOf({rate, ttl, fill: '0', ordersPerSecond: '0'});
		expectBoth(hitRates(row), hitRate);
		expectBoth(meanAges(row), meanAgeSeconds);
	});

	test('jitter: the hit rate as it is, the mean age greater', async () => {
		const row = await rowOf({rate: '0.2', ttl: '30s', fill: '0', protection: 'single-flight,jitter', jitter: '50%', ordersPerSecond: '0'});
		expectBoth(hitRates(row), 0.857_09);
		expectBoth(meanAges(row), 13.924);
	});

	test('single-flight: 200/s, T = 5, L = 1', async () => {
		const row = await rowOf({rate: '200', ttl: '5s', fill: '1s', ordersPerSecond: '0'});
		expectBoth([row.theory?.originPerSecond, row.simulation.originPerSecond], 0.1666);
		expectBoth(hitRates(row), 0.8326);
		expect([row.expiryQueries, row.simulation.stampedeSize]).toEqual([1, 1]);
	});

	test.each([
		['20', '500ms', '2s', 11.03],
		...rounds<Array<[string, string, string, number]>>(
			[],
			[
				['100', '500ms', '1s', 51.13],
				['200', '1s', '1s', 200.97],
			],
		),
	] as const)('nobody protected: S = 1 + λL, λ = %s, L = %s', async (rate, fill, ttl, size) => {
		const row = await rowOf({rate, fill, ttl, protection: 'none', ordersPerSecond: '0'});
		expectBoth([row.expiryQueries, row.simulation.stampedeSize], size);
		expect(row.theory?.originPerSecond).toBeDefined();
	});

	test('stale-while-revalidate at L = 0: the plain mean age + 1/λ', async () => {
		const row = await rowOf({rate: '0.2', ttl: '30s', fill: '0', protection: 'single-flight,swr', stale: '1h', ordersPerSecond: '0'});
		expectBoth(meanAges(row), 17.855);
	});

	test.each([['1', 2.72], ...rounds<Array<[string, number]>>([], [['2', 1.65]])] as const)(
		'XFetch at high rates, β = %s: e^(1/β) recomputations per cycle',
		async (beta, size) => {
			const row = await rowOf({rate: '100', ttl: '2s', fill: '100ms', protection: 'xfetch', beta, reads: rounds('100000', '300000'), ordersPerSecond: '0'});
			// A limit: at λβL = 10 and 20 it is reached but for a few per cent.
			expectBoth([row.expiryQueries, row.simulation.stampedeSize], size, 0.03, 0.03);
			expect(row.theory).toBeUndefined();
		},
	);
});

describe('a process of each viewer', () => {
	test.each([['30', 3.29], ...rounds([], [['100', 9.09] as const])] as const)('%s who poll every 5 s, L = 0.4: S ≈ 1 + V·L/P', async (viewers, size) => {
		const load = {viewers, poll: '5s', fill: '400ms', ttl: '29.3s', ownProcess: true, reads: rounds('200000', '400000'), ordersPerSecond: '0'};
		// The formula speaks of an expiry that has nothing to do with the polls, as jitter makes it.
		const row = await rowOf({...load, protection: 'single-flight,jitter', jitter: '50%'});
		expectBoth([row.expiryQueries, row.simulation.stampedeSize], size, 0.04, 0.04);
		// An unvarying TTL falls into step with unvarying polls: which of them meet then hangs on their phases.
		const inStep = await rowOf(load);
		expectBoth([inStep.expiryQueries, inStep.simulation.stampedeSize], size, 0.15, 0.15);
	});

	test('a lock makes it one query again', async () => {
		const row = await rowOf({
			viewers: '30',
			poll: '5s',
			fill: '400ms',
			ttl: '29.3s',
			ownProcess: true,
			protection: 'single-flight,lock',
			ordersPerSecond: '0',
		});
		expect([row.expiryQueries, row.simulation.stampedeSize]).toEqual([1, 1]);
	});
});

describe("the lesson's question", () => {
	test('5 minutes against 24 hours: fewer queries, older figures', async () => {
		const {options, rows} = await ask({reads: '100000'});
		const [short, long] = rows as [WhatIfRow, WhatIfRow];
		expect(short.perDay).toEqual({reads: expect.closeTo(72_000, 6), originQueries: expect.closeTo(286.5, -0.5)});
		expect(long.perDay.originQueries).toBeCloseTo(1, 2);
		expect(long.theory!.meanAgeSeconds).toBeCloseTo(43_200, -1);
		// At noon: half the ages are of today, a/t; half of yesterday, which holds nothing of today: 75 % on average.
		expect(long.error.todayMeanPercent).toBeCloseTo(75, 1);
		expect(short.error.todayMeanPercent).toBeCloseTo((100 * short.theory!.meanAgeSeconds) / 43_200, 6);
		expect(short.error.windowRmsPercent).toBeCloseTo(0.0045, 3);
		expect(long.simulation.meanMissedFacts).toBeGreaterThan(1000);
		expect(options.valueVariation).toBeGreaterThan(0.5);
	});

	test('at 0:15, with many orders, no answer is off by more than all of today', async () => {
		const {rows} = await ask({at: '0:15', ordersPerSecond: '2', reads: '20000'});
		expect(rows[0]!.error.todayMeanPercent).toBeCloseTo(16.7, 1);
		expect(rows[1]!.error.todayMeanPercent).toBeCloseTo((100 * (450 + 85_500)) / 86_400, 1);
	});

	test('at 01:00 a figure that is 5 minutes old is 8 % off', async () => {
		const row = await rowOf({ttl: '10m', fill: '0', at: '1:00'});
		expect(row.error.todayMeanPercent).toBeCloseTo(8.3, 1);
	});

	test('without orders nothing is off, and nothing is invented', async () => {
		expect((await rowOf({ttl: '5m', ordersPerSecond: '0', reads: '1000'})).error).toEqual({todayMeanPercent: undefined, windowRmsPercent: undefined});
	});

	test("a cycle that does not fit gives no day's figure", async () => {
		const row = await rowOf({ttl: '7d', rate: '100', reads: '1000', ordersPerSecond: '0'});
		expect({isLongRun: row.isLongRun, perDay: row.perDay}).toEqual({isLongRun: false, perDay: {reads: 8_640_000, originQueries: undefined}});
	});

	test('fills that overlap without end are a long run without a cycle', async () => {
		const row = await rowOf({ttl: '1s', fill: '2s', rate: '20', protection: 'none', reads: '1000', ordersPerSecond: '0'});
		expect([row.isLongRun, row.theory, row.expiryQueries]).toEqual([true, undefined, undefined]);
		expect(row.perDay.originQueries).toBeGreaterThan(0);
	});
});

describe('what goes wrong', () => {
	test('a crowd is a problem with a way out', async () => {
		const failure = ask({rate: '10000', fill: '1h', ttl: '1h'});
		await expect(failure).rejects.toThrow(Problem);
		await expect(failure).rejects.toThrow(/^This cannot be simulated: more than 200000 reads at once: .*--rate.*--fill/);
	});

	test('a signal ends it at once, with its reason', async () => {
		const reason = new Problem('Cancelled');
		const controller = new AbortController();
		setTimeout(() => controller.abort(reason), 700);
		await expect(ask({reads: '100000000'}, controller.signal)).rejects.toBe(reason);
	});
});

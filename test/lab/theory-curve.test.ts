import {describe, expect, test} from 'vitest';
import {plainPolicy} from '../../source/lab/cache-policy.ts';
import {predictBand} from '../../source/lab/predict-band.ts';
import {predictReads} from '../../source/lab/predict-reads.ts';
import type {ReadingLoad} from '../../source/lab/reading-load.ts';
import {theoryCurve, ttlGrid} from '../../source/lab/theory-curve.ts';

const load = (arrivals: ReadingLoad['arrivals'], changes: Partial<ReadingLoad> = {}): ReadingLoad => ({
	policy: plainPolicy(999),
	arrivals,
	fillSeconds: 0,
	...changes,
});
const ttlsSeconds = [5, 30, 300];

test('the grid goes from 1 s to 24 h, each TTL the same times the one before', () => {
	const grid = ttlGrid(61);
	expect(grid).toHaveLength(61);
	expect([grid[0], grid.at(-1)]).toEqual([1, expect.closeTo(86_400, 6)]);
	for (const [i, ttl] of grid.slice(1).entries()) {
		expect(ttl / grid[i]!).toBeCloseTo(86_400 ** (1 / 60), 9);
	}
});

describe('the curve', () => {
	test("is the formula at each TTL in place of the policy's own", () => {
		const points = theoryCurve({...load({kind: 'poisson', ratePerSecond: 0.2}), reads: 0, ttlsSeconds});
		const expected: ReadonlyArray<readonly [ttlSeconds: number, hitRate: number, meanAge: number]> = [
			[5, 0.499_61, 1.249],
			[30, 0.857_15, 12.858],
			[300, 0.983_61, 147.6],
		];
		for (const [i, [ttlSeconds, hitRate, meanAge]] of expected.entries()) {
			expect(points[i]!.ttlSeconds).toBe(ttlSeconds);
			expect(points[i]!.hitRate / hitRate).toBeCloseTo(1, 2);
			expect(points[i]!.meanAgeSeconds / meanAge).toBeCloseTo(1, 2);
			expect(points[i]!.originPerSecond).toBeCloseTo(0.2 * (1 - points[i]!.hitRate), 12);
		}
	});

	test('of one viewer is the staircase: nothing under his period', () => {
		const points = theoryCurve({...load({kind: 'poll', pollSeconds: 5}), reads: 0, ttlsSeconds: [1, 4.9, 5.5, 9.5, 12]});
		expect(points.map(({hitRate}) => hitRate)).toEqual([0, 0, 0.5, 0.5, expect.closeTo(2 / 3, 12)]);
	});

	test('takes several pollers as Poisson reads of the same rate, which they are within a few thousandths', () => {
		const pollers = {kind: 'poll', pollSeconds: 5, viewers: 30} as const;
		const points = theoryCurve({...load(pollers), reads: 0, ttlsSeconds});
		expect(points).toEqual(theoryCurve({...load({kind: 'poisson', ratePerSecond: 6, viewers: 30}), reads: 0, ttlsSeconds}));
		for (const {ttlSeconds, hitRate} of points) {
			expect(Math.abs(hitRate - predictReads(load(pollers, {policy: plainPolicy(ttlSeconds)}))!.hitRate)).toBeLessThan(0.005);
		}
	});

	test('rises in hit rate and age with the TTL, and falls in queries', () => {
		const points = theoryCurve({...load({kind: 'poisson', ratePerSecond: 3}, {fillSeconds: 0.4}), reads: 0, ttlsSeconds: ttlGrid(40)});
		for (const [i, point] of points.slice(1).entries()) {
			expect(point.hitRate).toBeGreaterThan(points[i]!.hitRate);
			expect(point.meanAgeSeconds).toBeGreaterThan(points[i]!.meanAgeSeconds);
			expect(point.originPerSecond).toBeLessThan(points[i]!.originPerSecond);
		}
	});

	test('is empty where no formula is known, and leaves out the TTLs that have none', () => {
		const xfetch = {...plainPolicy(5), xfetchBeta: 1};
		expect(theoryCurve({...load({kind: 'poisson', ratePerSecond: 50}, {policy: xfetch, fillSeconds: 1}), reads: 0, ttlsSeconds})).toEqual([]);
		const unprotected = {...plainPolicy(5), singleFlight: false};
		const slow = theoryCurve({...load({kind: 'poisson', ratePerSecond: 5}, {policy: unprotected, fillSeconds: 20}), reads: 0, ttlsSeconds});
		expect(slow.map(({ttlSeconds}) => ttlSeconds)).toEqual([30, 300]);
	});
});

describe('the band', () => {
	const poisson = load({kind: 'poisson', ratePerSecond: 0.2});

	test('is there from the first read on', () => {
		expect(theoryCurve({...poisson, reads: 0, ttlsSeconds})[0]!.band).toBeUndefined();
		expect(theoryCurve({...poisson, reads: 1, ttlsSeconds})[0]!.band).toBeDefined();
	});

	test('is the one for so many reads, holds the theory, and narrows with more', () => {
		const widths = [50, 200, 2000].map(reads =>
			theoryCurve({...poisson, reads, ttlsSeconds}).map(({ttlSeconds, hitRate, band}) => {
				expect(band).toEqual(predictBand({...poisson, policy: plainPolicy(ttlSeconds), reads}));
				expect(band!.low).toBeLessThanOrEqual(hitRate);
				expect(band!.high).toBeGreaterThanOrEqual(hitRate);
				return band!.high - band!.low;
			}),
		);
		for (const i of ttlsSeconds.keys()) {
			expect(widths[2]![i]).toBeLessThan(widths[1]![i]!);
			expect(widths[1]![i]).toBeLessThan(widths[0]![i]!);
		}
	});
});

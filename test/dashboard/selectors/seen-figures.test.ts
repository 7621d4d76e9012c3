import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {seenFigures, servedAtOnce} from '../../../source/dashboard/selectors/seen-figures.ts';
import {emptyStatistics, fewestReads, type ReadStatistics} from '../../../source/dashboard/state/state.ts';
import {nowMs, openState, statistics, truth} from '../desk.ts';

const seen = (changes: ReadStatistics) => seenFigures({...openState, statistics: changes, truth: truth(100_000)}, nowMs);

test('no figure under twenty reads that gave a value', () => {
	expect(fewestReads).toBe(20);
	expect(seen(emptyStatistics(nowMs))).toBeUndefined();
	expect(seen(statistics(19, 18))).toBeUndefined();
	expect(seen(statistics(20, 18))).toBeDefined();
	const failed = statistics(25, 18);
	expect(seen({...failed, outcomes: {...failed.outcomes, miss: 1, error: 6}})).toBeUndefined();
});

test('hits over all reads, the mean age of those that gave a value, and queries over the time since the change', () => {
	expect(seen(statistics(40, 30, {ageMs: 5000, sinceMs: nowMs - 20_000}))).toEqual({
		hitRate: 0.75,
		meanAgeSeconds: 5,
		originPerSecond: 0.5,
		errorShare: undefined,
	});
	const some = statistics(40, 30, {ageMs: 0});
	// An error gave no value: it counts as a read, and has no age.
	expect(seen({...some, outcomes: {...some.outcomes, miss: 0, error: 10}, ageSumMs: 60_000})).toMatchObject({hitRate: 0.75, meanAgeSeconds: 2});
});

test('the error of today is the mean over the comparisons with the truth, of today as it is now', () => {
	expect(seen({...statistics(40, 30), truths: 4, offSum: 10_000})!.errorShare).toBe(0.025);
	expect(seen({...statistics(40, 30), truths: 4, offSum: 0})!.errorShare).toBe(0);
});

test('stale answers that a reader refills behind are served at once, those in place of an error are not', () => {
	const hits = statistics(100, 80);
	const stale = {...hits, outcomes: {...hits.outcomes, miss: 0, stale: 20}};
	const on = (...names: ReadonlyArray<'swr' | 'stale-on-error'>) => ({...openState.protection, on: new Set(names)});
	expect(servedAtOnce({statistics: hits, protection: on('swr')})).toEqual({share: 0.8, of: 'hits'});
	expect(servedAtOnce({statistics: stale, protection: on('swr')})).toEqual({share: 1, of: 'hits + stale'});
	expect(servedAtOnce({statistics: stale, protection: on('stale-on-error')})).toEqual({share: 0.8, of: 'hits'});
	expect(servedAtOnce({statistics: statistics(19, 18), protection: on('swr')})).toBeUndefined();
});

test('in the very instant of a change nothing is divided by nothing', () => {
	expect(seen(statistics(40, 30, {sinceMs: nowMs}))!.originPerSecond).toBe(0);
	expect(seen(statistics(40, 30, {sinceMs: nowMs + 5}))!.originPerSecond).toBe(0);
});

test('of any counts: a hit rate is a share, and no figure is negative or no number', () => {
	const count = fc.nat(10_000);
	fc.assert(
		fc.property(
			fc.record({hit: count, miss: count, bypass: count, stale: count, coalesced: count, error: count}),
			count,
			count,
			fc.nat(1_000_000),
			(outcomes, originQueries, ageMs, sinceAgoMs) => {
				const reads = Object.values(outcomes).reduce((sum, one) => sum + one, 0);
				const figures = seen({...emptyStatistics(nowMs - sinceAgoMs), reads, outcomes, originQueries, ageSumMs: (reads - outcomes.error) * ageMs});
				expect(figures === undefined).toBe(reads - outcomes.error < fewestReads);
				if (figures) {
					expect(figures.hitRate).toBeLessThanOrEqual(1);
					expect(figures.meanAgeSeconds).toBeCloseTo(ageMs / 1000, 9);
					for (const figure of [figures.hitRate, figures.meanAgeSeconds, figures.originPerSecond]) {
						expect(figure).toBeGreaterThanOrEqual(0);
						expect(figure).toBeLessThan(Number.POSITIVE_INFINITY);
					}
				}
			},
		),
	);
});

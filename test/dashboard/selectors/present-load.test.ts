import {describe, expect, test} from 'vitest';
import type {Event} from '../../../source/dashboard/update/event.ts';
import {loadText, presentArrivals, presentFillSeconds, presentLoad, presentPolicy} from '../../../source/dashboard/selectors/present-load.ts';
import type {State} from '../../../source/dashboard/state/state.ts';
import {plainPolicy} from '../../../source/lab/cache-policy.ts';
import {openState, stateAfter, statistics} from '../desk.ts';

const withViewers = (viewers: Partial<State['viewers']>): State => ({...openState, viewers: {...openState.viewers, ...viewers}});

describe('arrivals', () => {
	test('without viewers the dashboard polls at its refresh period, however viewers would read', () => {
		expect(presentArrivals(openState)).toEqual({kind: 'poll', pollSeconds: 1.2, viewers: 1});
		expect(presentArrivals(withViewers({arrivals: 'poisson', everySeconds: 60}))).toEqual({kind: 'poll', pollSeconds: 1.2, viewers: 1});
	});

	test('viewers come each in their period, or together at a rate', () => {
		expect(presentArrivals(withViewers({count: 30}))).toEqual({kind: 'poll', pollSeconds: 5, viewers: 30});
		expect(presentArrivals(withViewers({count: 30, arrivals: 'poisson'}))).toEqual({kind: 'poisson', ratePerSecond: 6, viewers: 30});
		expect(presentArrivals(withViewers({count: 30, arrivals: 'fixed', everySeconds: 10}))).toEqual({kind: 'fixed', ratePerSecond: 3, viewers: 30});
	});
});

test('the policy is that of the TTL and the protections', () => {
	expect(presentPolicy(openState)).toEqual(plainPolicy(300));
	expect(presentPolicy({...openState, ttlSeconds: 5, protection: {...openState.protection, on: new Set(['lock'])}})).toEqual({
		...plainPolicy(5),
		singleFlight: false,
		lockSeconds: 10,
	});
});

describe('the fill time', () => {
	test('is the one measured, and before the first fill the one added', () => {
		const slow = {...openState, addedFillSeconds: 2};
		expect([presentFillSeconds(slow), presentLoad(slow).fillSeconds]).toEqual([undefined, 2]);
		const filled = {...slow, statistics: statistics(10, 8, {fillMs: 2100})};
		expect([presentFillSeconds(filled), presentLoad(filled).fillSeconds]).toEqual([2.1, 2.1]);
	});

	const fill = (...fillsMs: readonly number[]): Event => ({type: 'reads-ended', reads: [], asked: {queries: fillsMs.length, fillsMs, shed: 0}});
	const after = (...events: readonly Event[]) => stateAfter(openState, ...events);

	test('is the usual one: the cold first fill counts among the queries, and not here once there is another', () => {
		expect(presentFillSeconds(after(fill(612)))).toBe(0.612);
		const warm = after(fill(612), fill(7));
		expect(presentFillSeconds(warm)).toBe(0.007);
		expect(warm.statistics).toMatchObject({fills: 2, originQueries: 2});
		expect(presentFillSeconds(after(fill(612, 7, 9, 8)))).toBe(0.008);
	});

	test('is no longer known after a change, whose first fill is not the cold one', () => {
		const changed: Event = {type: 'added-fill-chosen', seconds: 2};
		expect(presentFillSeconds(after(fill(612), changed))).toBeUndefined();
		expect(presentFillSeconds(after(fill(612), changed, fill(2010)))).toBe(2.01);
	});

	test('is the median of the last twenty: a crowded fill moves it little, and an older one not at all', () => {
		expect(presentFillSeconds(after(fill(600), ...Array.from({length: 9}, () => fill(7)), fill(14_000)))).toBe(0.007);
		const slower = after(fill(600), ...Array.from({length: 100}, () => fill(7)), ...Array.from({length: 20}, () => fill(30)));
		expect(presentFillSeconds(slower)).toBe(0.03);
		expect(slower.statistics.recentFillsMs).toHaveLength(20);
	});
});

test('the dashboard alone is one process, whatever its viewers would stand for', () => {
	expect(presentLoad(withViewers({ownProcess: true})).ownProcess).toBe(false);
	expect(presentLoad(withViewers({ownProcess: true, count: 1})).ownProcess).toBe(true);
	expect(presentLoad(withViewers({count: 9})).ownProcess).toBe(false);
});

test.each<[Partial<State['viewers']>, string]>([
	[{}, '1 viewer, every 1.2 s'],
	[{count: 1}, '1 viewer, every 5 s'],
	[{count: 30}, '30 viewers, each every 5 s'],
	[{count: 30, ownProcess: true}, '30 laptops, each every 5 s'],
	[{count: 1, ownProcess: true, everySeconds: 60}, '1 laptop, every 1 min'],
	[{count: 1000, arrivals: 'poisson', everySeconds: 1}, '1,000 viewers, each every 1 s, Poisson'],
	[{count: 2, arrivals: 'fixed'}, '2 viewers, each every 5 s, even'],
])('in words: %j', (viewers, text) => {
	expect(loadText(withViewers(viewers))).toBe(text);
});

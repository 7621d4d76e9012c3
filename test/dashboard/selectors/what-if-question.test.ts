import {expect, test} from 'vitest';
import {latencyFigures} from '../../../source/dashboard/selectors/latency-figures.ts';
import {shownTitle} from '../../../source/dashboard/selectors/shown-title.ts';
import {trueHeadline} from '../../../source/dashboard/selectors/true-headline.ts';
import {whatIfQuestion} from '../../../source/dashboard/selectors/what-if-question.ts';
import type {State} from '../../../source/dashboard/state/state.ts';
import {birds} from '../../scenarios/miniature/birds.ts';
import {openState, truth} from '../desk.ts';

test('a TTL is compared with the present one, and the present one with 5 min, and 5 min with itself alone', () => {
	expect(whatIfQuestion({...openState, ttlSeconds: 60}, 86_400).options.ttlsSeconds).toEqual([60, 86_400]);
	expect(whatIfQuestion({...openState, ttlSeconds: 60}, 60).options.ttlsSeconds).toEqual([300, 60]);
	expect(whatIfQuestion(openState, 300)).toMatchObject({ttlSeconds: 300, options: {ttlsSeconds: [300]}});
});

test('under the present load and its rate of facts', () => {
	const state: State = {...openState, factsPerSecond: 4, addedFillSeconds: 2, viewers: {...openState.viewers, count: 30, ownProcess: true}};
	expect(whatIfQuestion(state, 60).options).toMatchObject({
		arrivals: {kind: 'poll', pollSeconds: 5, viewers: 30},
		fillSeconds: 2,
		ownProcess: true,
		ordersPerSecond: 4,
		timeOfDaySeconds: 43_200,
		reads: 200_000,
		protection: state.protection,
	});
	expect(whatIfQuestion(openState, 60).options.ownProcess).toBe(false);
});

test('values vary as those that MongoDB holds, and by 1 before they are known', () => {
	expect(whatIfQuestion(openState, 60).options.valueVariation).toBe(1);
	// 100 orders of 60.00 whose squares are twice as much: the squared deviation is the squared mean.
	expect(whatIfQuestion({...openState, truth: truth(1_000_000)}, 60).options.valueVariation).toBeCloseTo(1, 1);
	const even = {...truth(1_000_000), trade: {orders: 100, cents: 600_000, squareCents: 100 * 6000 ** 2}};
	expect(whatIfQuestion({...openState, truth: even}, 60).options.valueVariation).toBeCloseTo(0, 3);
});

test('where no theory of the error is known nothing is said of it', () => {
	expect(birds.error.variation).toBeUndefined();
	expect(whatIfQuestion({...openState, scenario: birds, factsPerSecond: 4}, 60).options.ordersPerSecond).toBe(0);
});

test('the title names the one that is asked about, where there are many', () => {
	expect(shownTitle({scenario: birds, about: 'Bled'})).toBe(`${birds.title}, Bled`);
	expect(shownTitle({scenario: birds, about: ''})).toBe(birds.title);
});

test('the headline as it is in truth', () => {
	expect(trueHeadline(openState)).toBeUndefined();
	expect(trueHeadline({...openState, truth: truth(1_000_000)})).toMatchObject({truth: 1_000_000, amount: 0});
});

test('latencies are those of the benchmark under way, else of the last one, else of live reads', () => {
	const samples = Array.from({length: 20}, () => ({kind: 'hit', latencyMs: 1}) as const);
	const last = {measurement: {miss: {count: 7}, hit: {count: 8}}} as unknown as State['runs'][number];
	expect(latencyFigures({samples, measuring: undefined, runs: []}).hit).toMatchObject({count: 20, p50Ms: 1});
	expect(latencyFigures({samples, measuring: undefined, runs: [last]}).hit.count).toBe(8);
	expect(latencyFigures({samples, measuring: samples.slice(0, 3), runs: [last]}).hit.count).toBe(3);
});

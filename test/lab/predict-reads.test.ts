import * as fc from 'fast-check';
import {describe, expect, it, test} from 'vitest';
import type {ArrivalsChoice} from '../../source/lab/arrivals-choice.ts';
import {type CachePolicy, plainPolicy} from '../../source/lab/cache-policy.ts';
import {singleFlightReads, unprotectedReads} from '../../source/lab/fill-time.ts';
import {jitteredReads, poissonReads} from './poisson-reads.ts';
import {pollersReads} from '../../source/lab/pollers-reads.ts';
import {pollingReads} from '../../source/lab/polling-reads.ts';
import {predictReads} from '../../source/lab/predict-reads.ts';
import {predictStampede} from '../../source/lab/predict-stampede.ts';
import type {ReadingLoad} from '../../source/lab/reading-load.ts';
import {simulate} from '../../source/lab/simulate.ts';
import {simulateStampede} from '../../source/lab/simulate-stampede.ts';
import {staleWhileRevalidateReads} from '../../source/lab/stale-while-revalidate.ts';
import {rounds} from '../thorough.ts';

const policy = (ttlSeconds: number, changes: Partial<CachePolicy> = {}): CachePolicy => ({...plainPolicy(ttlSeconds), ...changes});
const poisson = (ratePerSecond: number, viewers = 1): ArrivalsChoice => ({kind: 'poisson', ratePerSecond, viewers});
const fixed = (ratePerSecond: number, viewers = 1): ArrivalsChoice => ({kind: 'fixed', ratePerSecond, viewers});
const poll = (pollSeconds: number, viewers = 1): ArrivalsChoice => ({kind: 'poll', pollSeconds, viewers});
const none = {singleFlight: false};

const loads: ReadonlyArray<readonly [string, ReadingLoad]> = [
	['one poller', {policy: policy(12), arrivals: poll(5), fillSeconds: 0.4}],
	['one poller slower to fill than to poll', {policy: policy(12), arrivals: poll(1), fillSeconds: 3.5}],
	['one poller, stale-while-revalidate', {policy: policy(12, {staleSeconds: 60}), arrivals: poll(5), fillSeconds: 0.4}],
	['one poller, stale-while-revalidate that ends too soon', {policy: policy(12, {staleSeconds: 1}), arrivals: poll(5), fillSeconds: 0.4}],
	['even reads', {policy: policy(2), arrivals: fixed(4), fillSeconds: 0.3}],
	['even reads, own processes', {policy: policy(2), arrivals: fixed(4, 9), fillSeconds: 0.2, ownProcess: true}],
	['Poisson, no fill time', {policy: policy(30), arrivals: poisson(0.2), fillSeconds: 0}],
	['Poisson, single-flight', {policy: policy(5), arrivals: poisson(20), fillSeconds: 1}],
	['Poisson, single-flight and jitter', {policy: policy(5, {jitterFraction: 0.5}), arrivals: poisson(4), fillSeconds: 1}],
	['Poisson, nobody protected', {policy: policy(5, none), arrivals: poisson(10), fillSeconds: 1}],
	['Poisson, three processes', {policy: policy(5), arrivals: poisson(4, 3), fillSeconds: 1, ownProcess: true}],
	['Poisson, thirty processes', {policy: policy(3), arrivals: poisson(6, 30), fillSeconds: 2, ownProcess: true}],
	['Poisson, thirty processes and a lock', {policy: policy(3, {lockSeconds: 9}), arrivals: poisson(6, 30), fillSeconds: 2, ownProcess: true}],
	['Poisson, a lock only', {policy: policy(3, {...none, lockSeconds: 9}), arrivals: poisson(6), fillSeconds: 2}],
	['Poisson, stale-while-revalidate', {policy: policy(5, {staleSeconds: 2}), arrivals: poisson(1), fillSeconds: 1}],
	[
		'Poisson, stale-while-revalidate behind a lock',
		{policy: policy(5, {staleSeconds: 2, lockSeconds: 9}), arrivals: poisson(4, 30), fillSeconds: 1, ownProcess: true},
	],
	['Poisson, idle XFetch', {policy: policy(5, {...none, xfetchBeta: 1}), arrivals: poisson(0.8), fillSeconds: 0.0125}],
];

describe('the formula for each case, against the simulator', () => {
	test.each(loads)('%s', (_, load) => {
		const theory = predictReads(load)!;
		const {hitRate, meanAgeSeconds, originPerSecond} = simulate({...load, readsWanted: rounds(50_000, 200_000), seed: 4});
		expect(Math.abs(hitRate - theory.hitRate)).toBeLessThan(0.004);
		expect(Math.abs(meanAgeSeconds / theory.meanAgeSeconds - 1)).toBeLessThan(0.012);
		expect(Math.abs(originPerSecond / theory.originPerSecond - 1)).toBeLessThan(0.012);
	});
});

describe('the stampede of each case, against the simulator', () => {
	test.each([
		...loads,
		['pollers of their own', {policy: policy(30), arrivals: poll(5, 30), fillSeconds: 0.4, ownProcess: true}],
		['pollers that each ask', {policy: policy(30, none), arrivals: poll(5, 10), fillSeconds: 2}],
		['even reads that each ask', {policy: policy(30, none), arrivals: fixed(4), fillSeconds: 1}],
		['even reads of two processes', {policy: policy(30), arrivals: fixed(4, 2), fillSeconds: 1, ownProcess: true}],
	] as const)('%s', (_, load) => {
		const {meanOriginQueries} = simulateStampede({...load, firings: rounds(500, 2000), seed: 2});
		expect(Math.abs(meanOriginQueries / predictStampede(load)! - 1)).toBeLessThan(0.03);
	});
});

it('is each formula itself', () => {
	expect(predictReads({policy: policy(12), arrivals: poll(5), fillSeconds: 0.4})).toMatchObject({
		hitRate: pollingReads({pollSeconds: 5, ttlSeconds: 12, fillSeconds: 0.4}).hitRate,
	});
	const load = {ratePerSecond: 3, ttlSeconds: 7, fillSeconds: 0.5};
	expect(predictReads({policy: policy(7), arrivals: poisson(3), fillSeconds: 0.5})).toEqual(singleFlightReads(load));
	expect(predictReads({policy: policy(7, none), arrivals: poisson(3), fillSeconds: 0.5})).toEqual(unprotectedReads(load));
	expect(predictReads({policy: policy(7, {staleSeconds: 4}), arrivals: poisson(3), fillSeconds: 0.5})).toEqual(
		staleWhileRevalidateReads({...load, staleSeconds: 4}),
	);
	expect(predictReads({policy: policy(12), arrivals: poll(5, 30), fillSeconds: 0.4, ownProcess: true})).toEqual(
		pollersReads({viewers: 30, pollSeconds: 5, ttlSeconds: 12, fillSeconds: 0.4, isShared: false}),
	);
	const plain = predictReads({policy: policy(7), arrivals: poisson(3), fillSeconds: 0})!;
	expect(plain.hitRate).toBeCloseTo(poissonReads(load).hitRate, 12);
	expect(plain.meanAgeSeconds).toBeCloseTo(poissonReads(load).meanAgeSeconds, 12);
	expect(predictReads({policy: policy(7, {jitterFraction: 0.5}), arrivals: poisson(3), fillSeconds: 0})!.meanAgeSeconds).toBeCloseTo(
		jitteredReads({...load, jitter: 0.5}).meanAgeSeconds,
		12,
	);
});

it('many processes of their own are as if nobody were protected, one as single-flight', () => {
	const many = predictReads({policy: policy(5), arrivals: poisson(10, 1_000_000), fillSeconds: 1, ownProcess: true})!;
	const unprotected = unprotectedReads({ratePerSecond: 10, ttlSeconds: 5, fillSeconds: 1})!;
	for (const figure of ['hitRate', 'meanAgeSeconds', 'originPerSecond'] as const) {
		expect(many[figure]).toBeCloseTo(unprotected[figure], 4);
	}

	expect(predictReads({policy: policy(5), arrivals: poisson(10, 1), fillSeconds: 1, ownProcess: true})).toEqual(
		singleFlightReads({ratePerSecond: 10, ttlSeconds: 5, fillSeconds: 1}),
	);
});

test.each<[string, ReadingLoad]>([
	['XFetch at work', {policy: policy(5, {xfetchBeta: 1}), arrivals: poisson(20), fillSeconds: 1}],
	['a lock shorter than the fill', {policy: policy(5, {...none, lockSeconds: 1}), arrivals: poisson(20), fillSeconds: 1}],
	['unprotected fills that outlast the key', {policy: policy(1, none), arrivals: poisson(20), fillSeconds: 2}],
	['processes whose fills outlast the key', {policy: policy(1), arrivals: poisson(20, 9), fillSeconds: 2, ownProcess: true}],
	['even reads that each ask', {policy: policy(9, none), arrivals: fixed(20), fillSeconds: 2}],
	['pollers with stale-while-revalidate', {policy: policy(9, {staleSeconds: 5}), arrivals: poll(5, 3), fillSeconds: 1}],
	['a slow poller with stale-while-revalidate', {policy: policy(9, {staleSeconds: 5}), arrivals: poll(1), fillSeconds: 1}],
	['pollers with jitter', {policy: policy(9, {jitterFraction: 0.5}), arrivals: poll(5, 3), fillSeconds: 1}],
	['jitter with stale-while-revalidate', {policy: policy(9, {jitterFraction: 0.5, staleSeconds: 1}), arrivals: poisson(5), fillSeconds: 1}],
	['unprotected jitter', {policy: policy(9, {jitterFraction: 0.5, ...none}), arrivals: poisson(5), fillSeconds: 1}],
])('no formula, no figure: %s', (_, load) => {
	expect(predictReads(load)).toBeUndefined();
});

test('a share is a share, wherever there is a prediction', () => {
	const seconds = fc.double({min: 0.01, max: 50, noNaN: true});
	const arrivals = fc.oneof(
		fc.record({kind: fc.constantFrom('fixed' as const, 'poisson' as const), ratePerSecond: seconds, viewers: fc.integer({min: 1, max: 50})}),
		fc.record({kind: fc.constant('poll' as const), pollSeconds: seconds, viewers: fc.integer({min: 1, max: 5})}),
	);
	const policies = fc.record({
		ttlSeconds: seconds,
		singleFlight: fc.boolean(),
		lockSeconds: fc.constantFrom(0, 5),
		staleSeconds: fc.constantFrom(0, 3),
		xfetchBeta: fc.constant(0),
		jitterFraction: fc.constantFrom(0, 0.3),
		staleOnErrorSeconds: fc.constant(0),
	});
	fc.assert(
		fc.property(policies, arrivals, fc.double({min: 0, max: 10, noNaN: true}), fc.boolean(), (policy, arrivals, fillSeconds, ownProcess) => {
			const theory = predictReads({policy, arrivals, fillSeconds, ownProcess});
			fc.pre(theory !== undefined);
			const {hitRate, meanAgeSeconds, greatestAgeSeconds} = theory;
			expect(hitRate).toBeGreaterThanOrEqual(0);
			expect(hitRate).toBeLessThanOrEqual(1);
			expect(meanAgeSeconds).toBeLessThanOrEqual(greatestAgeSeconds * (1 + 1e-9) + 1e-9);
		}),
		{numRuns: 60},
	);
	expect(() => predictReads({policy: policy(-1), arrivals: poisson(1), fillSeconds: 0})).toThrow(RangeError);
});

import {describe, expect, it, test} from 'vitest';
import {type CachePolicy, plainPolicy} from '../../source/lab/cache-policy.ts';
import {singleFlightReads, unprotectedReads} from '../../source/lab/fill-time.ts';
import {jitteredReads, poissonReads} from './poisson-reads.ts';
import {pollersReads} from '../../source/lab/pollers-reads.ts';
import {pollingReads} from '../../source/lab/polling-reads.ts';
import type {ReadsPrediction} from '../../source/lab/reads-prediction.ts';
import {simulate, type Simulation} from '../../source/lab/simulate.ts';
import {staleWhileRevalidateReads} from '../../source/lab/stale-while-revalidate.ts';
import {xfetchRecomputations} from '../../source/lab/xfetch.ts';
import {rounds} from '../thorough.ts';

/** As many as an agreement within 0.5 % takes; within twice as much, a quarter of them. */
const many = rounds(40_000, 300_000);
const within = rounds(0.01, 0.005);
const unprotected = (ttlSeconds: number): CachePolicy => ({...plainPolicy(ttlSeconds), singleFlight: false});
const poisson = (ratePerSecond: number) => ({kind: 'poisson', ratePerSecond}) as const;

/** Each figure of theory within `tolerance` of itself; shares within it of 1. */
function expectAgreement(simulation: Simulation, theory: ReadsPrediction, tolerance = within): void {
	const {hitRate, meanAgeSeconds, originPerSecond, maxAgeSeconds} = simulation;
	expect(Math.abs(hitRate - theory.hitRate)).toBeLessThanOrEqual(tolerance * theory.hitRate);
	expect(Math.abs(meanAgeSeconds - theory.meanAgeSeconds)).toBeLessThanOrEqual(tolerance * theory.meanAgeSeconds);
	expect(Math.abs(originPerSecond - theory.originPerSecond)).toBeLessThanOrEqual(tolerance * theory.originPerSecond);
	expect(maxAgeSeconds).toBeLessThanOrEqual(theory.greatestAgeSeconds + 1e-6);
}

describe('one polling viewer: the reference table, exactly', () => {
	test.each([
		[5, 12, 0, 0.666_67, 5],
		[5, 30, 0, 0.857_14, 15],
		[5, 300, 0, 0.983_60, 150],
		[2, 5, 0, 0.666_67, 2],
		[5, 14.8, 0.4, 0.75, 7.6],
		[2, 5, 1.5, 0.75, 3.375],
		[1.2, 300, 0.03, 0.996, undefined],
		[5, 3, 0, 0, 0],
	])('P = %d, T = %d, L = %d', (pollSeconds, ttlSeconds, fillSeconds, hitRate, meanAgeSeconds) => {
		const simulation = simulate({
			policy: plainPolicy(ttlSeconds),
			arrivals: {kind: 'poll', pollSeconds},
			fillSeconds,
			readsWanted: 10_000,
		});
		const theory = pollingReads({pollSeconds, ttlSeconds, fillSeconds});
		expectAgreement(simulation, theory, 1e-9);
		expect(simulation.hitRate).toBeCloseTo(hitRate, 4);
		expect(simulation.meanAgeSeconds).toBeCloseTo(meanAgeSeconds ?? theory.meanAgeSeconds, 9);
		expect(simulation.maxAgeSeconds).toBeCloseTo(theory.greatestAgeSeconds, 5);
	});
});

describe('Poisson reads, no fill time: the reference table', () => {
	test.each([
		[0.2, 5, 0.499_61, 1.249],
		[0.2, 30, 0.857_15, 12.858],
		[0.2, 300, 0.983_61, 147.6],
		[5, 300, 0.999_33, 149.71],
	])('λ = %d, T = %d', (ratePerSecond, ttlSeconds, hitRate, meanAgeSeconds) => {
		const simulation = simulate({policy: plainPolicy(ttlSeconds), arrivals: poisson(ratePerSecond), fillSeconds: 0, readsWanted: many});
		expectAgreement(simulation, poissonReads({ratePerSecond, ttlSeconds}));
		expect(Math.abs(simulation.hitRate / hitRate - 1)).toBeLessThan(within);
		expect(Math.abs(simulation.meanAgeSeconds / meanAgeSeconds - 1)).toBeLessThan(within);
		// A hit alone is T/2 old on average, and a miss is new.
		expect(Math.abs(simulation.meanAgeSeconds / simulation.hitRate / (ttlSeconds / 2) - 1)).toBeLessThan(within);
		expect(simulation.reads).toBeGreaterThanOrEqual(many);
		expect(simulation.stampedeSize).toBe(1);
	});
});

describe('every protection, with fill time', () => {
	it('none: S = 1 + λL', () => {
		const simulation = simulate({policy: unprotected(2), arrivals: poisson(20), fillSeconds: 0.5, readsWanted: many});
		expectAgreement(simulation, unprotectedReads({ratePerSecond: 20, ttlSeconds: 2, fillSeconds: 0.5})!);
		expect(Math.abs(simulation.stampedeSize / 11.03 - 1)).toBeLessThan(within);
	});

	it('none, 200/s and 1 s: 200.97', () => {
		const simulation = simulate({policy: unprotected(1), arrivals: poisson(200), fillSeconds: 1, readsWanted: many});
		expect(Math.abs(simulation.stampedeSize / 200.97 - 1)).toBeLessThan(within);
	});

	it('single-flight in one process: the reference values', () => {
		const simulation = simulate({policy: plainPolicy(5), arrivals: poisson(200), fillSeconds: 1, readsWanted: many});
		expectAgreement(simulation, singleFlightReads({ratePerSecond: 200, ttlSeconds: 5, fillSeconds: 1}));
		expect(Math.abs(simulation.originPerSecond / 0.1666 - 1)).toBeLessThan(within);
		expect(Math.abs(simulation.hitRate / 0.8326 - 1)).toBeLessThan(within);
		expect(simulation.outcomes.coalesced / simulation.reads).toBeCloseTo(0.1666, 2);
		expect(simulation.stampedeSize).toBe(1);
	});

	it('single-flight in a process of each of 10,000 viewers: as if there were none', () => {
		const simulation = simulate({
			policy: plainPolicy(2),
			arrivals: {kind: 'poisson', ratePerSecond: 20, viewers: 10_000},
			ownProcess: true,
			fillSeconds: 0.5,
			readsWanted: rounds(100_000, 200_000),
		});
		expectAgreement(simulation, unprotectedReads({ratePerSecond: 20, ttlSeconds: 2, fillSeconds: 0.5})!);
		expect(Math.abs(simulation.stampedeSize / 11 - 1)).toBeLessThan(within);
	});

	test.each([false, true])('a lock, own processes %s: S = 1', ownProcess => {
		const simulation = simulate({
			policy: {...unprotected(5), singleFlight: ownProcess, lockSeconds: 10},
			arrivals: {kind: 'poisson', ratePerSecond: 50, viewers: 100},
			ownProcess,
			fillSeconds: 1,
			readsWanted: many,
		});
		// Those who wait look again every 25 ms: the age bound is that much wider.
		const theory = singleFlightReads({ratePerSecond: 50, ttlSeconds: 5, fillSeconds: 1});
		expectAgreement(simulation, {...theory, greatestAgeSeconds: theory.greatestAgeSeconds + 0.025});
		expect(simulation.stampedeSize).toBe(1);
	});

	test.each([
		[1e9, 0.001],
		[10, 2],
	])('stale-while-revalidate, bound %d s, L = %d', (staleSeconds, fillSeconds) => {
		const simulation = simulate({policy: {...plainPolicy(30), staleSeconds}, arrivals: poisson(0.2), fillSeconds, readsWanted: many});
		expectAgreement(simulation, staleWhileRevalidateReads({ratePerSecond: 0.2, ttlSeconds: 30, fillSeconds, staleSeconds}));
		expect(simulation.stampedeSize).toBe(1);
	});

	it('stale-while-revalidate at L = 0: the plain mean age + 1/λ, the reference value, and nobody waits', () => {
		const simulation = simulate({policy: {...plainPolicy(30), staleSeconds: 1e9}, arrivals: poisson(0.2), fillSeconds: 0, readsWanted: many});
		expect(Math.abs(simulation.meanAgeSeconds / 17.855 - 1)).toBeLessThan(within);
		expect([simulation.outcomes.miss, simulation.outcomes.coalesced]).toEqual([0, 0]);
	});

	test.each([
		[5, 5, 0.4, 1],
		[50, 1, 0.1, 1],
		[50, 1, 0.1, 2],
	])('XFetch, λ = %d, T = %d, L = %d, β = %d: recomputations per cycle', (ratePerSecond, ttlSeconds, fillSeconds, xfetchBeta) => {
		const simulation = simulate({
			policy: {...unprotected(ttlSeconds), xfetchBeta},
			arrivals: poisson(ratePerSecond),
			fillSeconds,
			readsWanted: rounds(250_000, 1_000_000),
		});
		const theory = xfetchRecomputations({ratePerSecond, ttlSeconds, fillSeconds, beta: xfetchBeta});
		expect(Math.abs(simulation.stampedeSize / theory - 1)).toBeLessThan(within);
	});

	it('jitter: h as it is, the mean age greater, the reference values', () => {
		const simulation = simulate({policy: {...plainPolicy(30), jitterFraction: 0.5}, arrivals: poisson(0.2), fillSeconds: 0, readsWanted: many});
		expectAgreement(simulation, jitteredReads({ratePerSecond: 0.2, ttlSeconds: 30, jitter: 0.5}));
		expect(Math.abs(simulation.hitRate / 0.857_09 - 1)).toBeLessThan(within);
		expect(Math.abs(simulation.meanAgeSeconds / 13.924 - 1)).toBeLessThan(within);
	});
});

describe('pollers, over many choices of phases', () => {
	test.each([
		[10, 12, 0.4, false],
		[10, 12, 0.4, true],
		[30, 29.3, 0.4, true],
		[5, 3, 0, false],
	])('V = %d, P = 5, T = %d, L = %d, own processes %s', (viewers, ttlSeconds, fillSeconds, ownProcess) => {
		const theory = pollersReads({viewers, pollSeconds: 5, ttlSeconds, fillSeconds, isShared: !ownProcess})!;
		const {hitRate, meanAgeSeconds, originPerSecond} = simulate({
			policy: plainPolicy(ttlSeconds),
			arrivals: {kind: 'poll', viewers, pollSeconds: 5},
			ownProcess,
			fillSeconds,
			readsWanted: rounds(150_000, many),
		});
		// Both are means over some hundred choices of phases: below the period, these differ much.
		const tolerance = ttlSeconds < 5 ? 0.03 : within;
		expect(Math.abs(hitRate / theory.hitRate - 1)).toBeLessThan(tolerance);
		expect(Math.abs(meanAgeSeconds / theory.meanAgeSeconds - 1)).toBeLessThan(tolerance);
		// Pollers that each ask settle into their periodic course, of which theory speaks, only after some hundred cycles.
		expect(Math.abs(originPerSecond / theory.originPerSecond - 1)).toBeLessThan(ownProcess ? 0.12 : tolerance);
	});
});

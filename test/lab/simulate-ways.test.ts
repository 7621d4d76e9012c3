import * as fc from 'fast-check';
import {expect, it} from 'vitest';
import {openArrivals} from '../../source/lab/arrivals-choice.ts';
import {plainPolicy} from '../../source/lab/cache-policy.ts';
import {outcomes} from '../../source/lab/read-through.ts';
import {simulate} from '../../source/lab/simulate.ts';
import {isThorough} from '../thorough.ts';

const base = {policy: plainPolicy(10), arrivals: {kind: 'poisson', ratePerSecond: 2}, fillSeconds: 0.5, readsWanted: 5000} as const;

it('is determined by its seed', () => {
	expect(simulate({...base, seed: 'a'})).toEqual(simulate({...base, seed: 'a'}));
	expect(simulate({...base, seed: 'a'})).not.toEqual(simulate({...base, seed: 'b'}));
});

it('in so many seconds: every read from the empty cache on', () => {
	const {seconds, reads, outcomes, originQueries, meanAgeSeconds, cycles} = simulate({
		policy: plainPolicy(10),
		arrivals: {kind: 'fixed', ratePerSecond: 1},
		fillSeconds: 0.5,
		seconds: 24,
	});
	// Misses at 0, 11 and 22: 0.5 s of fill and 10 s of life hold the key until 10.5 s after each.
	expect({seconds, reads, originQueries, cycles}).toEqual({seconds: 24, reads: 24, originQueries: 3, cycles: 2});
	expect(outcomes).toEqual({hit: 21, miss: 3, bypass: 0, stale: 0, coalesced: 0, error: 0});
	expect(meanAgeSeconds).toBeCloseTo((3 * 0.5 + 2 * 55 + 1) / 24, 12);
});

it("a stream of one's own serves too", () => {
	const instants = [0, 1, 2, 30];
	let count = 0;
	const arrivals = {next: () => ({atSeconds: instants[count++] ?? 100, viewer: 0})};
	expect(simulate({policy: plainPolicy(10), arrivals, fillSeconds: 0, seconds: 50})).toMatchObject({
		reads: 4,
		hitRate: 0.5,
		originQueries: 2,
		maxAgeSeconds: 2,
		meanAgeSeconds: 0.75,
	});
});

it('counts whole cycles only in a long run', () => {
	const long = simulate({policy: plainPolicy(1000), arrivals: {kind: 'fixed', ratePerSecond: 1}, fillSeconds: 0, readsWanted: 1500});
	expect(long).toMatchObject({reads: 2002, cycles: 2, hitRate: 1 - 1 / 1001, meanAgeSeconds: 500, seconds: 2002});
});

// Two million reads; of these `what-if` of a cycle that does not fit tells too.
it.runIf(isThorough)('says when it has no whole cycle', () => {
	const none = simulate({policy: plainPolicy(1e9), arrivals: {kind: 'fixed', ratePerSecond: 1}, fillSeconds: 0, readsWanted: 10});
	expect(none).toMatchObject({reads: 2_000_020, cycles: 0, originQueries: 1});
});

it('a lock that expires before the fill ends lets the next one ask: S rises', () => {
	const lock = {...base.policy, singleFlight: false};
	const arrivals = {kind: 'poisson', ratePerSecond: 20} as const;
	const enough = simulate({...base, arrivals, policy: {...lock, lockSeconds: 1}});
	const tooShort = simulate({...base, arrivals, policy: {...lock, lockSeconds: 0.2}});
	expect(enough.stampedeSize).toBe(1);
	expect(tooShort.stampedeSize).toBeGreaterThan(2);
	expect(tooShort.stampedeSize).toBeLessThan(6);
});

it('XFetch behind a lock refills before the end, and nobody else waits', () => {
	const policy = {...base.policy, singleFlight: false, lockSeconds: 5, xfetchBeta: 1};
	const {outcomes, stampedeSize, reads} = simulate({...base, policy, arrivals: {kind: 'poisson', ratePerSecond: 100}, readsWanted: 100_000});
	expect(stampedeSize).toBe(1);
	expect(outcomes.miss).toBeGreaterThan(50);
	expect(outcomes.hit + outcomes.miss + outcomes.coalesced).toBe(reads);
	expect(outcomes.coalesced / reads).toBeLessThan(0.001);
});

it('facts that a served value misses: μ × its mean age', () => {
	const {meanMissedFacts, meanAgeSeconds} = simulate({...base, factsPerSecond: 3, readsWanted: 300_000});
	expect(Math.abs(meanMissedFacts / (3 * meanAgeSeconds) - 1)).toBeLessThan(0.01);
});

it('every read ends in exactly one outcome, under any policy', () => {
	const seconds = fc.oneof(fc.constant(0), fc.double({min: 0.01, max: 20, noNaN: true}));
	const policies = fc.record({
		ttlSeconds: seconds,
		singleFlight: fc.boolean(),
		lockSeconds: fc.constantFrom(0, 0.1, 2),
		staleSeconds: seconds,
		xfetchBeta: fc.constantFrom(0, 1, 3),
		jitterFraction: fc.constantFrom(0, 0.5, 1),
		staleOnErrorSeconds: seconds,
	});
	const arrivals = fc.oneof(
		fc.record({
			kind: fc.constantFrom('fixed' as const, 'poisson' as const),
			ratePerSecond: fc.double({min: 0.1, max: 10, noNaN: true}),
			viewers: fc.integer({min: 1, max: 9}),
		}),
		fc.record({kind: fc.constant('poll' as const), pollSeconds: fc.double({min: 0.5, max: 20, noNaN: true}), viewers: fc.integer({min: 1, max: 9})}),
	);
	fc.assert(
		fc.property(policies, arrivals, fc.double({min: 0, max: 3, noNaN: true}), fc.boolean(), fc.integer(), (policy, arrivals, fillSeconds, ownProcess, seed) => {
			const stream = openArrivals(arrivals, seed);
			let came = 0;
			const counted = {
				next() {
					const arrival = stream.next();
					came += Math.round(arrival.atSeconds * 1e6) < 60e6 ? 1 : 0;
					return arrival;
				},
			};
			const simulation = simulate({policy, arrivals: counted, fillSeconds, ownProcess, seed, seconds: 60});
			// Whoever joined a fill that never landed would not have ended.
			expect(simulation.reads).toBe(came);
			expect(outcomes.reduce((sum, outcome) => sum + simulation.outcomes[outcome], 0)).toBe(simulation.reads);
			expect([simulation.outcomes.bypass, simulation.outcomes.error]).toEqual([0, 0]);
			expect(simulation.outcomes.miss).toBeLessThanOrEqual(simulation.originQueries);
			const latest = policy.ttlSeconds * (1 + policy.jitterFraction) + Math.max(policy.staleSeconds, policy.staleOnErrorSeconds);
			// Who waits for another's lock looks again for two of its lives at most, and then asks.
			expect(simulation.maxAgeSeconds).toBeLessThanOrEqual(latest + 2 * policy.lockSeconds + 2 * fillSeconds + 1e-5);
			expect(simulation.meanAgeSeconds).toBeLessThanOrEqual(simulation.maxAgeSeconds + 1e-9);
		}),
		{numRuns: 80},
	);
});

it('refuses what is out of range, and a crowd that would fill memory', () => {
	expect(() => simulate({...base, readsWanted: 0})).toThrow(RangeError);
	expect(() => simulate({...base, fillSeconds: -1})).toThrow('fillSeconds must be a finite number of 0 or more, not -1');
	expect(() => simulate({...base, policy: {...base.policy, jitterFraction: 2}})).toThrow('jitterFraction must lie in 0…1, not 2');
	expect(() => simulate({...base, policy: {...base.policy, ttlSeconds: Number.NaN}})).toThrow(RangeError);
	expect(() => simulate({...base, arrivals: {kind: 'poisson', ratePerSecond: 1e6}, fillSeconds: 1})).toThrow('more than 200000 reads at once');
});

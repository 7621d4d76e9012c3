import {expect, it, test} from 'vitest';
import {plainPolicy} from '../../source/lab/cache-policy.ts';
import {simulateStampede} from '../../source/lab/simulate-stampede.ts';
import {poissonStampede, separateProcessesStampede} from '../../source/lab/stampede.ts';
import {rounds} from '../thorough.ts';

const policy = plainPolicy(300);
/** A quarter of the firings agrees within twice as much. */
const within = rounds(0.01, 0.005);

test.each([
	[30, 0.4, 5],
	[100, 0.4, 5],
	[3, 4, 5],
	[20, 6, 5],
])('%d processes of their own, L = %d s, P = %d s: 1 + V·x − x^V', (viewers, fillSeconds, pollSeconds) => {
	const {meanOriginQueries} = simulateStampede({
		policy,
		arrivals: {kind: 'poll', viewers, pollSeconds},
		fillSeconds,
		ownProcess: true,
		firings: rounds(5000, 20_000),
	});
	expect(Math.abs(meanOriginQueries / separateProcessesStampede({viewers, fillSeconds, pollSeconds}) - 1)).toBeLessThan(within);
});

test.each([
	[20, 0.5, 11.03],
	[100, 0.5, 51.13],
	[200, 1, 200.97],
])('nobody protected, Poisson %d/s, %d s: 1 + λL, the reference value', (ratePerSecond, fillSeconds, reference) => {
	const {meanOriginQueries} = simulateStampede({
		policy: {...policy, singleFlight: false},
		arrivals: {kind: 'poisson', ratePerSecond},
		fillSeconds,
		firings: rounds(1000, 4000),
	});
	expect(Math.abs(meanOriginQueries / poissonStampede({ratePerSecond, fillSeconds}) - 1)).toBeLessThan(within);
	expect(Math.abs(meanOriginQueries / reference - 1)).toBeLessThan(within + 0.002);
});

test.each([
	['single-flight, shared', policy, false],
	['a lock, own processes', {...policy, lockSeconds: 10}, true],
	['a lock alone', {...policy, singleFlight: false, lockSeconds: 10}, true],
])('%s: one query in every firing', (_, policy, ownProcess) => {
	const {meanOriginQueries} = simulateStampede({
		policy,
		arrivals: {kind: 'poll', viewers: 100, pollSeconds: 5},
		fillSeconds: 0.4,
		ownProcess,
		firings: 200,
	});
	expect(meanOriginQueries).toBe(1);
});

it('is determined by its seed, and refuses no firing', () => {
	const options = {policy, arrivals: {kind: 'poll', viewers: 30, pollSeconds: 5}, fillSeconds: 0.4, ownProcess: true, firings: 20} as const;
	expect(simulateStampede({...options, seed: 7})).toEqual(simulateStampede({...options, seed: 7}));
	expect(simulateStampede({...options, seed: 7})).not.toEqual(simulateStampede({...options, seed: 8}));
	expect(() => simulateStampede({...options, firings: 0})).toThrow(RangeError);
});

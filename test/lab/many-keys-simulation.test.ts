import {describe, expect, test} from 'vitest';
import {popularityOf, zipf} from '../../source/chance/popularity.ts';
import {plainPolicy} from '../../source/lab/cache-policy.ts';
import {predictReads} from '../../source/lab/predict-reads.ts';
import type {ReadingLoad} from '../../source/lab/reading-load.ts';
import {simulate} from '../../source/lab/simulate.ts';
import {rounds} from '../thorough.ts';

const poisson = (ratePerSecond: number) => ({kind: 'poisson', ratePerSecond}) as const;
const poll = (viewers: number, pollSeconds: number) => ({kind: 'poll', viewers, pollSeconds}) as const;
const many = zipf(10_000);
const thousand = zipf(1000, 0.8);

describe('the simulator over many keys against theory, within 0.5 %', () => {
	test.each<readonly [string, ReadingLoad]>([
		['stale-while-revalidate', {policy: {...plainPolicy(60), staleSeconds: 30}, arrivals: poisson(50), fillSeconds: 0.4, popularity: many}],
		['pollers', {policy: plainPolicy(60), arrivals: poll(30, 5), fillSeconds: 0.1, popularity: many}],
		[
			'memory, TTL and jitter',
			{policy: {...plainPolicy(60), jitterFraction: 0.5}, arrivals: poisson(50), fillSeconds: 0, popularity: thousand, keysInMemory: 300},
		],
		...rounds<ReadonlyArray<readonly [string, ReadingLoad]>>(
			[],
			[
				['a minute', {policy: plainPolicy(60), arrivals: poisson(50), fillSeconds: 0, popularity: many}],
				['memory for half, no TTL', {policy: plainPolicy(1e6), arrivals: poisson(50), fillSeconds: 0, popularity: thousand, keysInMemory: 500}],
			],
		),
	])('%s', (_, load) => {
		const theory = predictReads(load)!;
		const simulation = simulate({...load, readsWanted: 400_000});
		expect(Math.abs(simulation.hitRate / theory.hitRate - 1)).toBeLessThan(0.005);
		expect(Math.abs(simulation.originPerSecond / theory.originPerSecond - 1)).toBeLessThan(0.02);
		expect(simulation.maxAgeSeconds).toBeLessThanOrEqual(theory.greatestAgeSeconds + 1e-6);
		expect(simulation.cycles).toBeGreaterThan(0);
		// Values that nothing ends but eviction are as old as the run is long.
		if (load.policy.ttlSeconds < 1e6) {
			expect(Math.abs(simulation.meanAgeSeconds / theory.meanAgeSeconds - 1)).toBeLessThan(0.02);
		}
	});
});

test('a run too long to come to rest says so, and two of one seed are equal', () => {
	const day = {policy: plainPolicy(86_400), arrivals: poisson(50), fillSeconds: 0, popularity: zipf(100), readsWanted: 1000} as const;
	expect(simulate(day).cycles).toBe(0);
	const short = {...day, policy: plainPolicy(10), keysInMemory: 20};
	expect(simulate(short)).toEqual(simulate(short));
	expect(simulate({...short, seed: 2})).not.toEqual(simulate(short));
});

test('keys of their own fill side by side: a miss of one waits for no other', () => {
	const two = simulate({
		policy: plainPolicy(1),
		arrivals: {kind: 'fixed', ratePerSecond: 10},
		fillSeconds: 0.5,
		popularity: popularityOf([1, 1]),
		seconds: 100,
	});
	const one = simulate({policy: plainPolicy(1), arrivals: {kind: 'fixed', ratePerSecond: 10}, fillSeconds: 0.5, seconds: 100});
	expect(two.originQueries / one.originQueries).toBeGreaterThan(1.6);
});

import {describe, expect, test} from 'vitest';
import {popularityOf, zipf} from '../../source/chance/popularity.ts';
import {plainPolicy} from '../../source/lab/cache-policy.ts';
import {predictReads} from '../../source/lab/predict-reads.ts';

const poisson = (ratePerSecond: number) => ({kind: 'poisson', ratePerSecond}) as const;
const endless = plainPolicy(1e9);

describe('many keys by popularity: the reference values', () => {
	test.each([
		[10_000, 1, 50, 5, 0.391_77, 0.979],
		[10_000, 1, 50, 60, 0.641_01, 19.23],
		[10_000, 1, 50, 300, 0.793_83, 119.07],
		[1000, 0.8, 20, 30, 0.547_66, 8.215],
	])('under a TTL: %d keys, s = %d, %d/s, T = %d s', (keys, exponent, ratePerSecond, ttlSeconds, hitRate, meanAgeSeconds) => {
		const theory = predictReads({policy: plainPolicy(ttlSeconds), arrivals: poisson(ratePerSecond), fillSeconds: 0, popularity: zipf(keys, exponent)})!;
		expect(theory.hitRate).toBeCloseTo(hitRate, 5);
		expect(Math.abs(theory.meanAgeSeconds / meanAgeSeconds - 1)).toBeLessThan(5e-4);
		expect(theory.originPerSecond).toBeCloseTo(ratePerSecond * (1 - theory.hitRate), 8);
	});

	test.each([
		[10_000, 1, 1000, 0.6756],
		[10_000, 0.8, 1000, 0.436_66],
		[10_000, 1, 100, 0.390_53],
		[1000, 0.8, 500, 0.769_72],
	])('in a memory that is too small: %d keys, s = %d, C = %d', (keys, exponent, keysInMemory, hitRate) => {
		const theory = predictReads({policy: endless, arrivals: poisson(1), fillSeconds: 0, popularity: zipf(keys, exponent), keysInMemory})!;
		expect(theory.hitRate).toBeCloseTo(hitRate, 4);
	});
});

test('one key, or keys that are all alike, are the formula for one key', () => {
	const one = {policy: plainPolicy(30), arrivals: poisson(0.2), fillSeconds: 0.4};
	expect(predictReads({...one, popularity: zipf(1)})!.hitRate).toBeCloseTo(predictReads(one)!.hitRate, 12);
	const many = predictReads({...one, arrivals: poisson(2), popularity: zipf(10, 0)})!;
	for (const figure of ['hitRate', 'meanAgeSeconds', 'greatestAgeSeconds'] as const) {
		expect(many[figure]).toBeCloseTo(predictReads(one)![figure], 9);
	}

	expect(many.originPerSecond).toBeCloseTo(10 * predictReads(one)!.originPerSecond, 9);
	const polled = {policy: plainPolicy(12), arrivals: {kind: 'poll', pollSeconds: 5} as const, fillSeconds: 0.4};
	expect(predictReads({...polled, popularity: popularityOf([1])})).toEqual({...predictReads(polled), greatestAgeSeconds: 12.4});
});

test('memory enough for all that the TTL keeps changes nothing', () => {
	const load = {policy: plainPolicy(60), arrivals: poisson(50), fillSeconds: 0.1, popularity: zipf(10_000)};
	const {hitRate, meanAgeSeconds} = predictReads(load)!;
	const bounded = predictReads({...load, keysInMemory: 9999})!;
	expect(bounded.hitRate).toBeCloseTo(hitRate, 9);
	expect(bounded.meanAgeSeconds).toBeCloseTo(meanAgeSeconds, 6);
	const rising = [10, 100, 300, 1000, 3000].map(keysInMemory => predictReads({...load, keysInMemory})!.hitRate);
	expect(rising.toSorted((a, b) => a - b)).toEqual(rising);
});

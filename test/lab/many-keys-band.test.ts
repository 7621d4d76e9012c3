import {expect, test} from 'vitest';
import {zipf} from '../../source/chance/popularity.ts';
import {plainPolicy} from '../../source/lab/cache-policy.ts';
import {predictBand} from '../../source/lab/predict-band.ts';
import {predictReads} from '../../source/lab/predict-reads.ts';
import {rareKeys} from '../../source/lab/rare-keys.ts';
import {simulate} from '../../source/lab/simulate.ts';

const arrivals = {kind: 'poisson', ratePerSecond: 50} as const;

test.each([
	['a minute of a TTL of a minute, 10,000 keys', zipf(10_000), 60, 0, 60, undefined],
	['four lives of a short TTL, with a slow origin', zipf(10_000), 10, 0.4, 40, undefined],
	['two lives of keys that are all popular', zipf(200, 0.5), 30, 0, 60, undefined],
	['a memory that is too small', zipf(1000), 1e6, 0, 40, 100],
])('from an empty cache on, nine runs of ten lie in the band: %s', (_, popularity, ttlSeconds, fillSeconds, seconds, keysInMemory) => {
	const load = {policy: plainPolicy(ttlSeconds), arrivals, fillSeconds, popularity, keysInMemory};
	const runs = 60;
	let inside = 0;
	for (let seed = 0; seed < runs; seed++) {
		const {reads, hitRate} = simulate({...load, seconds, seed});
		const {low, high} = predictBand({...load, reads, start: 'cold'})!;
		expect(high - low).toBeLessThan(0.08);
		inside += hitRate >= low && hitRate <= high ? 1 : 0;
	}

	// Of 60 runs 54; fewer than 47 or all of them would be one in a hundred.
	expect(inside).toBeGreaterThanOrEqual(47);
});

test('in the long run the band lies about what theory says, and narrows as reads come', () => {
	const load = {policy: plainPolicy(60), arrivals, fillSeconds: 0, popularity: zipf(10_000)};
	const {hitRate} = predictReads(load)!;
	const widths = [100, 10_000, 1_000_000].map(reads => {
		const {low, high} = predictBand({...load, reads})!;
		expect(low).toBeLessThanOrEqual(hitRate);
		expect(high).toBeGreaterThanOrEqual(hitRate);
		return high - low;
	});
	expect(widths[0]! / widths[1]!).toBeCloseTo(10, 0);
	expect(widths[1]! / widths[2]!).toBeCloseTo(10, 0);
});

test('the tail: how many keys are asked for less than once in a life, and how seldom these hit', () => {
	const {keys, readShare, hitRate} = rareKeys({policy: plainPolicy(60), arrivals, popularity: zipf(10_000)});
	expect(keys).toBe(10_000 - 306);
	expect(readShare).toBeCloseTo(0.356, 2);
	expect(hitRate).toBeGreaterThan(0.1);
	expect(hitRate).toBeLessThan(0.2);
	expect(rareKeys({policy: plainPolicy(60), arrivals, popularity: zipf(10)})).toEqual({keys: 0, readShare: 0, hitRate: 0});
});

import * as fc from 'fast-check';
import {describe, expect, it, test} from 'vitest';
import {renewalBand} from '../../source/lab/renewal-band.ts';
import {createRandom} from '../../source/chance/random.ts';
import {bandError, overshoot} from './band-error.ts';
import {bruteForce, poissonInstants} from './brute-force.ts';

it('is 0.44…0.55 for ten minutes at λ = 0.2, T = 5: the reference value', () => {
	const band = renewalBand({reads: 120, ratePerSecond: 0.2, ttlSeconds: 5});
	expect(Math.abs(band.low - 0.44)).toBeLessThan(0.012);
	expect(Math.abs(band.high - 0.55)).toBeLessThan(0.012);
	// Independent reads would stray half as far again.
	const independentWidth = 2 * 1.645 * Math.sqrt((0.5 * 0.5) / 120);
	expect(independentWidth).toBeGreaterThan((band.high - band.low) * 1.3);
});

test('ten minutes by the clock, not 120 reads, hardly differ', () => {
	const random = createRandom(21);
	const hitRates = Array.from({length: 6000}, () => {
		const nextArrival = poissonInstants(0.2, random);
		let [expires, reads, hits] = [Number.NEGATIVE_INFINITY, 0, 0];
		// The first half hour is not counted.
		for (let now = nextArrival(); now < 2400; now = nextArrival()) {
			const isHit = now <= expires;
			expires = isHit ? expires : now + 5;
			reads += now < 1800 ? 0 : 1;
			hits += isHit && now >= 1800 ? 1 : 0;
		}

		return hits / reads;
	}).sort((a, b) => a - b);
	const band = renewalBand({reads: 120, ratePerSecond: 0.2, ttlSeconds: 5});
	expect(Math.abs(hitRates[300]! - band.low)).toBeLessThan(0.01);
	expect(Math.abs(hitRates[5700]! - band.high)).toBeLessThan(0.01);
});

describe('against a simulation: n, λ, T', () => {
	test.each([
		[120, 0.2, 5],
		[30, 0.2, 30],
		[5, 0.2, 30],
		[60, 0.2, 300],
		[100, 5, 300],
		[360, 6, 2],
		[1, 1, 1],
		[40, 0.01, 5],
	])('%d reads, %d/s, %d s', (reads, ratePerSecond, ttlSeconds) => {
		const random = createRandom(22);
		for (const start of ['cold', 'stationary'] as const) {
			// A random stretch of three cycles' reads and more before the counting leaves the state of a long run.
			const cycle = 1 + ratePerSecond * ttlSeconds;
			const hitRates = Array.from(
				{length: 4000},
				() =>
					bruteForce({
						nextArrival: poissonInstants(ratePerSecond, random),
						reads,
						ttl: () => ttlSeconds,
						warmUp: start === 'cold' ? 0 : Math.floor(cycle * (2 + 3 * random.next())),
					}).hitRate,
			);
			const band = renewalBand({reads, ratePerSecond, ttlSeconds, start});
			// The stationary band is widened to hold h, and may so be wider than its quantiles.
			const error = start === 'cold' ? bandError(band, hitRates) : overshoot(band, hitRates);
			expect(error).toBeLessThan(0.012);
		}
	});

	test('stationary, where nothing was widened: both quantiles', () => {
		const random = createRandom(23);
		const hitRates = Array.from(
			{length: 6000},
			() =>
				bruteForce({
					nextArrival: poissonInstants(0.2, random),
					reads: 90,
					ttl: () => 30,
					warmUp: 14 + random.below(21),
				}).hitRate,
		);
		expect(bandError(renewalBand({reads: 90, ratePerSecond: 0.2, ttlSeconds: 30}), hitRates)).toBeLessThan(0.01);
	});
});

it('nears h ± 1.645·(1 − h)√(h/n)', () => {
	const band = renewalBand({reads: 1_000_000, ratePerSecond: 0.2, ttlSeconds: 30});
	const reach = 1.644_85 * (1 / 7) * Math.sqrt(6 / 7 / 1e6);
	expect(band.low).toBeCloseTo(6 / 7 - reach, 5);
	expect(band.high).toBeCloseTo(6 / 7 + reach, 5);
});

it('knows nothing before the first read, and from an empty cache that the first is a miss', () => {
	expect(renewalBand({reads: 0, ratePerSecond: 1, ttlSeconds: 1})).toEqual({low: 0, high: 1});
	expect(renewalBand({reads: 10, ratePerSecond: 1, ttlSeconds: 0})).toEqual({low: 0, high: 0});
	expect(renewalBand({reads: 5, ratePerSecond: 1, ttlSeconds: 1e6, start: 'cold'})).toEqual({low: 0.8, high: 0.8});
	expect(() => renewalBand({reads: 1.5, ratePerSecond: 1, ttlSeconds: 1})).toThrow(RangeError);
});

test('it lies in 0…1 and, stationary, holds h', () => {
	const positive = fc.double({min: 0.001, max: 1000, noNaN: true});
	fc.assert(
		fc.property(fc.integer({min: 1, max: 20_000}), positive, positive, (reads, ratePerSecond, ttlSeconds) => {
			const hitRate = (ratePerSecond * ttlSeconds) / (1 + ratePerSecond * ttlSeconds);
			const {low, high} = renewalBand({reads, ratePerSecond, ttlSeconds});
			expect(low).toBeGreaterThanOrEqual(0);
			expect(low).toBeLessThanOrEqual(hitRate);
			expect(high).toBeGreaterThanOrEqual(hitRate);
			expect(high).toBeLessThanOrEqual(1);
		}),
		{numRuns: 60},
	);
});

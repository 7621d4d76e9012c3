import {describe, expect, it, test} from 'vitest';
import {fillingBand} from '../../source/lab/filling-band.ts';
import {renewalBand} from '../../source/lab/renewal-band.ts';
import {createRandom} from '../../source/chance/random.ts';
import {bandError, overshoot} from './band-error.ts';
import {bruteForce, poissonInstants} from './brute-force.ts';

describe('against a simulation: n, λ, T, L', () => {
	test.each([
		[150, 6, 2, 0.4, 'simulated'],
		[360, 6, 2, 0.4, 'simulated'],
		[60, 0.2, 30, 4, 'simulated'],
		[400, 1, 2, 1.5, 'normal'],
		[1500, 6, 2, 0.4, 'normal'],
	])('%d reads, %d/s, %d s, %d s: %s', (reads, ratePerSecond, ttlSeconds, fillSeconds, method) => {
		for (const isShared of [true, false]) {
			for (const start of ['stationary', 'cold'] as const) {
				const random = createRandom(`${isShared} ${start} 24`);
				const cycle = 1 + ratePerSecond * (ttlSeconds + fillSeconds);
				const hitRates = Array.from(
					{length: 2000},
					() =>
						bruteForce({
							nextArrival: poissonInstants(ratePerSecond, random),
							reads,
							ttl: () => ttlSeconds,
							fill: fillSeconds,
							protection: isShared ? 'single-flight' : 'none',
							warmUp: start === 'cold' ? 0 : Math.floor(cycle * (2 + 3 * random.next())),
						}).hitRate,
				);
				const band = fillingBand({reads, ratePerSecond, ttlSeconds, fillSeconds, isShared, start})!;
				// The normal limit knows nothing of the start: from an empty cache the first cycle's worth of reads in fifty strays.
				const error = method === 'normal' && start === 'cold' ? overshoot(band, hitRates) : bandError(band, hitRates);
				expect(error).toBeLessThan(0.03);
			}
		}
	});
});

test.each([
	[1, 2, 1.5, true],
	[1, 2, 1.5, false],
	[1, 1, 1, false],
	[3, 1, 1, false],
])('the normal limit has the deviation of a simulation: λ = %d, T = %d, L = %d, shared: %s', (ratePerSecond, ttlSeconds, fillSeconds, isShared) => {
	const random = createRandom(26);
	const reads = 1000;
	const hitRates = Array.from(
		{length: 2500},
		() =>
			bruteForce({
				nextArrival: poissonInstants(ratePerSecond, random),
				reads,
				ttl: () => ttlSeconds,
				fill: fillSeconds,
				protection: isShared ? 'single-flight' : 'none',
				warmUp: 40,
			}).hitRate,
	);
	const mean = hitRates.reduce((sum, hitRate) => sum + hitRate, 0) / hitRates.length;
	const deviation = Math.sqrt(hitRates.reduce((sum, hitRate) => sum + (hitRate - mean) ** 2, 0) / hitRates.length);
	const {low, high} = fillingBand({reads, ratePerSecond, ttlSeconds, fillSeconds, isShared})!;
	expect(Math.abs((high - low) / (2 * 1.645 * deviation) - 1)).toBeLessThan(0.07);
});

it('is the band without fill time at L = 0, and undefined where no formula is', () => {
	const load = {reads: 120, ratePerSecond: 0.2, ttlSeconds: 5};
	expect(fillingBand({...load, fillSeconds: 0})).toEqual(renewalBand(load));
	expect(fillingBand({...load, fillSeconds: 6, isShared: false})).toBeUndefined();
	expect(fillingBand({...load, reads: 0, fillSeconds: 1})).toEqual({low: 0, high: 1});
});

it('is the same each time, simulated as it is', () => {
	const load = {reads: 40, ratePerSecond: 1, ttlSeconds: 5, fillSeconds: 1};
	expect(fillingBand(load)).toEqual(fillingBand(load));
});

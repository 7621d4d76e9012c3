import {describe, expect, it, test} from 'vitest';
import {pollersBand} from '../../source/lab/pollers-band.ts';
import {pollingBand} from '../../source/lab/polling-band.ts';
import {createRandom} from '../../source/chance/random.ts';
import {bandError} from './band-error.ts';
import {bruteForce, pollersInstants} from './brute-force.ts';

describe('against a simulation: n, V, P, T, L', () => {
	test.each([
		[360, 30, 5, 2, 0],
		[360, 30, 5, 2, 0.4],
		[60, 3, 5, 12, 0],
		[80, 10, 5, 7, 0.4],
	])('%d reads, %d, %d s, %d s, %d s', (reads, viewers, pollSeconds, ttlSeconds, fillSeconds) => {
		for (const isShared of [true, false]) {
			for (const start of ['stationary', 'cold'] as const) {
				const random = createRandom(`${isShared} ${start} 25`);
				const cycle = (viewers * (ttlSeconds + fillSeconds + pollSeconds)) / pollSeconds;
				const hitRates = Array.from(
					{length: 1000},
					() =>
						bruteForce({
							nextArrival: pollersInstants(viewers, pollSeconds, random),
							reads,
							ttl: () => ttlSeconds,
							fill: fillSeconds,
							protection: isShared ? 'single-flight' : 'none',
							warmUp: start === 'cold' ? 0 : Math.floor(cycle * (1 + random.next())),
						}).hitRate,
				);
				expect(bandError(pollersBand({reads, viewers, pollSeconds, ttlSeconds, fillSeconds, isShared, start})!, hitRates)).toBeLessThan(0.035);
			}
		}
	});
});

it('is the polling band for one viewer, and undefined where no formula is', () => {
	const load = {reads: 100, pollSeconds: 5, ttlSeconds: 12};
	expect(pollersBand({...load, viewers: 1})).toEqual(pollingBand(load));
	expect(pollersBand({...load, viewers: 3, fillSeconds: 6, isShared: false})).toBeUndefined();
	expect(pollersBand({...load, viewers: 3, reads: 0})).toEqual({low: 0, high: 1});
});

it('does not grow slow with the reads', () => {
	const {low, high} = pollersBand({reads: 1e9, viewers: 100, pollSeconds: 5, ttlSeconds: 1})!;
	expect(low).toBeGreaterThan(0.9);
	expect(high).toBeLessThan(1);
});

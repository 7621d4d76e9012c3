import * as fc from 'fast-check';
import {describe, expect, it, test} from 'vitest';
import {binomialBand} from '../../source/lab/binomial-band.ts';
import {createRandom} from '../../source/orders/random.ts';
import {bandError} from './band-error.ts';

test.each([
	// Summed in exact fractions.
	[10, 0.5, 2, 8],
	[20, 0.9, 16, 20],
	[120, 0.5, 51, 69],
	[100, 0.98, 95, 100],
])('%d reads at %d: %d…%d hits', (reads, hitRate, low, high) => {
	expect(binomialBand({reads, hitRate})).toEqual({low: low / reads, high: high / reads, method: 'exact'});
});

describe('against a simulation of independent reads', () => {
	test.each([[7, 0.3], [50, 0.857], [400, 0.98]])('%d reads at %d', (reads, hitRate) => {
		const random = createRandom(20);
		const hitRates = Array.from({length: 8000}, () => {
			let hits = 0;
			for (let read = 0; read < reads; read++) {
				hits += random.next() < hitRate ? 1 : 0;
			}

			return hits / reads;
		});
		expect(bandError(binomialBand({reads, hitRate}), hitRates)).toBeLessThan(0.008);
	});
});

it('goes over into the normal limit without a step', () => {
	const exact = binomialBand({reads: 4000, hitRate: 0.5});
	const normal = binomialBand({reads: 4001, hitRate: 0.5});
	expect([exact.method, normal.method]).toEqual(['exact', 'normal']);
	expect(Math.abs(exact.low - normal.low)).toBeLessThan(0.0004);
	expect(Math.abs(exact.high - normal.high)).toBeLessThan(0.0004);
});

it('knows nothing before the first read, and all where nothing is left to chance', () => {
	expect(binomialBand({reads: 0, hitRate: 0.5})).toEqual({low: 0, high: 1, method: 'exact'});
	expect(binomialBand({reads: 9, hitRate: 1})).toEqual({low: 1, high: 1, method: 'exact'});
	expect(binomialBand({reads: 9, hitRate: 0})).toEqual({low: 0, high: 0, method: 'exact'});
	expect(() => binomialBand({reads: -1, hitRate: 0.5})).toThrow(RangeError);
	expect(() => binomialBand({reads: 1, hitRate: 1.5})).toThrow(RangeError);
});

test('it holds h, lies in 0…1, and is the narrower the more reads', () => {
	fc.assert(fc.property(fc.integer({min: 1, max: 100_000}), fc.double({min: 0, max: 1, noNaN: true}), (reads, hitRate) => {
		const {low, high} = binomialBand({reads, hitRate});
		expect(low).toBeGreaterThanOrEqual(0);
		expect(low).toBeLessThanOrEqual(hitRate);
		expect(high).toBeGreaterThanOrEqual(hitRate);
		expect(high).toBeLessThanOrEqual(1);
		const more = binomialBand({reads: reads * 16, hitRate});
		expect(more.high - more.low).toBeLessThanOrEqual(high - low + 2 / reads);
	}));
});

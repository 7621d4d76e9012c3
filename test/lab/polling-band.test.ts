import * as fc from 'fast-check';
import {expect, it, test} from 'vitest';
import {pollingBand} from '../../source/lab/polling-band.ts';
import {pollingReads} from '../../source/lab/polling-reads.ts';

it('is one miss wide', () => {
	expect(pollingBand({reads: 100, pollSeconds: 5, ttlSeconds: 12})).toEqual({low: 66 / 100, high: 67 / 100});
	expect(pollingBand({reads: 99, pollSeconds: 5, ttlSeconds: 12})).toEqual({low: 2 / 3, high: 2 / 3});
	expect(pollingBand({reads: 4, pollSeconds: 5, ttlSeconds: 300})).toEqual({low: 0.75, high: 1});
	expect(pollingBand({reads: 0, pollSeconds: 5, ttlSeconds: 12})).toEqual({low: 0, high: 1});
});

test('whatever read one begins with, the observed hit rate is in it, and reaches both ends', () => {
	const load = fc.record({
		pollSeconds: fc.integer({min: 1, max: 20}),
		ttlSeconds: fc.integer({min: 0, max: 200}),
		fillSeconds: fc.integer({min: 0, max: 30}),
	});
	fc.assert(
		fc.property(load, fc.integer({min: 1, max: 300}), (load, reads) => {
			const cycle = pollingReads(load).hitsPerMiss + 1;
			const observed = Array.from({length: cycle}, (_, first) => {
				let hits = 0;
				for (let read = first; read < first + reads; read++) {
					hits += read % cycle === 0 ? 0 : 1;
				}

				return hits / reads;
			});
			const {low, high} = pollingBand({...load, reads});
			expect([Math.min(...observed), Math.max(...observed)]).toEqual([low, high]);
		}),
	);
});

it('refuses half a read', () => {
	expect(() => pollingBand({reads: 0.5, pollSeconds: 5, ttlSeconds: 12})).toThrow(RangeError);
});

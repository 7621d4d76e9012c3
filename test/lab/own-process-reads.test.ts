import * as fc from 'fast-check';
import {expect, it} from 'vitest';
import {unprotectedReads} from '../../source/lab/fill-time.ts';
import {ownProcessReads, stampedeOfOwnProcesses} from '../../source/lab/own-process-reads.ts';

it('lies between one for all and one for each read', () => {
	const seconds = fc.double({min: 0.01, max: 10, noNaN: true});
	fc.assert(
		fc.property(fc.integer({min: 1, max: 1000}), seconds, seconds, seconds, (viewers, ratePerSecond, a, b) => {
			const load = {ratePerSecond, ttlSeconds: Math.max(a, b), fillSeconds: Math.min(a, b)};
			const size = stampedeOfOwnProcesses({viewers, ...load});
			expect(size).toBeGreaterThanOrEqual(1);
			expect(size).toBeLessThanOrEqual(Math.min(viewers, 1 + ratePerSecond * load.fillSeconds) + 1e-9);
			const own = ownProcessReads({viewers, ...load})!;
			const unprotected = unprotectedReads(load)!;
			expect(own.originPerSecond).toBeLessThanOrEqual(unprotected.originPerSecond + 1e-3 * ratePerSecond);
		}),
		{numRuns: 40},
	);
});

it('does not pretend where fills outlast the key, and refuses no viewers', () => {
	expect(ownProcessReads({viewers: 3, ratePerSecond: 1, ttlSeconds: 1, fillSeconds: 2})).toBeUndefined();
	expect(() => ownProcessReads({viewers: 0, ratePerSecond: 1, ttlSeconds: 1, fillSeconds: 1})).toThrow(RangeError);
});

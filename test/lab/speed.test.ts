import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {breakEvenHitRate, effectiveSpeedup} from '../../source/lab/speed.ts';
import {createRandom} from '../../source/chance/random.ts';

const times = {getMs: 0.3, originMs: 150, setMs: 0.3};

test.each([
	// The reference's 0.984 is 60/61, one poll in 5 s at a TTL of 5 minutes.
	[60 / 61, 54, 0],
	[0.9, 9.8, 1],
	[0.5, 2, 1],
])('effective at h = %d: %d×', (hitRate, reference, digits) => {
	expect(effectiveSpeedup(times, hitRate)).toBeCloseTo(reference, digits);
});

test('against a simulation', () => {
	const random = createRandom(14);
	let withCache = 0;
	for (let read = 0; read < 200_000; read++) {
		withCache += times.getMs + (random.next() < 0.9 ? 0 : times.originMs + times.setMs);
	}

	expect(Math.abs((200_000 * times.originMs) / withCache / effectiveSpeedup(times, 0.9) - 1)).toBeLessThan(0.02);
});

test('at the break-even hit rate the cache neither saves nor costs; above it saves', () => {
	const ms = fc.double({min: 0.001, max: 10_000, noNaN: true});
	fc.assert(
		fc.property(ms, ms, ms, (getMs, originMs, setMs) => {
			const steps = {getMs, originMs, setMs};
			const breakEven = breakEvenHitRate(steps);
			expect(effectiveSpeedup(steps, 1) >= 1 - 1e-9).toBe(breakEven <= 1 + 1e-9);
			expect(effectiveSpeedup(steps, 0)).toBeLessThan(1);
			expect(effectiveSpeedup(steps, Math.min(1, breakEven))).toBeCloseTo(breakEven <= 1 ? 1 : originMs / getMs, 6);
		}),
	);
});

test('the break-even of the reference times', () => {
	expect(breakEvenHitRate(times)).toBeCloseTo(0.6 / 150.3, 12);
});

test('refuses what has no meaning', () => {
	expect(() => effectiveSpeedup(times, 1.1)).toThrow('hitRate must lie in 0…1, not 1.1');
	expect(() => effectiveSpeedup({getMs: 0, originMs: 0, setMs: 0}, 0)).toThrow(RangeError);
	expect(() => breakEvenHitRate({...times, setMs: -1})).toThrow(RangeError);
});

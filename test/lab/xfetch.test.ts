import {expect, it, test} from 'vitest';
import {xfetchRecomputations} from '../../source/lab/xfetch.ts';
import {createRandom} from '../../source/chance/random.ts';

test.each([
	[1, 2.72],
	[2, 1.66],
])('β = %d: the reference value', (beta, reference) => {
	// Where reads come quickly it nears e^(1/β).
	const recomputations = xfetchRecomputations({ratePerSecond: 10_000, ttlSeconds: 60, fillSeconds: 1, beta});
	expect(Math.abs(recomputations / reference - 1)).toBeLessThan(0.01);
	expect(recomputations).toBeCloseTo(Math.exp(1 / beta), 2);
});

test.each([
	[200, 20, 0.5, 1],
	[50, 20, 0.5, 2],
	[5, 10, 0.4, 1],
	[0.5, 10, 0.4, 1],
	[2, 30, 2, 0.5],
])('against a simulation: λ = %d, T = %d, L = %d, β = %d', (ratePerSecond, ttlSeconds, fillSeconds, beta) => {
	const random = createRandom(11);
	const cycles = 8000;
	let recomputations = 0;
	for (let cycle = 0; cycle < cycles; cycle++) {
		let done = Number.POSITIVE_INFINITY;
		// Reads long before the expiry hardly ever recompute: begin 15 scales ahead of it, or with the TTL.
		let now = Math.max(0, ttlSeconds - 15 * beta * fillSeconds);
		for (;;) {
			now -= Math.log(1 - random.next()) / ratePerSecond;
			if (now >= done) {
				break;
			}

			if (now - fillSeconds * beta * Math.log(1 - random.next()) >= ttlSeconds) {
				recomputations++;
				done = Math.min(done, now + fillSeconds);
			}
		}
	}

	const predicted = xfetchRecomputations({ratePerSecond, ttlSeconds, fillSeconds, beta});
	expect(Math.abs(recomputations / cycles / predicted - 1)).toBeLessThan(0.02);
});

it('does nothing at dashboard rates: there it is the unprotected 1 + λL', () => {
	const predicted = xfetchRecomputations({ratePerSecond: 0.2, ttlSeconds: 300, fillSeconds: 0.4});
	expect(predicted).toBeGreaterThan(1.07);
	expect(predicted).toBeLessThan(1.08);
	expect(xfetchRecomputations({ratePerSecond: 0.2, ttlSeconds: 300, fillSeconds: 0})).toBe(1);
});

it('refuses β = 0', () => {
	expect(() => xfetchRecomputations({ratePerSecond: 1, ttlSeconds: 1, fillSeconds: 1, beta: 0})).toThrow('beta must be a finite number above 0, not 0');
});

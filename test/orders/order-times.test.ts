import fc from 'fast-check';
import {expect, test} from 'vitest';
import {orderTimes} from '../../source/orders/order-times.ts';
import {createRandom} from '../../source/orders/random.ts';

const hourMs = 3_600_000;

test('whole milliseconds in [now − days, now), even with the least and greatest random numbers', () => {
	const corner = fc.constantFrom(0, 0.5, 1 - 2 ** -32, 1 - 2 ** -53);
	fc.assert(fc.property(fc.integer({min: 1e9, max: 4e12}), fc.integer({min: 1, max: 400}), fc.array(corner, {minLength: 2, maxLength: 8}), (nowMs, days, numbers) => {
		let i = 0;
		const next = orderTimes(nowMs, days, {next: () => numbers[i++ % numbers.length]!, below: () => 0});
		for (let draw = 0; draw < 8; draw++) {
			const placedAtMs = next();
			expect(Number.isInteger(placedAtMs)).toBe(true);
			expect(placedAtMs).toBeGreaterThanOrEqual(nowMs - days * 24 * hourMs);
			expect(placedAtMs).toBeLessThan(nowMs);
		}
	}));
});

test('an hour that has only begun gets its share and no more', () => {
	// Of the 24 hours up to 20:06 UTC, six minutes of the busiest one lie at the end and 54 at the start.
	const nowMs = Date.UTC(2026, 10, 24, 20, 6);
	const next = orderTimes(nowMs, 1, createRandom('partial'));
	const count = 50_000;
	let last = 0;
	let first = 0;
	for (let i = 0; i < count; i++) {
		const placedAtMs = next();
		last += placedAtMs >= nowMs - 0.1 * hourMs ? 1 : 0;
		first += placedAtMs < nowMs - 23.1 * hourMs ? 1 : 0;
	}

	expect(first / last).toBeGreaterThan(7);
	expect(first / last).toBeLessThan(11);
});

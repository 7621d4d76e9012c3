import fc from 'fast-check';
import {expect, test} from 'vitest';
import {orderTimes} from '../../../source/scenarios/shop/order-times.ts';
import {createRandom} from '../../../source/chance/random.ts';

const hourMs = 3_600_000;

test('whole milliseconds in [from, to), even with the least and greatest random numbers', () => {
	const corner = fc.constantFrom(0, 0.5, 1 - 2 ** -32, 1 - 2 ** -53);
	const zone = fc.constantFrom('UTC', 'Asia/Kolkata', 'Asia/Kathmandu', 'America/New_York', 'Australia/Lord_Howe');
	fc.assert(
		fc.property(
			fc.integer({min: 1e9, max: 4e12}),
			fc.integer({min: 1, max: 25 * hourMs}),
			zone,
			fc.array(corner, {minLength: 2, maxLength: 8}),
			(fromMs, lengthMs, timeZone, numbers) => {
				let i = 0;
				const next = orderTimes(fromMs, fromMs + lengthMs, timeZone, {next: () => numbers[i++ % numbers.length]!});
				for (let draw = 0; draw < 8; draw++) {
					const placedAtMs = next();
					expect(Number.isInteger(placedAtMs)).toBe(true);
					expect(placedAtMs).toBeGreaterThanOrEqual(fromMs);
					expect(placedAtMs).toBeLessThan(fromMs + lengthMs);
				}
			},
		),
	);
});

test.each(['UTC', 'Asia/Kolkata', 'America/New_York'])('the hours are those of the clocks in %s', timeZone => {
	const offsetMs = {UTC: 0, 'Asia/Kolkata': -5.5 * hourMs, 'America/New_York': 5 * hourMs}[timeZone]!;
	const midnightMs = Date.UTC(2026, 10, 24) + offsetMs;
	const next = orderTimes(midnightMs, midnightMs + 24 * hourMs, timeZone, createRandom('hours'));
	const hours = Array.from({length: 24}, () => 0);
	for (let i = 0; i < 50_000; i++) {
		hours[Math.floor((next() - midnightMs) / hourMs)]! += 1;
	}

	expect(hours.indexOf(Math.max(...hours))).toBe(20);
	expect(Math.max(...hours.slice(1, 6))).toBeLessThan(Math.min(...hours.slice(8)));
});

test('an hour that has only begun gets its share and no more', () => {
	// Six minutes of the busiest hour lie at the end and 54 of the one before at the start.
	const toMs = Date.UTC(2026, 10, 24, 20, 6);
	const next = orderTimes(toMs - hourMs, toMs, 'UTC', createRandom('partial'));
	const count = 50_000;
	let last = 0;
	for (let i = 0; i < count; i++) {
		last += next() >= toMs - 0.1 * hourMs ? 1 : 0;
	}

	expect(last / count).toBeGreaterThan(0.1);
	expect(last / count).toBeLessThan(0.115);
});

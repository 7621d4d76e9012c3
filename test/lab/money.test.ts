import * as fc from 'fast-check';
import {describe, expect, it, test} from 'vitest';
import {driversStillWithinShare, windowRmsErrorCents, windowRmsErrorShare} from '../../source/lab/money.ts';
import {poissonReads} from './poisson-reads.ts';
import {createRandom} from '../../source/chance/random.ts';

const month = 30 * 86_400;

test('the lesson\'s own scale: a 5-minute-old 30-day figure is 0.005 % off', () => {
	const share = windowRmsErrorShare({ageSeconds: 300, ordersPerSecond: 0.0634, valueVariation: 1, windowSeconds: month});
	expect(share * 100).toBeCloseTo(0.005, 3);
});

test('over all reads: √(T·h·(1 + c²)/μ)/W', () => {
	const {hitRate, meanAgeSeconds} = poissonReads({ratePerSecond: 0.2, ttlSeconds: 30});
	const share = windowRmsErrorShare({ageSeconds: meanAgeSeconds, ordersPerSecond: 2, valueVariation: 0.8, windowSeconds: 3600});
	expect(share).toBeCloseTo(Math.sqrt(30 * hitRate * (1 + 0.8 ** 2) / 2) / 3600, 12);
});

test('relative and absolute agree: μ·v·W is the window\'s revenue', () => {
	const [meanCents, valueVariation, ordersPerSecond, ageSeconds, windowSeconds] = [5000, 0.7, 3, 12, 900];
	const cents = windowRmsErrorCents({ordersPerSecond, squareCents: meanCents ** 2 * (1 + valueVariation ** 2), ageSeconds});
	expect(cents / (ordersPerSecond * meanCents * windowSeconds))
		.toBeCloseTo(windowRmsErrorShare({ageSeconds, ordersPerSecond, valueVariation, windowSeconds}), 12);
});

test('a rolling window against a simulation: mean 0, and the RMS', () => {
	const random = createRandom(12);
	const [ordersPerSecond, windowSeconds, ageSeconds, runs] = [0.5, 60, 20, 20_000];
	let sum = 0;
	let squares = 0;
	for (let run = 0; run < runs; run++) {
		// Orders of 100…900 cents from the start of the stale window to the end of the true one.
		let error = 0;
		for (let at = 0; at < windowSeconds + ageSeconds;) {
			const cents = 100 + random.next() * 800;
			at -= Math.log(1 - random.next()) / ordersPerSecond;
			if (at < ageSeconds) {
				error += cents;
			} else if (at > windowSeconds && at < windowSeconds + ageSeconds) {
				error -= cents;
			}
		}

		sum += error;
		squares += error ** 2;
	}

	const predicted = windowRmsErrorCents({ordersPerSecond, squareCents: 500 ** 2 + 800 ** 2 / 12, ageSeconds});
	expect(Math.abs(Math.sqrt(squares / runs) / predicted - 1)).toBeLessThan(0.02);
	expect(Math.abs(sum / runs / predicted)).toBeLessThan(0.03);
});

describe('drivers within 2 km at 10 m/s', () => {
	test.each([[4, 0.987], [30, 0.905], [60, 0.809], [300, 0.144]])('%d s: the reference value', (ageSeconds, reference) => {
		expect(Math.abs(driversStillWithinShare({radiusMetres: 2000, speedMetresPerSecond: 10, ageSeconds}) - reference)).toBeLessThan(0.001);
	});

	it('agrees with a simulation', () => {
		const random = createRandom(13);
		for (const ageSeconds of [30, 300]) {
			let still = 0;
			for (let driver = 0; driver < 100_000; driver++) {
				const [radius, place, heading] = [2000 * Math.sqrt(random.next()), 2 * Math.PI * random.next(), 2 * Math.PI * random.next()];
				const x = radius * Math.cos(place) + 10 * ageSeconds * Math.cos(heading);
				const y = radius * Math.sin(place) + 10 * ageSeconds * Math.sin(heading);
				still += Math.hypot(x, y) <= 2000 ? 1 : 0;
			}

			expect(Math.abs(still / 100_000 - driversStillWithinShare({radiusMetres: 2000, speedMetresPerSecond: 10, ageSeconds}))).toBeLessThan(0.004);
		}
	});

	it('is 1 for a fresh list, 0 for one that is too old, and falls', () => {
		const share = (ageSeconds: number) => driversStillWithinShare({radiusMetres: 2000, speedMetresPerSecond: 10, ageSeconds});
		expect([share(0), share(400), share(1e9)]).toEqual([1, 0, 0]);
		const age = fc.double({min: 0, max: 500, noNaN: true});
		fc.assert(fc.property(age, age, (a, b) => {
			expect(share(Math.max(a, b))).toBeLessThanOrEqual(share(Math.min(a, b)) + 1e-12);
		}));
	});
});

test('refuses what has no meaning', () => {
	expect(() => windowRmsErrorShare({ageSeconds: 1, ordersPerSecond: 0, valueVariation: 1, windowSeconds: 1})).toThrow(RangeError);
	expect(() => windowRmsErrorCents({ordersPerSecond: 1, squareCents: 1, ageSeconds: -1})).toThrow(RangeError);
	expect(() => driversStillWithinShare({radiusMetres: 0, speedMetresPerSecond: 1, ageSeconds: 1})).toThrow(RangeError);
});

import {expect, test} from 'vitest';
import {windowRmsErrorShare} from '../../source/lab/money.ts';
import {poissonReads} from './poisson-reads.ts';
import {createRandom} from '../../source/chance/random.ts';

const month = 30 * 86_400;

test("the lesson's own scale: a 5-minute-old 30-day figure is 0.005 % off", () => {
	const share = windowRmsErrorShare({ageSeconds: 300, ordersPerSecond: 0.0634, valueVariation: 1, windowSeconds: month});
	expect(share * 100).toBeCloseTo(0.005, 3);
});

test('over all reads: √(T·h·(1 + c²)/μ)/W', () => {
	const {hitRate, meanAgeSeconds} = poissonReads({ratePerSecond: 0.2, ttlSeconds: 30});
	const share = windowRmsErrorShare({ageSeconds: meanAgeSeconds, ordersPerSecond: 2, valueVariation: 0.8, windowSeconds: 3600});
	expect(share).toBeCloseTo(Math.sqrt((30 * hitRate * (1 + 0.8 ** 2)) / 2) / 3600, 12);
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

	// Of a uniform value, the deviation is the range over √12.
	const predicted =
		windowRmsErrorShare({ageSeconds, ordersPerSecond, valueVariation: 800 / Math.sqrt(12) / 500, windowSeconds}) * ordersPerSecond * 500 * windowSeconds;
	expect(Math.abs(Math.sqrt(squares / runs) / predicted - 1)).toBeLessThan(0.02);
	expect(Math.abs(sum / runs / predicted)).toBeLessThan(0.03);
});

test('refuses what has no meaning', () => {
	expect(() => windowRmsErrorShare({ageSeconds: 1, ordersPerSecond: 0, valueVariation: 1, windowSeconds: 1})).toThrow(RangeError);
});

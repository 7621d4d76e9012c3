import {expect, test} from 'vitest';
import {gammaAtMost, logGamma, poissonAtMost} from '../../source/lab/gamma.ts';

test('logGamma is the logarithm of the factorial', () => {
	let sum = 0;
	for (let n = 1; n <= 2000; n++) {
		expect(Math.abs(logGamma(n) - sum)).toBeLessThan(1e-11 * Math.max(1, sum));
		sum += Math.log(n);
	}

	expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 12);
});

test.each([0.01, 1, 7.5, 40, 700])('poissonAtMost is the sum of the probabilities: mean %d', mean => {
	let sum = 0;
	let logFactorial = 0;
	for (let count = 0; count < 900; count++) {
		logFactorial += Math.log(Math.max(1, count));
		sum += Math.exp(count * Math.log(mean) - mean - logFactorial);
		expect(poissonAtMost(count, mean)).toBeCloseTo(sum, 9);
	}

	expect(poissonAtMost(0, 0)).toBe(1);
});

test('it holds for counts of a million, rises with the count and ends at 1', () => {
	expect(poissonAtMost(-1, 5)).toBe(0);
	// The median of a Poisson count is within a unit of its mean: 1/2 + (2/3)/√(2π·mean) at the mean itself.
	expect(poissonAtMost(1e6, 1e6)).toBeCloseTo(0.5 + 2 / 3 / Math.sqrt(2 * Math.PI * 1e6), 7);
	expect(poissonAtMost(1e6 + 1645, 1e6)).toBeCloseTo(0.95, 3);
	expect(poissonAtMost(10_000, 100)).toBe(1);
	expect(poissonAtMost(100, 10_000)).toBeCloseTo(0, 12);
	const values = Array.from({length: 300}, (_, count) => poissonAtMost(count, 150));
	expect(values).toEqual(values.toSorted((a, b) => a - b));
});

test.each([
	// Closed forms: 1 − e^(−x), erf(√x), 1 − e^(−x)(1 + x).
	[1, 0.7, 1 - Math.exp(-0.7)],
	[1, 9, 1 - Math.exp(-9)],
	[0.5, 0.25, 0.520_499_877_813_046_5],
	[0.5, 4, 0.995_322_265_018_952_7],
	[2, 3, 1 - 4 * Math.exp(-3)],
	[3, 0, 0],
])('a gamma number of shape %d is at most %d with probability %d', (shape, x, probability) => {
	expect(gammaAtMost(shape, x)).toBeCloseTo(probability, 9);
});

test('a gamma number of whole shape is at most x when so many Poisson arrivals are', () => {
	for (const [shape, x] of [
		[1, 0.1],
		[5, 3],
		[40, 55],
		[1000, 990],
	] as const) {
		expect(gammaAtMost(shape, x)).toBeCloseTo(1 - poissonAtMost(shape - 1, x), 9);
	}

	expect(gammaAtMost(1e-6, 0.5)).toBeCloseTo(1, 5);
});

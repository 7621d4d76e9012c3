import {expect, it, test} from 'vitest';
import {poissonAtMost} from '../../source/lab/gamma.ts';
import {poissonCount, poissonGapSeconds} from '../../source/lab/poisson.ts';
import {createRandom} from '../../source/chance/random.ts';

test.each([0, 0.3, 4, 9.9, 10, 30, 1000, 1e6])('poissonCount has the Poisson distribution: mean %d', mean => {
	const random = createRandom(`count ${mean}`);
	const size = 40_000;
	const counts = Array.from({length: size}, () => poissonCount(mean, random)).sort((a, b) => a - b);
	const average = counts.reduce((sum, count) => sum + count, 0) / size;
	expect(Math.abs(average - mean)).toBeLessThanOrEqual(4 * Math.sqrt(mean / size));
	// Kolmogorov and Smirnov's distance, at the end of each run of equal counts: 1.95/√n is passed once in a thousand.
	let distance = 0;
	for (const [i, count] of counts.entries()) {
		if (count !== counts[i + 1] && (mean < 100_000 || i % 50 === 0)) {
			distance = Math.max(distance, Math.abs((i + 1) / size - poissonAtMost(count, mean)));
		}
	}

	expect(distance).toBeLessThan(1.95 / Math.sqrt(size));
});

test('gaps are exponential', () => {
	const random = createRandom(17);
	const gaps = Array.from({length: 50_000}, () => poissonGapSeconds(4, random)).sort((a, b) => a - b);
	for (const p of [0.1, 0.5, 0.9, 0.99]) {
		expect(gaps[Math.floor(p * gaps.length)]! / (-Math.log(1 - p) / 4)).toBeCloseTo(1, 1);
	}

	expect(gaps[0]).toBeGreaterThanOrEqual(0);
});

it('is determined by its seed, and refuses what has no meaning', () => {
	const counts = (seed: number) => [2, 50, 1e5].map(mean => poissonCount(mean, createRandom(seed)));
	expect(counts(1)).toEqual(counts(1));
	expect(counts(1)).not.toEqual(counts(2));
	expect(() => poissonCount(-1, createRandom(1))).toThrow(RangeError);
	expect(() => poissonCount(Number.POSITIVE_INFINITY, createRandom(1))).toThrow(RangeError);
	expect(() => poissonGapSeconds(0, createRandom(1))).toThrow(RangeError);
});

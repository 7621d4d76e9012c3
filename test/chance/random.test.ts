import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createRandom} from '../../source/chance/random.ts';

const draws = (seed: number | string, count: number) => {
	const random = createRandom(seed);
	return Array.from({length: count}, () => random.next());
};

test('equal seeds give equal streams, other seeds others', () => {
	fc.assert(
		fc.property(fc.string(), fc.string(), (a, b) => {
			expect(draws(a, 5)).toEqual(draws(a, 5));
			fc.pre(a !== b);
			expect(draws(a, 5)).not.toEqual(draws(b, 5));
		}),
	);
	expect(draws(42, 3)).toEqual(draws('42', 3));
});

test('numbers are in [0, 1), whole ones in [0, limit)', () => {
	fc.assert(
		fc.property(fc.integer(), fc.integer({min: 1, max: 1_000_000}), (seed, limit) => {
			const random = createRandom(seed);
			for (let i = 0; i < 50; i++) {
				const number = random.next();
				expect(number >= 0 && number < 1).toBe(true);
				const whole = random.below(limit);
				expect(Number.isInteger(whole) && whole >= 0 && whole < limit).toBe(true);
			}
		}),
	);
});

test('they are uniform: chi-squared over 100 cells, and pairs over 100 more', () => {
	const count = 100_000;
	const numbers = draws('uniform', count);
	const chiSquared = (cells: readonly number[], total: number) => {
		const counts = Array.from({length: 100}, () => 0);
		for (const cell of cells) {
			counts[cell]! += 1;
		}

		return counts.reduce((sum, found) => sum + (found - total / 100) ** 2 / (total / 100), 0);
	};

	// 99 degrees of freedom: above 160 once in 10,000 streams, and this one is fixed.
	expect(
		chiSquared(
			numbers.map(number => Math.floor(number * 100)),
			count,
		),
	).toBeLessThan(160);
	const pairs = Array.from({length: count / 2}, (_, i) => Math.floor(numbers[2 * i]! * 10) * 10 + Math.floor(numbers[2 * i + 1]! * 10));
	expect(chiSquared(pairs, count / 2)).toBeLessThan(160);
});

test('drawn at once they are those of one at a time, and the stream goes on behind them', () => {
	fc.assert(
		fc.property(fc.integer(), fc.array(fc.integer({min: 0, max: 9}), {maxLength: 5}), (seed, lengths) => {
			const [random, oneByOne] = [createRandom(seed), createRandom(seed)];
			for (const length of lengths) {
				const words = new Uint32Array(length);
				random.draw(words);
				expect(Array.from(words, word => word / 2 ** 32)).toEqual(Array.from({length}, () => oneByOne.next()));
				expect(random.below(1000)).toBe(oneByOne.below(1000));
			}
		}),
	);
});

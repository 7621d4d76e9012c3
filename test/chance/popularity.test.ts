import {expect, test} from 'vitest';
import {drawBy, popularityOf, zipf} from '../../source/chance/popularity.ts';
import {createUniform} from '../../source/chance/random.ts';

test("Zipf's law gives the i-th one in proportion to 1/i^s, all together 1", () => {
	expect([...zipf(3)].map(share => share.toFixed(9))).toEqual([6 / 11, 3 / 11, 2 / 11].map(share => share.toFixed(9)));
	expect([...zipf(2, 2)]).toEqual([0.8, 0.2]);
	expect([...zipf(4, 0)]).toEqual([0.25, 0.25, 0.25, 0.25]);
	const many = zipf(100_000);
	expect(many).toHaveLength(100_000);
	expect(many.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
});

test('weights in any order become popularity, the greatest first; none, or one that is no weight, is refused', () => {
	expect([...popularityOf([1, 0, 3])]).toEqual([0.75, 0.25, 0]);
	for (const weights of [[], [0, 0], [1, -1], [1, Number.NaN], [Number.POSITIVE_INFINITY]]) {
		expect(() => popularityOf(weights)).toThrow(RangeError);
	}
});

test('what is drawn is as popular as it should be, and never one that nobody asks for', () => {
	const draw = drawBy(popularityOf([3, 1, 0]));
	expect([0, 0.749, 0.75, 0.999_999_999].map(uniform => draw(uniform))).toEqual([0, 0, 1, 1]);
	const next = createUniform('draw');
	const drawn = new Float64Array(1000);
	const drawOne = drawBy(zipf(1000));
	for (let i = 0; i < 200_000; i++) {
		drawn[drawOne(next())]! += 1 / 200_000;
	}

	expect(drawn[0]).toBeCloseTo(zipf(1000)[0]!, 2);
	expect(drawn.slice(100).reduce((sum, share) => sum + share, 0)).toBeCloseTo(
		zipf(1000)
			.slice(100)
			.reduce((sum, share) => sum + share, 0),
		2,
	);
});

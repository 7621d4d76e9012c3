import * as fc from 'fast-check';
import {describe, expect, it, test} from 'vitest';
import {median, quantile} from '../../source/lab/quantiles.ts';

describe('quantile, definition 7', () => {
	test.each([
		[[1, 2, 3, 4], 0.25, 1.75],
		[[4, 1, 3, 2], 0.5, 2.5],
		[[10, 9, 100], 0.5, 10],
		[[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.95, 9.55],
		[[7], 0.99, 7],
		[[2, 1], 0, 1],
		[[2, 1], 1, 2],
	])('%j at %d is %d', (values, p, expected) => {
		expect(quantile(values, p)).toBeCloseTo(expected, 12);
	});

	it('is undefined for nothing, and leaves its argument alone', () => {
		expect([quantile([], 0.5), median([])]).toEqual([undefined, undefined]);
		const values = [3, 1, 2];
		expect(median(values)).toBe(2);
		expect(values).toEqual([3, 1, 2]);
		expect(() => quantile([1], 1.5)).toThrow(RangeError);
	});

	it('rises with p, between the least and the greatest', () => {
		const p = fc.double({min: 0, max: 1, noNaN: true});
		fc.assert(
			fc.property(fc.array(fc.double({min: -1e9, max: 1e9, noNaN: true}), {minLength: 1}), p, p, (values, a, b) => {
				const [low, high] = [quantile(values, Math.min(a, b))!, quantile(values, Math.max(a, b))!];
				expect(low).toBeLessThanOrEqual(high + Math.abs(high) * 1e-12);
				expect(quantile(values, 0)).toBeLessThanOrEqual(low + Math.abs(low) * 1e-12);
				expect(quantile(values, 1)).toBe(Math.max(...values));
			}),
		);
	});
});

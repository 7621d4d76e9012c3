import * as fc from 'fast-check';
import {expect, it} from 'vitest';
import {createAgeHistogram} from '../../source/lab/age-histogram.ts';
import {quantile} from '../../source/lab/quantiles.ts';
import {createRandom} from '../../source/orders/random.ts';

it('finds a quantile within 1/2,048 of the greatest, whatever comes in whatever order', () => {
	fc.assert(fc.property(fc.array(fc.double({min: 0, max: 1e9, noNaN: true}), {minLength: 1, maxLength: 300}), fc.double({min: 0, max: 1, noNaN: true}), (ages, p) => {
		const histogram = createAgeHistogram();
		for (const age of ages) {
			histogram.add(age);
		}

		const ascending = ages.toSorted((a, b) => a - b);
		const greatest = ascending.at(-1)!;
		const slack = Math.max(1, greatest / 2048) + 1e-6;
		const found = histogram.quantile(p);
		const atMost = (limit: number) => ages.filter(age => age <= limit).length / ages.length;
		expect(histogram.count).toBe(ages.length);
		expect(atMost(found + slack)).toBeGreaterThanOrEqual(p - 1e-9);
		expect(found).toBeLessThanOrEqual(ascending[Math.max(0, Math.ceil(p * ages.length - 1e-9) - 1)]! + slack);
	}));
});

it('agrees with the array\'s own quantiles over many numbers', () => {
	const random = createRandom(4);
	const ages = Array.from({length: 20_000}, () => 3e8 * random.next() ** 2);
	const histogram = createAgeHistogram();
	for (const age of ages) {
		histogram.add(age);
	}

	for (const p of [0.05, 0.5, 0.95, 0.999]) {
		expect(Math.abs(histogram.quantile(p) - quantile(ages, p)!)).toBeLessThan(3e8 / 2048);
	}

	expect(histogram.quantile(1)).toBe(Math.max(...ages));
	expect(createAgeHistogram().quantile(0.5)).toBe(0);
});

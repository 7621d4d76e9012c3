import fc from 'fast-check';
import {expect, test} from 'vitest';
import {type ClassAge, keepingCosts} from '../../source/lab/keeping-costs.ts';

const gib = 1024 ** 3;
/** A GiB in each layer. */
const bytes = {postgres: 1, mongo: 1, redis: 1, gcs: 1, history: 1};
const rules: readonly ClassAge[] = [
	{storageClass: 'NEARLINE', ageDays: 30},
	{storageClass: 'COLDLINE', ageDays: 90},
	{storageClass: 'ARCHIVE', ageDays: 365},
];
const costsOf = (facts: number, its: readonly ClassAge[] = rules, years = 5) => keepingCosts({facts, years}, bytes, its);
const layer = (costs: ReturnType<typeof costsOf>, wanted: string) => costs.layers.find(({keeper}) => keeper === wanted)!;

test('a GiB a year, by hand from the list', () => {
	const costs = costsOf(gib);
	expect(layer(costs, 'postgres').storageCents).toBeCloseTo(100 * 0.17 * 12, 9);
	expect(layer(costs, 'postgres').serverCents).toBeCloseTo(100 * 8760 * (0.0413 + 3.75 * 0.007), 6);
	expect(layer(costs, 'mongo').storageCents).toBeCloseTo(100 * (gib / 1e9) * 0.5 * 12, 9);
	expect(layer(costs, 'redis').storageCents).toBeCloseTo(100 * 0.049 * 8760, 9);
	const days = 5 * 365.25;
	expect(layer(costs, 'history').storageCents).toBeCloseTo(1200 * ((90 / days) * 0.02 + (1 - 90 / days) * 0.01), 9);
	// By the month: $0.020, $0.010, $0.004 and $0.0012, as Google's own page had them.
	expect(layer(costs, 'gcs').storageCents).toBeCloseTo(1200 * ((30 * 0.02 + 60 * 0.01 + 275 * 0.004 + (days - 365) * 0.0012) / days), 2);
	expect(costs.standardCents).toBeCloseTo(24, 2);
	expect(costs.retrievalCents).toBeCloseTo(100 * ((60 * 0.01 + 275 * 0.02 + (days - 365) * 0.05) / days), 9);
	expect(costs.scanCents).toBeCloseTo(625 / 1024, 9);
});

test('Redis is paid by whole GiB, and more of it costs less each', () => {
	const cents = (gibs: number) => layer(costsOf(gibs * gib), 'redis').storageCents / (100 * 8760);
	expect([0.1, 1, 1.5, 4, 5, 11, 36, 101].map(cents)).toEqual(
		[0.049, 0.049, 2 * 0.049, 4 * 0.049, 5 * 0.027, 11 * 0.023, 36 * 0.019, 101 * 0.016].map(value => expect.closeTo(value, 9)),
	);
});

test('the classes are all of the time, whatever the rules, and colder rules never cost more', () => {
	const ages = fc.uniqueArray(fc.integer({min: 1, max: 3000}), {minLength: 3, maxLength: 3}).map(days => days.sort((a, b) => a - b));
	fc.assert(
		fc.property(ages, fc.integer({min: 1, max: 10}), ([a, b, c], years) => {
			const its = rules.map(({storageClass}, i) => ({storageClass, ageDays: [a, b, c][i]!}));
			const {classes, standardCents, layers} = costsOf(gib, its, years);
			expect(classes.reduce((sum, {share}) => sum + share, 0)).toBeCloseTo(1, 9);
			expect(classes.every(({share}) => share >= 0)).toBe(true);
			expect(layers.find(({keeper}) => keeper === 'gcs')!.storageCents).toBeLessThanOrEqual(standardCents + 1e-9);
		}),
	);
});

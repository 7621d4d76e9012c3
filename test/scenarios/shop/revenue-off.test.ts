import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {offBy} from '../../../source/scenarios/shop/revenue-off.ts';
import {report} from '../../dashboard/desk.ts';

test('is nothing for what is true', () => {
	const same = report({Books: 100, Toys: 0});
	expect(offBy(same, same)).toEqual({
		rows: [
			{id: 'today', name: 'today', unit: 'money', amount: 0, share: 0, truth: 100},
			{id: 'window', name: '30 days', shortName: '30 d', inFull: 'the last 30 days', unit: 'money', amount: 0, share: 0, truth: 1000},
		],
		worst: undefined,
	});
});

test('is shown minus true, as money and as a share of what is true', () => {
	expect(offBy(report({Books: 900, Toys: 100}), report({Books: 1000, Toys: 250}))).toMatchObject({
		rows: [
			{amount: -250, share: -0.2, truth: 1250},
			{amount: -2500, share: -0.2, truth: 12_500},
		],
		worst: {name: 'Toys', unit: 'money', amount: -150, share: -0.6},
	});
});

describe('the worst category', () => {
	test('is worst in money, whatever its share', () => {
		expect(offBy(report({Books: 10_000, Toys: 1}), report({Books: 10_100, Toys: 2})).worst).toEqual({
			name: 'Books',
			unit: 'money',
			amount: -100,
			share: -100 / 10_100,
		});
	});

	test('has a name, if its category is of nothing but blanks', () => {
		expect(offBy(report({' ': 50}), report({' ': 40})).worst?.name).toBe('(no name)');
	});

	test('counts as 0 where it is lacking: a new one has no share', () => {
		expect(offBy(report({Books: 50}), report({Toys: 40})).worst).toMatchObject({name: 'Books', amount: 50, share: undefined});
		expect(offBy(report({Books: 30}), report({Toys: 40})).worst).toMatchObject({name: 'Toys', amount: -40, share: -1});
	});

	test("after midnight yesterday's figure is off as any other", () => {
		expect(offBy(report({Books: 5000}), report({Books: 0})).rows[0]).toMatchObject({amount: 5000, share: undefined});
	});
});

test('of any two reports: the other way round it is as much with the other sign, and none is further off than the worst', () => {
	const names = fc.constantFrom('Books', 'Toys', 'Garden', 'Grocery', 'Music');
	const any = fc.dictionary(names, fc.integer({min: 0, max: 10 ** 9}), {noNullPrototype: true}).map(today => report(today));
	fc.assert(
		fc.property(any, any, (shown, truth) => {
			const there = offBy(shown, truth);
			const back = offBy(truth, shown);
			expect(there.rows[0].amount + back.rows[0].amount).toBe(0);
			expect(there.rows[1]!.amount).toBe(10 * there.rows[0].amount);
			expect(Math.abs(there.worst?.amount ?? 0)).toBe(Math.abs(back.worst?.amount ?? 0));
			const centsOf = (name: string, {categories}: typeof shown) => categories.find(({category}) => category === name)?.todayCents ?? 0;
			for (const {category} of [...shown.categories, ...truth.categories]) {
				expect(Math.abs(centsOf(category, shown) - centsOf(category, truth))).toBeLessThanOrEqual(Math.abs(there.worst?.amount ?? 0));
			}
		}),
	);
});

test("a value from before midnight holds nothing of the new day: it is off by all of it, and yesterday's figure counts for nothing", () => {
	const yesterday = report({Books: 9000, Toys: 1}, Date.UTC(2026, 10, 24, 23, 59));
	const truth = report({Books: 300, Toys: 100}, Date.UTC(2026, 10, 25, 0, 10));
	expect(offBy(yesterday, truth)).toMatchObject({
		rows: [
			{amount: -400, share: -1, missing: 'today (Wed 25 Nov)'},
			{amount: 90_010 - 4000, share: (90_010 - 4000) / 4000},
		],
		worst: {name: 'Books', amount: -300, share: -1},
	});
});

import fc from 'fast-check';
import {expect, test} from 'vitest';
import {dayNumber, dayWeight, ordersOfDays} from '../../../source/scenarios/shop/order-days.ts';

/** The orders of so many days, the last one first. */
const first = (number: number, wanted: Parameters<typeof ordersOfDays>[0]): number[] => {
	const ofDays = ordersOfDays(wanted);
	return Array.from({length: number}, () => ofDays.next().value);
};

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
/** Of the days of a stretch, both ends included. */
const weights = (from: string, to: string) => Array.from({length: dayNumber(to) - dayNumber(from) + 1}, (_, i) => dayWeight(dayNumber(from) + i));
const mean = (numbers: readonly number[]) => sum(numbers) / numbers.length;

test('a stretch has as many orders as wanted, and further days have some too', () => {
	fc.assert(
		fc.property(fc.integer({min: 0, max: 10_000_000}), fc.integer({min: 1, max: 1827}), fc.integer({min: 0, max: 30_000}), (count, days, lastDay) => {
			const ofDays = first(days + 2, {count, days, lastDay});
			expect(Math.min(...ofDays)).toBeGreaterThanOrEqual(0);
			expect(sum(ofDays.slice(0, days))).toBe(count);
			expect(sum(ofDays.slice(days))).toBeGreaterThanOrEqual(Math.floor(count / days / 8));
		}),
	);
});

test('a week is busiest at its end', () => {
	// 2026-03-15 is a Sunday.
	const week = weights('2026-03-15', '2026-03-21');
	expect(week.indexOf(Math.max(...week))).toBe(6);
	expect(week[0]! / week[2]!).toBeGreaterThan(1.25);
});

test('years grow by a quarter; the weeks before Christmas are the busiest, summer is slow', () => {
	for (const year of [2022, 2023, 2024, 2025]) {
		expect(mean(weights(`${year + 1}-01-01`, `${year + 1}-12-31`)) / mean(weights(`${year}-01-01`, `${year}-12-31`))).toBeCloseTo(1.25, 1);
		expect(mean(weights(`${year}-12-01`, `${year}-12-21`))).toBeGreaterThan(1.6 * mean(weights(`${year}-07-01`, `${year}-07-28`)));
		expect(mean(weights(`${year}-12-24`, `${year}-12-26`))).toBeLessThan(0.6 * mean(weights(`${year}-12-01`, `${year}-12-21`)));
	}

	// Black Friday.
	expect(dayWeight(dayNumber('2026-11-27'))).toBeGreaterThan(1.8 * dayWeight(dayNumber('2026-11-20')));
});
